// A courtesy: every page is complete without it. Searches, filters and sorts tables, keeps that in
// the fragment of the address, switches between dark and light, and tells when the page has grown old.
(function () {
  "use strict";

  var root = document.documentElement;

  function each(list, act) {
    Array.prototype.forEach.call(list, act);
  }

  function fold(text) {
    return text.normalize("NFKD").toLowerCase();
  }

  // Storage may be forbidden, as in some browsers for pages opened from a folder.
  function recall(key) {
    try { return window.localStorage.getItem(key); } catch (error) { return null; }
  }

  function remember(key, value) {
    try { window.localStorage.setItem(key, value); } catch (error) { return; }
  }

  function theme() {
    var button = document.querySelector("button.theme");
    var known = recall("gatebook-theme");
    if (known === "dark" || known === "light") root.setAttribute("data-theme", known);
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      var dark = root.getAttribute("data-theme");
      if (!dark) dark = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
      dark = dark === "dark" ? "light" : "dark";
      root.setAttribute("data-theme", dark);
      remember("gatebook-theme", dark);
    });
  }

  function ageBanner() {
    var banner = document.querySelector("[data-stale-after]");
    var made = document.querySelector("footer time");
    if (!banner || !made) return;
    function look() {
      var hours = (Date.now() - new Date(made.getAttribute("datetime")).getTime()) / 36e5;
      if (hours > Number(banner.getAttribute("data-stale-after"))) banner.hidden = false;
    }
    look();
    setInterval(look, 60000);
  }

  // What a reader chose lives in the fragment, so that a view can be sent to somebody.
  function wishes() {
    return new URLSearchParams(location.hash.indexOf("=") < 0 ? "" : location.hash.slice(1));
  }

  function wish(values) {
    var wanted = wishes();
    Object.keys(values).forEach(function (key) {
      if (values[key]) wanted.set(key, values[key]);
      else wanted.delete(key);
    });
    var hash = wanted.toString();
    history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
  }

  function bind(form, keys, show) {
    function read() {
      var wanted = wishes();
      keys.forEach(function (key) {
        var field = form[key];
        field.value = wanted.get(key) || "";
        if (field.selectedIndex < 0) field.value = "";
      });
    }
    function write() {
      var values = {};
      keys.forEach(function (key) { values[key] = form[key].value; });
      wish(values);
    }
    form.addEventListener("input", function () { write(); show(); });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    window.addEventListener("hashchange", function () {
      if (location.hash.indexOf("=") < 0 && location.hash.length > 1) return;
      read();
      show();
    });
    form.hidden = false;
    if (location.hash.indexOf("=") < 0) return;
    read();
    show();
  }

  function people() {
    var section = document.getElementById("people");
    if (!section) return;
    var form = section.querySelector(".tools");
    var nobody = section.querySelector(".no-match");
    var homes = Array.prototype.slice.call(section.querySelectorAll(".ledger"));
    var all = [];
    homes.forEach(function (table) {
      each(table.tBodies, function (body) {
        all.push({
          body: body,
          home: table,
          text: fold(body.querySelector("th").textContent),
          name: body.querySelector(".name").textContent,
          first: body.getAttribute("data-first") || "~",
          late: Number(body.getAttribute("data-late")) || 0,
          status: body.getAttribute("data-status")
        });
      });
    });
    var made = {};

    // The tables of a way to group; those of other than the page's own are made when first asked for.
    function grouped(key) {
      each(section.querySelectorAll(".ledger"), function (table) { table.hidden = true; });
      var tables = key ? [] : homes;
      var rows = tables.map(function () { return []; });
      var names = {};
      if (key) {
        all.forEach(function (row) { names[row.body.getAttribute("data-" + key)] = 0; });
        Object.keys(names).sort().forEach(function (name) {
          var id = key + "/" + name;
          if (!made[id]) {
            made[id] = homes[0].cloneNode(false);
            made[id].appendChild(document.createElement("caption")).textContent = name || "–";
            made[id].appendChild(homes[0].tHead.cloneNode(true));
            section.appendChild(made[id]);
          }
          names[name] = tables.push(made[id]) - 1;
          rows.push([]);
        });
      }
      all.forEach(function (row) {
        var place = key ? names[row.body.getAttribute("data-" + key)] : homes.indexOf(row.home);
        rows[place].push(row);
      });
      return tables.map(function (table, index) { return {table: table, rows: rows[index]}; });
    }

    var rules = {
      name: function (a, b) { return a.name.localeCompare(b.name); },
      first: function (a, b) { return a.first < b.first ? -1 : a.first > b.first ? 1 : 0; },
      late: function (a, b) { return b.late - a.late; }
    };

    function show() {
      var words = fold(form.q.value).split(/\s+/).filter(Boolean);
      var status = form.show.value;
      var total = 0;
      grouped(form.group.value).forEach(function (group) {
        var seen = 0;
        var order = group.rows.slice();
        if (rules[form.sort.value]) order.sort(rules[form.sort.value]);
        order.forEach(function (row) {
          var fits = words.every(function (word) { return row.text.indexOf(word) >= 0; }) &&
            (!status || row.status === status || (status === "late" && row.late > 0));
          row.body.hidden = !fits;
          if (fits) seen += 1;
          group.table.appendChild(row.body);
        });
        group.table.hidden = seen === 0;
        total += seen;
      });
      nobody.hidden = total > 0;
    }

    bind(form, ["q", "show", "sort", "group"], show);
  }

  function listing() {
    var section = document.getElementById("listing");
    if (!section) return;
    var form = section.querySelector(".tools");
    var nobody = section.querySelector(".no-match");
    var rows = Array.prototype.map.call(section.querySelectorAll("tbody tr"), function (row) {
      return { row: row, text: fold(row.textContent) };
    });

    function show() {
      var words = fold(form.q.value).split(/\s+/).filter(Boolean);
      var seen = 0;
      rows.forEach(function (entry) {
        var fits = words.every(function (word) { return entry.text.indexOf(word) >= 0; });
        entry.row.hidden = !fits;
        if (fits) seen += 1;
      });
      nobody.hidden = seen > 0;
      // What was looked for may stand behind a summary.
      if (words.length) each(section.querySelectorAll("details:not(.choice)"), function (more) {
        more.open = true;
      });
    }

    if (rows.length) bind(form, ["q"], show);
  }

  // Hides columns of wide tables; a column is known by its title.
  function columns(choice) {
    var tables = choice.parentNode.querySelectorAll(choice.getAttribute("data-columns"));
    var titles = [];
    var places = Array.prototype.map.call(tables, function (table) {
      var found = {};
      each(table.tHead.rows[0].cells, function (cell, index) {
        if (!cell.matches(choice.getAttribute("data-choose"))) return;
        var title = cell.textContent.trim();
        found[title] = index;
        if (titles.indexOf(title) < 0) titles.push(title);
      });
      return found;
    });
    if (titles.length < 2) return;
    choice.hidden = false;

    function hidden() {
      return (wishes().get("hide") || "").split("|").filter(function (title) {
        return titles.indexOf(title) >= 0;
      });
    }

    function show() {
      var gone = hidden();
      each(tables, function (table, number) {
        each(table.rows, function (row) {
          // A row that spans columns has no cell of its own for each.
          if (row.cells.length !== table.tHead.rows[0].cells.length) return;
          titles.forEach(function (title) {
            var place = places[number][title];
            if (place !== undefined) row.cells[place].hidden = gone.indexOf(title) >= 0;
          });
        });
      });
      each(choice.querySelectorAll("input"), function (box) {
        box.checked = gone.indexOf(box.value) < 0;
      });
    }

    // Made when it is first opened: until then the page is what it is without script.
    choice.addEventListener("toggle", function () {
      if (choice.querySelector("input")) return;
      var list = document.createElement("p");
      titles.forEach(function (title) {
        var label = document.createElement("label");
        var box = document.createElement("input");
        box.type = "checkbox";
        box.value = title;
        box.checked = hidden().indexOf(title) < 0;
        label.appendChild(box);
        label.appendChild(document.createTextNode(" " + title));
        list.appendChild(label);
      });
      choice.appendChild(list);
    });
    choice.addEventListener("change", function () {
      var gone = titles.filter(function (title, index) {
        return !choice.querySelectorAll("input")[index].checked;
      });
      wish({hide: gone.join("|")});
      show();
    });
    window.addEventListener("hashchange", show);
    show();
  }

  // A branch in the month folds: its sums stay.
  function folding(table) {
    each(table.querySelectorAll("tr.group"), function (line) {
      var button = line.querySelector(".fold");
      if (!button) return;
      button.hidden = false;
      button.addEventListener("click", function () {
        var open = button.getAttribute("aria-expanded") !== "true";
        button.setAttribute("aria-expanded", String(open));
        var row = line.nextElementSibling;
        while (row && !row.classList.contains("group")) {
          row.hidden = !open;
          row = row.nextElementSibling;
        }
      });
    });
  }

  // A row that a link leads to shows at once what is behind it.
  function target() {
    var name = location.hash.slice(1);
    var found = name && name.indexOf("=") < 0 ? document.getElementById(name) : null;
    if (!found) return;
    each(found.querySelectorAll("details"), function (details) { details.open = true; });
  }

  // On phones the navigation scrolls: the page that is open stands in sight.
  function navigation() {
    var current = document.querySelector("nav a[aria-current]");
    var list = current && current.closest("nav");
    if (!list || list.scrollWidth <= list.clientWidth) return;
    list.scrollLeft = current.offsetLeft - (list.clientWidth - current.offsetWidth) / 2;
  }

  theme();
  navigation();
  ageBanner();
  people();
  listing();
  each(document.querySelectorAll(".choice"), columns);
  each(document.querySelectorAll(".muster"), folding);
  target();
  window.addEventListener("hashchange", target);
})();
