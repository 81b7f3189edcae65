"""A whole night against emulated gates, seen from outside."""

import csv
import gzip
import html
import html.parser
import io
import json
import os
import pathlib
import re
import signal
import subprocess
import time
import unittest

import openpyxl

from command import GATEBOOK, ROOT, Emulator, FolderTest, gatebook

AS_OF = "2026-11-20T02:00:00"


class Links(html.parser.HTMLParser):
    """The links of a page."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("href", "src") and value:
                self.found.append(value)


class Demo(FolderTest):
    """The bank, played once for all tests of the class."""

    @classmethod
    def setUpClass(cls):
        import tempfile
        holder = tempfile.TemporaryDirectory(prefix="gatebook-demo-")
        cls.addClassCleanup(holder.cleanup)
        cls.bank = pathlib.Path(holder.name) / "bank"
        cls.first = gatebook("demo", cls.bank, "--as-of", AS_OF, "--json", cwd=holder.name)
        cls.site = cls.bank / "output/site"

    def test_the_result_has_the_promised_form(self):
        self.assertEqual(self.first.code, 3, self.first.err)
        result = self.first.json
        self.assertEqual(result["command"], "demo")
        self.assertEqual(result["as_of"], AS_OF)
        self.assertEqual((result["devices"]["ok"], result["devices"]["failed"]), (8, 1))
        for gate in result["devices"]["detail"]:
            self.assertEqual(
                list(gate),
                ["serial", "branch", "ok", "mode", "attempts", "new", "clock_offset_seconds",
                 "seconds", "bytes_received", "error"])
        failed = [g for g in result["devices"]["detail"] if not g["ok"]]
        self.assertEqual([g["branch"] for g in failed], ["RAJ"])
        self.assertEqual(
            result["punches"]["new"], sum(g["new"] for g in result["devices"]["detail"]))
        self.assertGreater(result["punches"]["new"], 5000)

    def test_people_of_the_unread_gate_are_unknown_not_absent(self):
        day = self.day("2026-11-18")
        raj = [p for p in day["people"] if p["branch"] == "RAJ" and p["status"] != "leave"]
        self.assertTrue(raj)
        self.assertEqual({p["status"] for p in raj}, {"unknown"})
        self.assertTrue(all("Shaheb Bazar" in p["why"] for p in raj))

    def day(self, date):
        return json.loads((self.site / f"data/days/{date}.json").read_text())

    def test_page_json_csv_and_workbook_are_the_same_numbers(self):
        for path in sorted((self.site / "data/days").glob("*.json"))[::5]:
            date = path.stem
            if date == "index":
                continue
            people = json.loads(path.read_text())["people"]
            text = (self.site / f"exports/attendance-{date}.csv").read_bytes().decode()
            rows = list(csv.DictReader(io.StringIO(text)))
            self.assertEqual(len(rows), len(people))
            for row, person in zip(rows, people):
                for key, value in row.items():
                    if key in ("date", "department"):
                        continue  # the page's JSON has the date once and no departments
                    expected = person[key]
                    if expected is None:
                        expected = ""
                    elif isinstance(expected, bool):
                        expected = str(expected).lower()
                    self.assertEqual(value, str(expected), (date, key))
            book = openpyxl.load_workbook(self.site / f"exports/attendance-{date}.xlsx")
            sheet = book["Days"]
            self.assertEqual(sheet.max_row, len(people) + 1)
            titles = {cell.value: cell.column for cell in sheet[1]}
            for number, person in enumerate(people, start=2):
                late = sheet.cell(number, titles["Late (min)"]).value
                self.assertEqual(late, person["late_minutes"])
                member = sheet.cell(number, titles["Member id"])
                self.assertEqual((member.value, member.data_type), (person["member_id"], "s"))
                first = sheet.cell(number, titles["First in"]).value
                self.assertEqual(first.isoformat() if first else None, person["first_in"])
            page = (self.site / f"days/{date}.html").read_text()
            for person in people:
                self.assertIn(html.escape(person["member_id"]), page)

    def test_every_punch_of_the_store_is_told_once(self):
        told = 0
        for path in (self.site / "data/days").glob("20*.json"):
            day = json.loads(path.read_text())
            told += sum(len(p["punches"]) for p in day["people"]) + len(day["exceptions"])
        self.assertEqual(told, self.first.json["punches"]["new"])

    def test_every_link_leads_somewhere(self):
        checked = 0
        for page in self.site.rglob("*.html"):
            links = Links()
            links.feed(page.read_text())
            for link in links.found:
                self.assertNotRegex(link, r"^(https?:)?//|^/|^javascript:", page)
                if link.startswith(("#", "data:")):
                    continue
                target = (page.parent / link.split("#")[0].split("?")[0]).resolve()
                self.assertTrue(target.is_file(), f"{page}: {link}")
                checked += 1
        self.assertGreater(checked, 1000)

    def test_pages_have_no_inline_script_or_style(self):
        for page in self.site.rglob("*.html"):
            text = page.read_text()
            self.assertNotIn(" style=", text)
            self.assertNotIn("<style", text)
            self.assertNotRegex(text, r"<script(?![^>]*\bsrc=)")
            self.assertIn("noindex", text)

    def test_a_second_run_brings_nothing_new_and_rewrites_nothing(self):
        before = {
            path: (path.read_bytes(), path.stat().st_mtime_ns)
            for path in self.site.rglob("*") if path.is_file()
        }
        again = gatebook("demo", self.bank, "--as-of", AS_OF, "--json", cwd=self.bank)
        self.assertEqual(again.json["punches"]["new"], 0, again.err)
        self.assertEqual(again.json["pages"]["removed"], 0)
        for path, (data, modified) in before.items():
            name = str(path.relative_to(self.site))
            # The emulated gates listen at other ports each time, and hold people whom the first run
            # created after it had read them; the manifest says so.
            if "devices" in name or "enrollment" in name or name.startswith("manifest.json"):
                continue
            now = path.read_bytes()
            if now == data:
                self.assertEqual(path.stat().st_mtime_ns, modified, path)
            elif not name.endswith(".xlsx"):
                # The second of a reading is told: a run at the same moment may come to it sooner.
                self.assertEqual(self.without_seconds(now), self.without_seconds(data), path)
            else:
                self.assertEqual(path.name, "denied-2026-11.xlsx")

    @staticmethod
    def without_seconds(data):
        """A text, compressed or not, with the moment of the readings to the minute and no size of files
        that tell it."""
        text = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        text = re.sub(rb"02:00:\d\d", b"02:00", text)
        # Workbooks with such a second in them are a few bytes shorter or longer.
        text = re.sub(rb'("exports/(?:enrollment|denied)[^"]*","bytes":)\d+', rb"\1", text)
        return re.sub(rb'(exports/(?:enrollment|denied)[^>]*>[^<]*<small>)[^<]*', rb"\1", text)

    def test_exports_of_a_range(self):
        out = self.folder / "out"
        result = gatebook(
            "export", "--config", self.bank / "gatebook.toml", "--from", "2026-11-01", "--to",
            "2026-11-19", "--branch", "DXB", "--format", "xlsx,csv,jsonl", "--out", out, "--json",
            "--as-of", AS_OF, cwd=self.folder)
        self.assertEqual(result.code, 0, result.err)
        rows = list(csv.DictReader((out / "days.csv").open(newline="")))
        self.assertEqual({row["branch"] for row in rows}, {"DXB"})
        self.assertEqual(len(rows), result.json["rows"]["days"])
        lines = (out / "days.jsonl").read_text().splitlines()
        self.assertEqual(len(lines), len(rows))
        self.assertEqual(json.loads(lines[0])["member_id"], rows[0]["member_id"])


class Night(FolderTest):
    """Nights that go wrong."""

    def fleet(self, **more):
        people = [
            {"uid": n, "user_id": str(100 + n), "name": f"Person {n}"} for n in range(1, 4)
        ]
        devices = []
        for size in (8, 16, 40, 49):
            devices.append({
                "serial": f"LAYOUT{size}", "attendance_format": size,
                "user_format": 28 if size < 40 else 72, "users": people,
                "attendance": [
                    {"uid": p["uid"], "user_id": p["user_id"],
                     "at": f"2026-10-0{5 + day}T{hour:02}:{p['uid']:02}:00", "state": state,
                     "verify": 1}
                    for day in range(3) for hour, state in ((8, 0), (17, 1)) for p in people
                ],
                **more,
            })
        return self.write("fleet.json", json.dumps({"devices": devices}))

    def use(self, emulator, extra=""):
        self.start_directory()
        rows = [
            f"{serial},MAIN,{serial},{d['host']},{d['port']}"
            for serial, d in emulator.devices.items()
        ]
        self.write(
            "devices.csv", "serial,branch,name,host,port\n" + "\n".join(rows) + "\n" + extra)
        path = self.folder / "gatebook.toml"
        path.write_text(path.read_text().replace("retries = 3", "retries = 0"))

    def test_every_layout_is_stored_alike(self):
        with Emulator(self.fleet(), self.folder) as emulator:
            self.use(emulator)
            result = self.run_ok("pull", "--json").json
        self.assertEqual([d["new"] for d in result["devices"]["detail"]], [18] * 4)
        self.run_ok("export", "--from", "2026-10-01", "--to", "2026-10-31", "--format", "csv")
        rows = list(csv.DictReader(
            (self.folder / "output/exports/punches.csv").open(newline="")))
        by_gate = {}
        for row in rows:
            by_gate.setdefault(row["serial"], set()).add(
                (row["device_user_id"], row["at"], row["state"], row["verify"]))
        self.assertEqual(len(by_gate), 4)
        self.assertEqual(len({frozenset(punches) for punches in by_gate.values()}), 1)
        self.assertIn(("103", "2026-10-07T17:03:00", "1", "1"), by_gate["LAYOUT8"])

    def test_one_failing_gate_harms_no_other(self):
        with Emulator(self.fleet(), self.folder) as emulator:
            self.use(emulator, extra="DEAD,MAIN,Dead gate,127.0.0.1,1\n")
            result = self.run_ok("nightly", "--json", code=3).json
        self.assertEqual((result["devices"]["ok"], result["devices"]["failed"]), (4, 1))
        dead = next(d for d in result["devices"]["detail"] if d["serial"] == "DEAD")
        self.assertIn("127.0.0.1:1", dead["error"])
        page = (self.folder / "output/site/devices/index.html").read_text()
        self.assertIn("Dead gate", page)

    def test_another_device_at_the_address_is_not_read(self):
        with Emulator(self.fleet(), self.folder) as emulator:
            self.use(emulator)
            path = self.folder / "devices.csv"
            path.write_text(path.read_text().replace("LAYOUT40,", "OTHER,", 1))
            result = self.run_ok("pull", "--json", code=3).json
        other = next(d for d in result["devices"]["detail"] if d["serial"] == "OTHER")
        self.assertIn("another one", other["error"])
        self.assertEqual(other["attempts"], 1)

    def test_a_blank_serial_is_learned(self):
        with Emulator(self.fleet(), self.folder) as emulator:
            self.use(emulator)
            path = self.folder / "devices.csv"
            path.write_text(path.read_text().replace("LAYOUT40,", ",", 1))
            self.run_ok("pull")
            self.run_ok("pull")
            gates = self.run_ok("status", "--json").json["gates"]
        self.assertEqual(
            sorted((g["serial"], g["name"]) for g in gates),
            [(f"LAYOUT{n}", f"LAYOUT{n}") for n in (16, 40, 49, 8)])

    def test_a_key_is_needed_and_never_shown(self):
        with Emulator(self.fleet(comm_key=48213), self.folder) as emulator:
            self.use(emulator)
            without = gatebook("pull", cwd=self.folder)
            self.assertEqual(without.code, 1)
            path = self.folder / "devices.csv"
            text = path.read_text().replace("host,port\n", "host,port,comm_key\n")
            lines = [
                line + ",@env:GATE_KEY" if line.startswith("LAYOUT") else line
                for line in text.splitlines()
            ]
            path.write_text("\n".join(lines) + "\n")
            wrong = gatebook("pull", cwd=self.folder, env={"GATE_KEY": "11111"})
            self.assertEqual(wrong.code, 1)
            self.assertNotIn("11111", wrong.err)
            right = self.run_ok("pull", "--verbose", env={"GATE_KEY": "48213"})
            self.assertNotIn("48213", right.err + right.out)

    def test_a_killed_night_leaves_a_whole_site_and_the_next_finishes(self):
        with Emulator(self.fleet(), self.folder) as emulator:
            self.use(emulator)
            self.run_ok("nightly")
            before = self.tree()
            for wait in (0.01, 0.03, 0.05, 0.08, 0.12):
                night = subprocess.Popen(
                    [GATEBOOK, "nightly"], cwd=self.folder, stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL)
                time.sleep(wait)
                night.send_signal(signal.SIGKILL)
                night.wait()
                self.assertEqual(set(self.tree()), set(before))
            self.run_ok("nightly")
            self.assertEqual(set(self.tree()), set(before))
            leftovers = [
                name for name in os.listdir(self.folder / "output")
                if name not in ("site", ".site-previous", "metrics.prom")
            ]
            self.assertEqual(leftovers, [])


if __name__ == "__main__":
    unittest.main()
