// A courtesy: every page is complete without it. Searches, filters and sorts the people of a day,
// keeps that in the fragment of the address, and tells when the page has grown old.
(function () {
  "use strict";

  function ageBanner() {
    var banner = document.querySelector("[data-stale-after]");
    var made = document.querySelector("footer time");
    if (!banner || !made) return;
    var hours = (Date.now() - new Date(made.getAttribute("datetime")).getTime()) / 36e5;
    if (hours > Number(banner.getAttribute("data-stale-after"))) banner.hidden = false;
  }

  function people() {
    var section = document.getElementById("people");
    if (!section) return;
    var form = section.querySelector(".tools");
    var nobody = section.querySelector(".no-match");
    var groups = Array.prototype.map.call(section.querySelectorAll(".ledger"), function (table) {
      return {
        table: table,
        rows: Array.prototype.map.call(table.tBodies, function (body) {
          return {
            body: body,
            text: fold(body.querySelector("th").textContent),
            name: body.querySelector(".name").textContent,
            first: body.getAttribute("data-first") || "~",
            late: Number(body.getAttribute("data-late")) || 0,
            status: body.getAttribute("data-status")
          };
        })
      };
    });
    var rules = {
      name: function (a, b) { return a.name.localeCompare(b.name); },
      first: function (a, b) { return a.first < b.first ? -1 : a.first > b.first ? 1 : 0; },
      late: function (a, b) { return b.late - a.late; }
    };

    function fold(text) {
      return text.normalize("NFKD").toLowerCase();
    }

    function read() {
      var wanted = new URLSearchParams(location.hash.slice(1));
      form.q.value = wanted.get("q") || "";
      choose(form.show, wanted.get("show"));
      choose(form.sort, wanted.get("sort"));
    }

    function choose(select, value) {
      select.value = value || "";
      if (select.selectedIndex < 0) select.value = "";
    }

    function write() {
      var wanted = new URLSearchParams();
      ["q", "show", "sort"].forEach(function (key) {
        if (form[key].value) wanted.set(key, form[key].value);
      });
      var hash = wanted.toString();
      history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
    }

    function show() {
      var words = fold(form.q.value).split(/\s+/).filter(Boolean);
      var status = form.show.value;
      var total = 0;
      groups.forEach(function (group) {
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

    form.addEventListener("input", function () { write(); show(); });
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    window.addEventListener("hashchange", function () { read(); show(); });
    form.hidden = false;
    read();
    if (location.hash) show();
  }

  ageBanner();
  people();
})();
