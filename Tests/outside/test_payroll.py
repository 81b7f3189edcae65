"""Files for payroll, put to the rules by which Odoo and Frappe HR refuse rows."""

import csv
import datetime
import random
import unittest
import zoneinfo

from command import FolderTest

ZONE = zoneinfo.ZoneInfo("Europe/Berlin")
NIGHTS, DAYS, SPLIT, GYM = "N", "D", "S", ""


class Odoo:
    """hr.attendance of Odoo 19: nobody leaves before coming, and nothing overlaps."""

    def __init__(self):
        self.records = {}

    def refusal(self, name, start, end):
        """Why a record is refused, which is then not kept; None when it is taken."""
        start, end = (
            datetime.datetime.fromisoformat(t).replace(tzinfo=ZONE, fold=1).astimezone(
                datetime.timezone.utc) for t in (start, end))
        own = self.records.setdefault(name, [])
        if end < start:
            return "out before in"
        before = [r for r in own if r[0] <= start]
        last = max(before, default=None)
        if last and last[1] > start:
            return "was already checked in"
        until = max((r for r in own if r[0] < end), default=None)
        if until and until != last:
            return "another record starts within"
        own.append((start, end))
        return None


class Payroll(FolderTest):
    """A year of people who work nights, twice a day, come and go, and share names."""

    def setUp(self):
        super().setUp()
        self.start_directory()
        self.numbers = random.Random(11)
        path = self.folder / "gatebook.toml"
        text = "\n".join(
            'time_zone = "Europe/Berlin"' if line.startswith("time_zone") else
            'shifts = "shifts.csv"' if line.startswith("shifts =") else line
            for line in path.read_text().splitlines())
        at = text.index("\n[[branch]]")
        # The windows of the two shifts of a day overlap each other, and those of nights the next day.
        shifts = "".join(
            f'\n[[shift]]\nid = "{id}"\nstart = "{start}"\nend = "{end}"\n{more}'
            for id, start, end, more in [
                ("N", "22:00", "06:00", ""), ("E", "05:00", "09:00", ""),
                ("L", "11:00", "15:00", "window_before_minutes = 300\n")])
        path.write_text(text[:at] + shifts + text[at:])
        self.people = [
            (f"P{n}", "Tomal Das" if n in (4, 9, 14) else f"Person {n}",
             [NIGHTS, DAYS, SPLIT, GYM][n % 4]) for n in range(16)]
        self.people.append(("night", "Ann", NIGHTS))
        self.write_rows(
            "members.csv", ["member_id", "name", "branch", "shift"],
            [[id, name, "MAIN", "" if kind == SPLIT else kind] for id, name, kind in self.people])
        self.write_rows(
            "shifts.csv", ["member_id", "from", "to", "shift"],
            [[id, "2025-01-01", "2025-12-31", shift]
             for id, _, kind in self.people if kind == SPLIT for shift in "EL"])
        self.write(
            "devices.csv",
            "serial,branch,name,host,role,state_trusted\nG1,MAIN,In,10.0.0.1,both,yes\n"
            "G2,MAIN,Any,10.0.0.2,both,no\n")
        self.punch()
        self.told = self.run_ok(
            "export", "--from", "2025-01-01", "--to", "2025-12-31", "--format", "frappe,odoo,csv",
            "--out", "out", "--as-of", "2026-02-01T00:00:00")

    def write_rows(self, name, head, rows):
        with (self.folder / name).open("w", newline="") as file:
            csv.writer(file).writerows([head, *rows])

    def punch(self):
        logs = {"G1": [], "G2": []}
        for day in range(365):
            date = datetime.datetime(2025, 1, 1) + datetime.timedelta(days=day)
            for id, _, kind in self.people[:16]:
                if self.numbers.random() < 0.05:
                    continue
                hours = {NIGHTS: [22, 30], DAYS: [9, 18], SPLIT: [5, 9, 11, 15],
                         GYM: self.numbers.sample(range(4, 28), 3)}[kind]
                for turn, hour in enumerate(hours):
                    if self.numbers.random() < 0.07:
                        continue
                    at = date + datetime.timedelta(
                        hours=hour, seconds=self.numbers.randrange(-5400, 5400))
                    if self.numbers.random() < 0.1:
                        at += datetime.timedelta(hours=self.numbers.randrange(-3, 4))
                    gate = self.numbers.choice(["G1", "G2"])
                    logs[gate].append((at, id, turn % 2))
                    if self.numbers.random() < 0.1:
                        # Two gates, or two keys, in one second.
                        logs[self.numbers.choice(["G1", "G2"])].append((at, id, 1 - turn % 2))
        # A night on which the clocks go back: out at a time before that of in.
        logs["G1"] += [(datetime.datetime(2025, 10, 26, 2, 50), "night", 0),
                       (datetime.datetime(2025, 10, 26, 2, 20), "night", 1)]
        for gate, punches in logs.items():
            self.write(f"{gate}.dat", "".join(
                f"{id:>9}\t{at:%Y-%m-%d %H:%M:%S}\t1\t{state}\t1\t0\r\n"
                for at, id, state in sorted(punches, key=self.passed)))
            self.run_ok("ingest", f"{gate}.dat", "--device", gate, "--read-at",
                        "2026-01-20T00:00:00")

    @staticmethod
    def passed(punch):
        """The order in which a gate recorded its punches."""
        at, id, state = punch
        return at + datetime.timedelta(hours=state if id == "night" else 0)

    def rows(self, pattern):
        with next((self.folder / "out").glob(pattern)).open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def test_no_row_of_a_year_would_be_refused(self):
        odoo = Odoo()
        rows = self.rows("odoo-*.csv")
        self.assertGreater(len(rows), 2_500)
        refused = [
            (row, why) for row in rows
            if (why := odoo.refusal(row["employee_id"], row["check_in"], row["check_out"]))]
        self.assertEqual(refused, [])
        self.assertNotIn("Tomal Das", {row["employee_id"] for row in rows})
        checkins = self.rows("frappe-*.csv")
        moments = [(row["employee"], row["time"]) for row in checkins]
        self.assertGreater(len(moments), 6_000)
        self.assertEqual(len(set(moments)), len(moments))
        # Nothing but repeats is missing: every moment that counts is there.
        counted = {
            (row["member_id"], row["at"].replace("T", " ")) for row in self.rows("punches.csv")
            if row["member_id"] and row["used_as"] in ("in", "out", "extra")}
        self.assertEqual(set(moments), counted)

        # All days with both ends are there, but those that their times do not tell apart or order.
        days = [row for row in self.rows("days.csv") if row["first_in"] and row["last_out"]]
        backwards = next(row for row in days if row["member_id"] == "night")
        self.assertEqual((backwards["first_in"], backwards["last_out"]), ("02:50:00", "02:20:00"))
        own = [row for row in days if row["name"] not in ("Tomal Das", "Ann")]
        self.assertEqual(len(rows), len(own))
        self.assertIn(
            "odoo: “Tomal Das” is the name of “P4” and “P9” and “P14”, and nothing else tells",
            self.told.err)


if __name__ == "__main__":
    unittest.main()
