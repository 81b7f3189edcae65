"""Strings that mean harm in every field of roster, gates, policy, words and templates."""

import csv
import json
import re
import unittest

import openpyxl

from command import FolderTest
from formats import check_feed, check_metrics
from markup import Page

AS_OF = "2026-10-07T02:00:00"

STRINGS = [
    "<script>alert(1)</script>", '" onload="alert(1)', "' autofocus onfocus='x", "</bdi></td><h1>",
    "javascript:alert(1)", "data:text/html,x", "../../etc/passwd", "..", "a/b", "a\\b", "a%2fb",
    "index", "INDEX", "con", "NUL", "DHK", "dhk", "Dhk", "\u202eevil\u202c", "\u200f", "👋🏽 hi",
    "x" * 300, "{{NAME}}", "{{%AUTOESCAPE}}", "&amp;", "=1+1", "@SUM(A1)", "-- ;", "${HOME}",
    "মিতু", "tab\there", "bell\x07", "del\x7f", "next\x85line", "a\u2028b", "]]>", "<!--", "#x?y=1",
]


def toml(text):
    """A basic string of TOML."""
    return '"' + "".join(
        f"\\u{ord(c):04x}" if c in '"\\' or c < " " or "\x7f" <= c <= "\x9f" else c
        for c in text) + '"'


class Hostile(FolderTest):

    @classmethod
    def setUpClass(cls):
        cls.holder = cls("make")
        cls.holder.setUp()
        cls.addClassCleanup(cls.holder.doCleanups)
        cls.holder.make()

    def setUp(self):
        if self._testMethodName == "make":
            super().setUp()
        else:
            self.folder = self.holder.folder
            self.site, self.people = self.holder.site, self.holder.people

    def put(self, name, rows):
        with (self.folder / name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)

    def make(self):
        """Renders a site of nothing but such strings; what the reader refuses, it must say."""
        branches = STRINGS
        quoted = [toml(text) for text in branches]
        self.write("gatebook.toml", (
            f"[site]\ntitle = {quoted[0]}\ntime_zone = \"Asia/Dhaka\"\n"
            '[[shift]]\nid = "<D>"\nstart = "09:00"\nend = "18:00"\n' + "".join(
                f"[[branch]]\nid = {text}\nname = {text}\ntime_zone = \"Asia/Dhaka\"\n"
                for text in quoted)))
        self.put("devices.csv", [["serial", "branch", "name", "host"]] + [
            [text[:60], text, text, f"192.0.2.{n + 1}"] for n, text in enumerate(branches)])
        self.people = {text: text for text in branches}
        self.put("members.csv", [
            ["member_id", "name", "branch", "department", "shift", "status"]] + [
            [text, text, branches[0], text, "<D>", "active"] for text in branches])
        self.write("a.dat", "".join(
            f"{number:>9}\t2026-10-06 09:{number:02}:00\t1\t0\t1\t0\r\n" for number in range(9)))
        self.run_ok("ingest", "a.dat", "--device", branches[0], "--as-of", AS_OF)
        self.run_ok("render", "--as-of", AS_OF)
        self.site = self.folder / "output/site"

    def test_names_of_files_are_safe_and_unique(self):
        names = [str(p.relative_to(self.site)) for p in self.site.rglob("*") if p.is_file()]
        for name in names:
            self.assertRegex(name, r"^[A-Za-z0-9._/-]+$")
            self.assertNotIn("..", name)
        self.assertEqual(len({n.lower() for n in names}), len(names))
        people = [n for n in names if re.fullmatch(r"people/.*\.html", n)]
        self.assertEqual(len(people), len(self.people) + 1)
        outside = {p.name for p in self.folder.iterdir()}
        self.assertLessEqual(outside, {
            "gatebook.toml", "devices.csv", "members.csv", "a.dat", "output", "gatebook.sqlite",
            "gatebook.sqlite-wal", "gatebook.sqlite-shm", "gatebook.lock", "gatebook.sqlite.lock",
            "vault.key"})

    def test_pages_hold_them_as_text(self):
        pages = sorted(self.site.rglob("*.html"))
        self.assertGreater(len(pages), 100)
        titles = set()
        for path in pages:
            page = Page(path)  # every element is closed in its order
            scripts = list(page.root.all("script"))
            self.assertEqual(len(scripts), 1, path)
            self.assertRegex(scripts[0].attributes["src"], r"^(\.\./)*assets/site\.js$")
            for element in page.root.all():
                for name, value in element.attributes.items():
                    self.assertNotRegex(name, "^on|^style$", path)
                    if name in ("href", "src") and value:
                        self.assertNotRegex(value, r"^[a-z]+:|^//|^/", path)
                        target = (path.parent / re.split("[#?]", value)[0]).resolve()
                        self.assertTrue(target.is_file() or value.startswith("#"), (path, value))
            self.assertNotRegex(path.read_text(), "[\x00-\x08\x0b-\x1f\x7f-\x9f]")
            titles.add(page.root.one("h1").text)
        for text in self.people.values():
            seen = re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\ufffd", text)
            self.assertIn(" ".join(seen.split()), titles)

    def test_json_csv_and_workbook_have_them_exactly(self):
        data = json.loads((self.site / "data/people/index.json").read_text())
        self.assertEqual({p["member_id"]: p["name"] for p in data["people"]}, self.people)
        day = json.loads((self.site / "data/days/2026-10-06.json").read_text())
        self.assertEqual({p["member_id"]: p["name"] for p in day["people"]}, self.people)
        path = self.site / "exports/attendance-2026-10-06.csv"
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual({r["member_id"]: r["department"] for r in rows}, self.people)
        book = openpyxl.load_workbook(path.with_suffix(".xlsx"))
        cells = {row[2].value: row[3] for row in book["Days"].iter_rows(min_row=2)}
        def plain(text):
            return re.sub("_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), text)
        self.assertEqual({plain(k): plain(cell.value) for k, cell in cells.items()}, self.people)
        self.assertEqual({cell.data_type for cell in cells.values()}, {"s"})

    def test_feed_and_figures_hold_them_as_text(self):
        entries = check_feed(self, (self.site / "feed.xml").read_bytes())
        self.assertGreater(len(entries), 10)
        figures = check_metrics(self, (self.folder / "output/metrics.prom").read_text())
        serials = {dict(labels).get("serial") for name, labels in figures
                   if name == "gatebook_gate_punches_stored"}
        self.assertLessEqual({'" onload="alert(1)', "a\\b"}, serials)


class Templates(FolderTest):
    """Templates and words of the user."""

    def setUp(self):
        super().setUp()
        self.start_directory()
        policy = self.folder / "gatebook.toml"
        text = policy.read_text()
        if "templates =" not in text:
            text = re.sub(r"(?m)^(\[site\].*)$", r'\1' + '\ntemplates = "mine"', text, count=1)
        else:
            text = re.sub(r"(?m)^#?\s*templates =.*$", 'templates = "mine"', text, count=1)
        policy.write_text(text)

    def test_words_with_markup_come_out_as_text(self):
        words = {"people_title": "<script>x</script>", "nav_days": '" onclick="x',
                 "nav_people": "{{SITE_TITLE}}{{#X}}"}
        self.write("mine/languages/en.json", json.dumps(words))
        self.run_ok("render", "--as-of", AS_OF)
        text = (self.folder / "output/site/index.html").read_text()
        self.assertEqual(len(re.findall("<script", text)), 1)
        page = Page(self.folder / "output/site/index.html")
        shown = [a.text for a in page.root.one("nav").all("a")]
        self.assertIn('" onclick="x', shown)
        self.assertIn("{{SITE_TITLE}}{{#X}}", shown)

    def test_all_mistakes_come_at_once_and_the_good_site_stays(self):
        self.run_ok("render", "--as-of", AS_OF)
        before = self.tree()
        self.write("mine/day.html", "<p>\n{{DAY_HEADIN}}</p>\n{{#NOBODY}}x{{/NOBODY}}\n")
        self.write("mine/index.html", "{{X}}\n")
        self.write("mine/overview.html", "{{>../../gatebook}}\n")
        self.write("mine/_table.html", b"\xff\xfe{{#ROWS}}")
        told = self.run_ok("render", "--as-of", AS_OF, code=1)
        for words in ("mine/day.html:2: unknown placeholder {{DAY_HEADIN}}; did you mean",
                      "mine/day.html:3: unknown section {{#NOBODY}}",
                      "mine/index.html: no page", "mine/overview.html:1", "mine/_table.html:1"):
            self.assertIn(words, told.err)
        self.assertEqual(self.tree(), before)


if __name__ == "__main__":
    unittest.main()
