"""Files of punches: read once, told truthfully, and never twice."""

import csv
import json
import random
import unittest

from command import FolderTest

# Three days of one office, worked out by hand below. Badge 41 forgets to leave on the first day,
# badge 7 taps twice, badge 902 is on nobody's roster, and one line is damaged.
OFFICE = """\
        7\t2020-02-24 08:52:43\t1\t0\t0\t0
        7\t2020-02-24 08:52:52\t1\t0\t0\t0
       41\t2020-02-24 09:25:18\t1\t0\t0\t0
      902\t2020-02-24 11:00:00\t1\t5\t0\t0
        7\t2020-02-24 17:31:07\t1\t1\t0\t0
       41\t2020-02-25 08:59:59\t1\t0\t0\t0
        7\t2020-02-25 09:10:00\t1\t0\t0\t0
       41\t2020-02-25 19:02:00\t1\t1\t0\t0
        7\t2020-02-25 18:00:00\t1\t1\t0\t0
       41\t2020-02-27 09:10:01\t1\t0\t0\t0
       41\t2020-02-27 12:40:01\t1\t1\t0\t0
""".replace("\n", "\r\n")

MEMBERS = """\
member_id,name,branch,shift
7,Nadia Karim,MAIN,D
41,Tomal Das,MAIN,D
"""


class Ingest(FolderTest):

    def setUp(self):
        super().setUp()
        self.start_directory()

    def use_shift(self):
        """The directory gets a day shift and one gate in service."""
        path = self.folder / "gatebook.toml"
        text = path.read_text()
        if "\n[[shift]]" not in text:
            text += '\n[[shift]]\nid = "D"\nstart = "09:00"\nend = "18:00"\n'
        path.write_text(text)
        self.write("members.csv", MEMBERS)
        self.write(
            "devices.csv",
            "serial,branch,name,host,port,enabled\nGATE1,MAIN,Front door,gate.example,4370,true\n")

    def day(self, date):
        return json.loads((self.folder / f"output/site/data/days/{date}.json").read_text())

    def person(self, date, member):
        return next(p for p in self.day(date)["people"] if p["member_id"] == member)

    def test_three_days_worked_out_by_hand(self):
        self.use_shift()
        self.write("office.dat", OFFICE)
        read = self.run_ok(
            "ingest", "office.dat", "--device", "GATE1", "--read-at", "2020-02-28T08:00:00",
            "--json").json
        self.assertEqual(read["punches"], {"read": 11, "new": 11, "duplicate": 0, "undecodable": 0})
        self.run_ok("render", "--as-of", "2020-02-28T08:00:00")

        nadia = self.person("2020-02-24", "7")
        self.assertEqual(nadia["first_in"], "08:52:43")
        self.assertEqual(nadia["last_out"], "17:31:07")
        self.assertEqual(nadia["presence_seconds"], 8 * 3600 + 38 * 60 + 24)
        self.assertEqual(nadia["counted_seconds"], 8 * 3600 + 31 * 60 + 7)
        self.assertEqual((nadia["late_minutes"], nadia["early_minutes"]), (0, 28))
        self.assertEqual([p["used_as"] for p in nadia["punches"]], ["in", "duplicate", "out"])
        tomal = self.person("2020-02-24", "41")
        self.assertEqual((tomal["status"], tomal["missing"]), ("present", "out"))
        self.assertEqual((tomal["late_minutes"], tomal["counted_seconds"]), (25, None))
        monday = self.day("2020-02-24")
        self.assertEqual(monday["counts"]["present"], 2)
        self.assertEqual(
            [(e["kind"], e["device_user_id"]) for e in monday["exceptions"]],
            [("unknown_id", "902")])

        self.assertEqual(self.person("2020-02-25", "7")["late_minutes"], 0)
        self.assertEqual(self.person("2020-02-25", "7")["counted_seconds"], 8 * 3600 + 50 * 60)
        self.assertEqual(self.person("2020-02-25", "41")["overtime_minutes"], 60)

        self.assertEqual(self.person("2020-02-26", "41")["status"], "absent")
        self.assertEqual(self.person("2020-02-27", "7")["status"], "absent")
        half = self.person("2020-02-27", "41")
        self.assertEqual((half["late_minutes"], half["half_day"], half["code"]), (10, True, "HD"))
        self.assertEqual(half["counted_seconds"], 3 * 3600 + 30 * 60)

    def test_a_file_without_read_at_proves_no_absence_after_its_last_punch(self):
        self.use_shift()
        self.write("office.dat", OFFICE)
        self.run_ok("ingest", "office.dat", "--device", "GATE1")
        self.run_ok("render", "--as-of", "2020-02-28T08:00:00")
        self.assertEqual(self.person("2020-02-26", "41")["status"], "absent")
        late = self.person("2020-02-27", "7")
        self.assertEqual(late["status"], "unknown")
        self.assertIn("Front door", late["why"])

    def test_the_same_file_twice_changes_nothing(self):
        self.write("office.dat", OFFICE)
        self.run_ok("ingest", "office.dat")
        self.run_ok("render", "--as-of", "2020-02-28T08:00:00")
        before = self.tree()
        again = self.run_ok("ingest", "office.dat", "--json").json
        self.assertEqual(again["punches"]["new"], 0)
        self.assertEqual(again["punches"]["duplicate"], 11)
        self.run_ok("render", "--as-of", "2020-02-28T08:00:00")
        self.assertEqual(self.tree(), before)

    def test_a_large_office_log_of_the_same_shape(self):
        """As a terminal writes it: bursts, double taps, months without data; a page a day."""
        chance = random.Random(7)
        lines, days = set(), 0
        for day in range(0, 700, 5):
            if chance.random() < 0.1:
                continue
            days += 1
            month, date = 1 + day // 28 % 12, 1 + day % 28
            for badge in chance.sample(range(1, 99), 42):
                for hour in (8, 17):
                    lines.add(
                        (2020 + day // 336, month, date, hour, chance.randrange(60),
                         chance.randrange(60), badge))
        text = "".join(
            f"{badge:9}\t{y:04}-{mo:02}-{d:02} {h:02}:{mi:02}:{s:02}\t1\t{int(h > 12)}\t0\t0\r\n"
            for y, mo, d, h, mi, s, badge in sorted(lines))
        self.write("1_attlog.dat", text)
        first = self.run_ok("ingest", "1_attlog.dat", "--json").json
        self.assertEqual(first["punches"]["new"], len(lines))
        self.assertEqual(self.run_ok("ingest", "1_attlog.dat", "--json").json["punches"]["new"], 0)
        self.run_ok("render")
        pages = [p for p in (self.folder / "output/site/days").glob("20*.html")]
        self.assertEqual(len(pages), len({line[:3] for line in lines}))
        self.assertEqual(len(pages), days)

    def test_the_documented_sample_is_read(self):
        from command import ROOT
        sample = ROOT / "samples/sample_device_log.csv"
        rows = list(csv.DictReader(sample.open(newline="")))
        result = self.run_ok("ingest", sample, "--json").json
        self.assertEqual(result["punches"]["new"], len(rows))

    def test_two_gates_of_one_file_and_a_wrong_device(self):
        self.write(
            "both.csv",
            "serial,device_user_id,at,state,verify\n"
            "A,007,2026-10-05T09:00:00,0,1\nB,7,2026-10-05T09:00:00,0,1\n")
        self.run_ok("ingest", "both.csv")
        gates = self.run_ok("status", "--json").json["gates"]
        self.assertEqual(
            sorted((g["serial"], g["records_stored"]) for g in gates), [("A", 1), ("B", 1)])
        from command import gatebook
        refused = gatebook("ingest", "both.csv", "--device", "C", cwd=self.folder)
        self.assertEqual(refused.code, 65)
        self.assertIn("--device says C", refused.err)


if __name__ == "__main__":
    unittest.main()
