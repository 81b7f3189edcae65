"""Exports read back: what was exported is in the store already, and nothing else ever comes in."""

import csv
import datetime
import io
import shutil
import sqlite3
import unittest

import openpyxl

from command import FolderTest, gatebook

AS_OF = "2026-01-01T00:00:00"
SPAN = "2025-10-20_2025-11-09"

MEMBERS = [
    ["007", 'Ann "the door" Ray', "D", ""], ["7", "=1+1", "N", ""], ["1e5", "Line\nBreak", "D", ""],
    ["M1", "Tomal Das", "D", "41"], ["M2", "Tomal Das", "N", "42"], ["M3", "রহিম, উদ্দিন", "N", ""],
    ["M4", "-1;2", "D", ""],
]

# Every format, and the files it makes.
KEEPING = {
    "xlsx": [f"attendance-{SPAN}.xlsx"], "csv": ["punches.csv"], "csv-excel": ["punches-excel.csv"],
    "jsonl": ["punches.jsonl"], "attlog": ["G1_attlog.dat", "G2_attlog.dat"],
    "biotime": [f"biotime-{SPAN}.csv"], "att2000": [f"att2000-{SPAN}.csv"],
}
FRAPPE, ODOO = f"frappe-{SPAN}.csv", f"odoo-{SPAN}.csv"


class Back(FolderTest):
    """An office with night shifts whose clocks go back on 26 October, exported in every format."""

    def setUp(self):
        super().setUp()
        self.start_directory()
        path = self.folder / "gatebook.toml"
        text = path.read_text()
        zone = next(line for line in text.splitlines() if line.startswith("time_zone"))
        text = text.replace(zone, 'time_zone = "Europe/Berlin"')
        text = "\n".join(
            'time_zone = "Europe/Berlin"' if line.startswith("time_zone") else line
            for line in text.splitlines())
        at = text.index("\n[[branch]]")
        path.write_text(
            text[:at] + '\n[[shift]]\nid = "N"\nstart = "22:00"\nend = "06:00"\n' + text[at:])
        self.roster(MEMBERS)
        self.write(
            "devices.csv",
            "serial,branch,name,host\nG1,MAIN,Front,10.0.0.1\nG2,MAIN,Back,10.0.0.2\n")
        logs = {"G1": [], "G2": []}
        for day in range(20):
            date = datetime.datetime(2025, 10, 20) + datetime.timedelta(days=day)
            for number, (member, _, shift, id) in enumerate(MEMBERS):
                start = date + datetime.timedelta(hours=9 if shift == "D" else 22, seconds=number)
                gate = "G2" if number % 3 else "G1"
                for moment, state in [(start, 0), (start + datetime.timedelta(hours=8), 1)]:
                    logs[gate].append((moment, id or member, state, 15, "12" if state else "0"))
        midnight = datetime.datetime(2025, 10, 31)
        logs["G1"] += [
            (midnight, "7", 4, 2, "0"), (midnight - datetime.timedelta(seconds=1), "M3", 255, 0, "0"),
            # The hour that there was twice, twice.
            (datetime.datetime(2025, 10, 26, 2, 30), "7", 2, 1, "0"),
            (datetime.datetime(2025, 10, 26, 2, 30), "7", 3, 1, "0"),
            (datetime.datetime(2025, 10, 30, 12, 0), "TRUE", 0, 1, "0"),
        ]
        for gate, punches in logs.items():
            self.write(f"{gate}.dat", "".join(
                f"{member:>9}\t{at:%Y-%m-%d %H:%M:%S}\t1\t{state}\t{verify}\t{code}\r\n"
                for at, member, state, verify, code in sorted(punches)))
            self.run_ok(
                "ingest", f"{gate}.dat", "--device", gate, "--read-at", "2025-11-20T00:00:00")
        self.run_ok(
            "export", "--from", "2025-10-20", "--to", "2025-11-09", "--format",
            ",".join([*KEEPING, "frappe", "odoo"]), "--out", "out", "--as-of", AS_OF)

    def roster(self, members, folder="."):
        with (self.folder / folder / "members.csv").open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["member_id", "name", "shift", "device_user_id", "branch"])
            rows.writerows([*member, "MAIN"] for member in members)

    def start_again(self, name):
        """A new directory with the same files."""
        self.run_ok("init", name)
        for file in ("gatebook.toml", "members.csv", "devices.csv"):
            shutil.copy(self.folder / file, self.folder / name / file)
        return self.folder / name

    def stored(self, folder="."):
        with sqlite3.connect(self.folder / folder / "gatebook.sqlite") as store:
            return sorted(store.execute(
                "SELECT g.serial, device_user_id, at, state, verify, work_code "
                "FROM punch JOIN gate g ON g.id = gate_id"))

    def dump(self, *tables, folder="."):
        """Every row of the store as SQL, or those of some tables."""
        with sqlite3.connect(self.folder / folder / "gatebook.sqlite") as store:
            lines = list(store.iterdump())
        return [
            line for line in lines
            if not tables or any(line.startswith(f'INSERT INTO "{t}"') for t in tables)]

    def ingest(self, *words, cwd=None):
        return gatebook("ingest", *words, "--json", "--as-of", AS_OF, cwd=cwd or self.folder)

    def table(self, name):
        with (self.folder / "out" / name).open(newline="", encoding="utf-8") as file:
            return list(csv.reader(file))

    def write_table(self, name, rows):
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        self.write(name, text.getvalue())

    # The same store

    def test_every_format_read_back_leaves_the_punches_byte_for_byte(self):
        before = self.dump("punch", "punch_source", "undecodable")
        self.assertGreater(len(before), 280)
        for name, files in KEEPING.items():
            with self.subTest(name):
                told = self.ingest(*(f"out/{file}" for file in files))
                self.assertEqual(told.code, 0, told.err)
                counts = told.json["punches"]
                self.assertEqual((counts["new"], counts["undecodable"]), (0, 0))
                self.assertEqual(counts["duplicate"], len(self.stored()))
                self.assertEqual(self.dump("punch", "punch_source", "undecodable"), before)

    def test_files_for_payroll_leave_the_whole_store_as_it_is(self):
        before = self.dump()
        for name in (FRAPPE, ODOO):
            for words in ([], ["--type", name.split("-")[0]]):
                with self.subTest(name, words=words):
                    told = self.ingest(f"out/{name}", *words)
                    self.assertEqual(told.code, 0, told.err)
                    rows = len(self.table(name)) - 1
                    self.assertGreater(rows, 60)
                    self.assertEqual(
                        told.json["punches"],
                        {"read": rows, "new": 0, "duplicate": rows, "undecodable": 0})
                    self.assertEqual(
                        told.json["compared"],
                        {"rows": rows, "known": rows, "unknown": 0, "detail": []})
                    self.assertEqual(self.dump(), before)

    # A new directory

    def test_formats_that_keep_everything_give_the_same_punches_elsewhere(self):
        before = self.stored()
        for name, files in KEEPING.items():
            with self.subTest(name):
                folder = self.start_again(name)
                told = self.ingest(*(f"../out/{file}" for file in files), cwd=folder)
                self.assertEqual(told.code, 0, told.err)
                self.assertEqual(self.stored(name), before)

    def test_no_punch_is_made_of_payroll_rows_and_logs_that_come_along_are_read_first(self):
        folder = self.start_again("new")
        for name in (FRAPPE, ODOO):
            before = self.dump(folder="new")
            told = self.ingest(f"../out/{name}", cwd=folder)
            self.assertEqual(told.code, 3)
            rows = len(self.table(name)) - 1
            self.assertEqual(told.json["compared"]["unknown"], rows)
            self.assertEqual(told.json["punches"]["new"], 0)
            self.assertIn(f"../out/{name}:2: ", told.err)
            self.assertIn(f"and {rows - 20} more such rows", told.err)
            self.assertIn("ingest the log of the gate", told.err)
            self.assertEqual(self.dump(folder="new"), before)
        told = self.ingest(
            f"../out/{FRAPPE}", f"../out/{ODOO}", "../out/G1_attlog.dat", "../out/G2_attlog.dat",
            "--read-at", "2025-11-20T00:00:00", cwd=folder)
        self.assertEqual(told.code, 0, told.err)
        self.assertEqual(self.stored("new"), self.stored())

    # What others make of such files

    def test_labels_other_orders_and_other_columns_are_read(self):
        head, *rows = self.table(FRAPPE)
        named = [dict(zip(head, row)) for row in rows]
        self.write_table("checkins.csv", [
            ["ID", "Time", "Log Type", "Location / Device ID", "Owner", "Employee Name", "Employee"],
            *([f"EMP-CKIN-{n}", row["time"] + ".000000", row["log_type"],
               ["", "Front" if row["device_id"] == "G1" else "Back", row["device_id"]][n % 3], "x",
               row["employee_name"], row["employee"]] for n, row in enumerate(named))])
        told = self.ingest("checkins.csv")
        self.assertEqual(told.code, 0, told.err)
        self.assertEqual(told.json["compared"]["known"], len(rows))
        head, *rows = self.table(ODOO)
        book = openpyxl.Workbook()
        book.active.append(["External ID", "Check In", "Check Out", "Worked Hours", "Employee"])
        for name, start, end in rows:
            if "\n" not in name:
                start, end = map(datetime.datetime.fromisoformat, (start, end))
                book.active.append(["x", start, end, 8.0, name])
        for cells in book.active.iter_rows():
            cells[-1].data_type = "s"
        book.save(self.folder / "odoo.xlsx")
        told = self.ingest("odoo.xlsx")
        self.assertEqual(told.code, 0, told.err)
        self.assertGreater(told.json["compared"]["known"], 50)

    def test_rows_that_the_store_does_not_hold_are_told_with_their_line(self):
        head, *rows = self.table(FRAPPE)
        at = {name: head.index(name) for name in head}
        def changed(row, **values):
            row = list(row)
            for name, value in values.items():
                row[at[name]] = value
            return row
        first = next(row for row in rows if row[at["employee"]] == "007")
        self.write_table("f.csv", [
            head, *rows, changed(first, employee="7"), changed(first, employee="M9"),
            changed(first, device_id="G2"), changed(first, device_id="G77"),
            changed(first, time="2025-10-20 09:00:59"), first[:4],
            changed(first, time="20.10.2025 09:00")])
        before = self.dump()
        told = self.ingest("f.csv")
        self.assertEqual(told.code, 3)
        self.assertEqual(self.dump(), before)
        counts = told.json["punches"]
        self.assertEqual(counts["undecodable"], 2)
        self.assertEqual(counts["duplicate"], len(rows))
        text = (self.folder / "f.csv").read_text()
        line = text[:text.rindex("M9")].count("\n")
        reasons = [row["reason"] for row in told.json["compared"]["detail"]]
        self.assertEqual(told.json["compared"]["detail"][0]["place"], f"f.csv:{line}")
        self.assertIn("no punch of “7” at gate G1 at 2025-10-20T09:00:00; it has one there and then "
                      "of member “007”", reasons[0])
        self.assertIn("“M9”, who is not on the roster,", reasons[1])
        self.assertIn("no punch of “007” at gate G2", reasons[2])
        self.assertIn("never heard of gate G77", reasons[3])
        self.assertIn("at 2025-10-20T09:00:59", reasons[4])
        self.assertEqual(len(reasons), 5)
        self.assertIn(f"f.csv:{line + 5}: the line has too few columns: 4", told.err)

    def test_days_that_were_judged_otherwise_are_told_with_what_they_are_now(self):
        head, *rows = self.table(ODOO)
        name = MEMBERS[0][1]
        first = next(row for row in rows if row[0] == name)
        self.write_table("o.csv", [
            head, *rows, [name, first[1], "2025-10-20 18:00:00"],
            ["Tomal Das", "2025-10-21 09:00:03", "2025-10-21 17:00:03"],
            ["Tomal Das", "2025-10-21 09:00:04", "2025-10-21 17:00:03"],
            ["Nobody", "2025-10-21 09:00:03", "2025-10-21 17:00:03"],
            [name, first[1], ""], [name, "2025-12-24 09:00:00", "2025-12-24 10:00:00"]])
        before = self.dump()
        told = self.ingest("o.csv")
        self.assertEqual(told.code, 3)
        self.assertEqual(self.dump(), before)
        reasons = [row["reason"] for row in told.json["compared"]["detail"]]
        self.assertEqual(len(reasons), 4, reasons)
        self.assertIn("the store has one of “007” from 2025-10-20T09:00:00 to "
                      "2025-10-20T17:00:00", reasons[0])
        self.assertIn("no day of “M1” and “M2” goes from 2025-10-21T09:00:04", reasons[1])
        self.assertIn("nobody on the roster is called “Nobody”", reasons[2])
        self.assertIn("nobody of that name came that day", reasons[3])

    def test_people_who_left_the_roster(self):
        # Of those whose id on the gate was the member id, the punch is found; of M1 nobody can tell.
        self.roster([row for row in MEMBERS if row[0] not in ("007", "M1")])
        rows = [row for row in self.table(FRAPPE)[1:] if row[0] == "M1"]
        told = self.ingest(f"out/{FRAPPE}")
        self.assertEqual(told.code, 3)
        self.assertEqual(told.json["compared"]["unknown"], len(rows))
        for row in told.json["compared"]["detail"]:
            self.assertIn("“M1”, who is not on the roster,", row["reason"])
            self.assertIn("id “41”, which nobody on the roster has there", row["reason"])

    def test_a_log_that_follows_a_payroll_file_is_not_doubled(self):
        folder = self.start_again("later")
        self.assertEqual(self.ingest(f"../out/{FRAPPE}", cwd=folder).code, 3)
        for files in KEEPING.values():
            self.ingest(*(f"../out/{file}" for file in files), cwd=folder)
        self.assertEqual(self.stored("later"), self.stored())

    def test_a_gate_beside_the_file_must_be_its_gate(self):
        told = self.ingest(f"out/{FRAPPE}", "--device", "G1")
        self.assertEqual(told.code, 65)
        self.assertIn("comes from gate G2, but --device says G1", told.err)

    def test_a_file_of_which_most_is_unreadable_is_refused(self):
        head, *rows = self.table(ODOO)
        self.write_table("o.csv", [head, *([name, "20/10/25", "x"] for name, _, _ in rows)])
        told = self.ingest("o.csv")
        self.assertEqual(told.code, 65)
        self.assertIn("o.csv:2: only 0 of", told.err)


if __name__ == "__main__":
    unittest.main()
