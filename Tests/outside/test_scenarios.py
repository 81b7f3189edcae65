"""The scenarios of the attendance rules, from files to the JSON of a day, value for value.

The numbers are those of the table of scenarios. Branch DHK, gates A and B, shifts D, N and E;
2026-10-05 is a Monday. Person Z only makes the days before it known.
"""

import csv
import hashlib
import json
import unittest

from command import FolderTest

POLICY = """\
[site]
title = "Scenarios"
time_zone = "{zone}"

[roster]
shifts = "{shifts}"
identities = "{identities}"

[attendance]
{attendance}

[[shift]]
id = "D"
start = "09:00"
end = "18:00"

[[shift]]
id = "N"
start = "22:00"
end = "06:00"
window_before_minutes = 120
window_after_minutes = 240

[[shift]]
id = "E"
start = "14:00"
end = "22:00"
window_after_minutes = 240
{more}
[[branch]]
id = "DHK"
name = "Dhaka"
time_zone = "{zone}"
weekly_off = ["fri"]
holidays = "holidays.csv"
leaves = "leaves.csv"
"""

MONDAY = "2026-10-05"


class ScenarioTest(FolderTest):
    """A directory with the base setup."""

    first = "2026-10-01"
    later = "2026-10-15T02:00:00"

    def setUp(self):
        super().setUp()
        self.log = {}
        self.gates = {"A": "A,DHK,A,a,,,,both,no,,yes", "B": "B,DHK,B,b,,,,both,no,,yes"}
        self.members = {"M1": "M1,Rahim,DHK,D,,,,,"}
        self.policy(attendance="")
        self.write("holidays.csv", "date,name\n")
        self.write("leaves.csv", "member_id,from,to,kind\n")
        self.punch("A", f"{self.first}T10:00:00", person="Z")
        self.punch("B", f"{self.first}T10:05:00", person="Z")
        self.members["Z"] = "Z,Zahid,DHK,,,,,,"

    def policy(self, zone="Asia/Dhaka", attendance="", more="", shifts="", identities=""):
        self.write("gatebook.toml", POLICY.format(
            zone=zone, attendance=attendance, more=more, shifts=shifts, identities=identities))

    def put_files(self):
        self.write("devices.csv", "serial,branch,name,host,port,transport,comm_key,role,"
                   "state_trusted,time_zone,enabled\n" + "\n".join(self.gates.values()) + "\n")
        self.write("members.csv", "member_id,name,branch,shift,left,access_from,access_until,"
                   "device_user_id,gates\n" + "\n".join(self.members.values()) + "\n")

    def punch(self, gate, *times, person="M1", state=255):
        lines = self.log.setdefault(gate, [])
        lines += [f"{person:>9}\t{t.replace('T', ' ')}\t1\t{state}\t0\t0\r\n" for t in times]

    def read(self, gate, at, code=0):
        """The gate's log so far goes into the store, known up to `at`."""
        self.put_files()
        self.write(f"{gate}.dat", "".join(self.log[gate]))
        return self.run_ok(
            "ingest", f"{gate}.dat", "--device", gate, "--read-at", at, "--as-of", self.later,
            code=code)

    def read_all(self, at=None):
        for gate in sorted(self.gates):
            if gate in self.log:
                self.read(gate, at or self.later)

    def render(self, as_of=None, code=0):
        self.put_files()
        return self.run_ok("render", "--json", "--as-of", as_of or self.later, code=code).json

    def day(self, date):
        path = self.folder / f"output/site/data/days/{date}.json"
        return json.loads(path.read_text())

    def rows(self, date, member="M1"):
        return [p for p in self.day(date)["people"] if p["member_id"] == member]

    def row(self, date, member="M1"):
        rows = self.rows(date, member)
        self.assertEqual(len(rows), 1, rows)
        return rows[0]

    def judged(self, date=MONDAY, member="M1"):
        """Everything is read long after, judged, rendered: the row of a date."""
        self.read_all()
        self.render()
        return self.row(date, member)

    def assert_row(self, row, **expected):
        self.assertEqual({key: row[key] for key in expected}, expected, row)

    def uses(self, row):
        return [p["used_as"] for p in row["punches"]]


def span(hours, minutes=0, seconds=0):
    return hours * 3600 + minutes * 60 + seconds


class OneDay(ScenarioTest):

    def test_01_a_plain_day(self):
        self.punch("A", f"{MONDAY}T08:55:10", f"{MONDAY}T18:03:40")
        self.assert_row(
            self.judged(), status="present", code="P", shift="D", first_in="08:55:10",
            last_out="18:03:40", missing=None, presence_seconds=span(9, 8, 30),
            counted_seconds=span(9), late_minutes=0, early_minutes=0, overtime_minutes=0,
            half_day=False, corrected=False)

    def test_02_the_edge_of_the_grace(self):
        self.punch("A", f"{MONDAY}T09:10:00", f"{MONDAY}T18:00:00")
        self.assert_row(self.judged(), late_minutes=0, counted_seconds=span(8, 50))

    def test_03_one_second_past_the_grace(self):
        self.punch("A", f"{MONDAY}T09:10:01", f"{MONDAY}T17:49:59")
        self.assert_row(
            self.judged(), late_minutes=10, early_minutes=10, counted_seconds=span(8, 39, 58))

    def test_05_overtime_in_steps(self):
        self.punch("A", f"{MONDAY}T08:58:00", f"{MONDAY}T19:07:59")
        self.assert_row(self.judged(), counted_seconds=span(9), overtime_minutes=60)

    def test_07_duplicates(self):
        self.policy(attendance='mode = "pairs"')
        self.punch("A", f"{MONDAY}T08:59:58", f"{MONDAY}T09:00:31", f"{MONDAY}T09:01:58",
                   f"{MONDAY}T18:01:00")
        row = self.judged()
        self.assertEqual(self.uses(row), ["in", "duplicate", "duplicate", "out"])
        self.assert_row(row, presence_seconds=span(9, 1, 2), first_in="08:59:58")

    def test_08_a_span_below_the_minimum(self):
        self.punch("A", f"{MONDAY}T09:00:00", f"{MONDAY}T09:02:01")
        row = self.judged()
        self.assertEqual(self.uses(row), ["in", "extra"])
        self.assert_row(row, missing="out", presence_seconds=None, counted_seconds=None)

    def test_09_a_lone_entry(self):
        self.punch("A", f"{MONDAY}T09:02:00")
        self.assert_row(
            self.judged(), status="present", missing="out", presence_seconds=None,
            counted_seconds=None, late_minutes=0, early_minutes=None, overtime_minutes=None,
            last_out=None)

    def test_10_a_lone_exit(self):
        for role in ("both", "out"):
            with self.subTest(role):
                self.gates["A"] = f"A,DHK,A,a,,,,{role},no,,yes"
                if role == "both":
                    self.punch("A", f"{MONDAY}T17:58:00")
                self.assert_row(
                    self.judged(), status="present", missing="in", early_minutes=0,
                    late_minutes=None, counted_seconds=None)

    def test_11_order_restarts_in_each_window(self):
        self.punch("A", f"{MONDAY}T09:01:00", "2026-10-06T08:57:00", "2026-10-06T18:02:00")
        self.assert_row(self.judged(), missing="out")
        self.assert_row(self.row("2026-10-06"), missing=None, counted_seconds=span(9))

    def test_12_a_night_shift(self):
        self.members["M1"] = "M1,Rahim,DHK,N,,,,,"
        self.punch("A", f"{MONDAY}T21:52:00", "2026-10-06T06:04:00")
        self.assert_row(
            self.judged(), status="present", shift="N", presence_seconds=span(8, 12),
            counted_seconds=span(8))
        self.assert_row(self.row("2026-10-06"), status="absent", punches=[])

    def test_14_an_evening_shift_past_midnight(self):
        self.members["M1"] = "M1,Rahim,DHK,E,,,,,"
        self.punch("A", f"{MONDAY}T13:55:00", "2026-10-06T00:30:00")
        self.assert_row(self.judged(), counted_seconds=span(8), overtime_minutes=150)

    def test_16_work_on_the_day_off(self):
        self.punch("A", "2026-10-09T10:00:00", "2026-10-09T13:00:00")
        self.assert_row(
            self.judged("2026-10-09"), status="off", overtime_minutes=180, late_minutes=None,
            early_minutes=None)
        counts = self.day("2026-10-09")["counts"]
        self.assertEqual((counts["present"], counts["off"]), (0, 1))

    def test_17_a_holiday(self):
        self.write("holidays.csv", "date,name\n2026-10-07,Founders' day\n")
        self.assert_row(self.judged("2026-10-07"), status="holiday", code="H")
        counts = self.day("2026-10-07")["counts"]
        self.assertEqual((counts["absent"], counts["holiday"]), (0, 1))

    def test_25_two_gates(self):
        self.punch("A", f"{MONDAY}T08:59:00")
        self.punch("B", f"{MONDAY}T08:59:40", f"{MONDAY}T18:00:00")
        row = self.judged()
        self.assertEqual(
            [(p["device"], p["used_as"]) for p in row["punches"]],
            [("A", "in"), ("B", "duplicate"), ("B", "out")])

    def test_27_state_255_goes_by_order(self):
        self.policy(attendance='mode = "pairs"')
        self.punch("A", *(f"{MONDAY}T{t}:00" for t in ("09:00", "13:00", "14:00", "18:00")))
        row = self.judged()
        self.assertEqual(self.uses(row), ["in", "out", "in", "out"])
        self.assert_row(row, presence_seconds=span(8))

    def test_28_two_entries_and_an_exit(self):
        self.gates["A"] = "A,DHK,A,a,,,,both,yes,,yes"
        self.punch("A", f"{MONDAY}T09:00:00", f"{MONDAY}T13:00:00", state=0)
        self.punch("A", f"{MONDAY}T18:00:00", state=1)
        flag = "Two entries, 09:00:00 and 13:00:00, without an exit between."
        for mode, hours in (("first_last", 9), ("pairs", 5)):
            with self.subTest(mode):
                self.policy(attendance=f'mode = "{mode}"')
                row = self.judged()
                self.assert_row(row, presence_seconds=span(hours))
                self.assertIn(flag, row["notes"])

    def test_42_a_policy_version(self):
        self.policy(more='\n[[shift]]\nid = "D"\nfrom = 2026-10-08\nstart = "08:00"\n'
                    'end = "18:00"\n')
        for date in ("2026-10-07", "2026-10-08"):
            self.punch("A", f"{date}T08:15:00", f"{date}T18:00:00")
        self.assert_row(self.judged("2026-10-07"), late_minutes=0)
        self.assert_row(self.row("2026-10-08"), late_minutes=15)

    def test_44_a_window_is_half_open(self):
        self.punch("A", f"{MONDAY}T05:59:59", f"{MONDAY}T06:00:00")
        row = self.judged()
        self.assertEqual([p["at"] for p in row["punches"]], [f"{MONDAY}T06:00:00"])
        self.assertEqual(
            [(e["kind"], e["at"]) for e in self.day(MONDAY)["exceptions"]],
            [("outside_any_window", f"{MONDAY}T05:59:59")])


class Proof(ScenarioTest):

    def test_18_absent_with_certainty(self):
        self.read_all("2026-10-07T02:00:00")
        self.render("2026-10-07T02:00:00")
        self.assert_row(self.row("2026-10-06"), status="absent", code="A")

    def test_19_and_20_unknown_then_present(self):
        self.punch("A", f"{MONDAY}T09:00:00", f"{MONDAY}T18:00:00")
        self.read("A", "2026-10-07T02:00:00")
        self.read("B", f"{MONDAY}T23:00:00")
        self.render("2026-10-07T02:00:00")
        row = self.row("2026-10-06")
        self.assert_row(
            row, status="unknown", why="No punch so far, but B not read since Mon 23:00.")
        self.assertEqual(self.day("2026-10-06")["counts"]["absent"], 0)
        self.punch("B", "2026-10-06T09:05:00", "2026-10-06T18:00:00")
        self.read("B", "2026-10-08T02:00:00")
        changes = self.render("2026-10-08T02:00:00")["days"]["changes"]
        self.assert_row(self.row("2026-10-06"), status="present", late_minutes=0)
        self.assertEqual(
            [(c["date"], c["member_id"], c["before"]["status"], c["after"]["status"])
             for c in changes],
            [("2026-10-06", "M1", "unknown", "present")])

    def test_30_impossible_times(self):
        self.punch("A", "2000-01-01T00:03:11", "2026-10-07T19:00:00")
        self.read("A", "2026-10-07T02:00:00")
        self.read("B", "2026-10-07T02:00:00")
        result = self.render("2026-10-07T02:00:00", code=3)
        self.assertEqual(result["exit"], 3)
        kinds = [e["kind"] for e in self.day("2026-10-07")["exceptions"]]
        self.assertEqual(kinds, ["quarantined", "quarantined"])
        self.assert_row(self.row("2026-10-06"), status="unknown")

    def test_43_the_same_log_by_two_ways(self):
        self.punch("A", f"{MONDAY}T08:55:10", f"{MONDAY}T18:03:40")
        self.judged()
        self.write("copy.dat", "".join(self.log["A"]) + "\r\n")
        again = self.run_ok("ingest", "copy.dat", "--device", "A", "--json").json
        self.assertEqual(again["punches"]["new"], 0)
        self.assertEqual(again["punches"]["duplicate"], 3)


class People(ScenarioTest):

    def test_23_ids_are_text(self):
        self.members = {"007": "007,Ayesha,DHK,D,,,,,", "7": "7,Karim,DHK,D,,,,,"}
        self.punch("A", f"{MONDAY}T09:00:00", f"{MONDAY}T18:00:00", person="007")
        self.assert_row(self.judged(member="007"), status="present")
        self.assert_row(self.row(MONDAY, "7"), status="absent")
        sheet = (self.folder / f"output/site/exports/attendance-{MONDAY}.csv").read_text()
        self.assertIn(f"{MONDAY},DHK,007,Ayesha", sheet)

    def test_24_the_same_id_in_two_branches(self):
        self.policy(more='\n[[branch]]\nid = "CTG"\nname = "Chattogram"\n')
        self.gates["C"] = "C,CTG,C,c,,,,both,no,,yes"
        self.members = {"M1": "M1,Rahim,DHK,D,,,,12,", "M2": "M2,Karim,CTG,D,,,,12,"}
        for gate in "AC":
            self.punch(gate, f"{MONDAY}T09:00:00", person="12")
        self.assertEqual(self.uses(self.judged()), ["in"])
        self.assertEqual(self.uses(self.row(MONDAY, "M2")), ["in"])

    def test_35_a_correction(self):
        self.punch("A", f"{MONDAY}T09:01:00", "2026-10-06T08:57:00", "2026-10-06T18:02:00")
        self.assert_row(self.judged(), missing="out", corrected=False)
        made = self.run_ok(
            "correct", "M1", MONDAY, "--out", "18:00", "--reason", "forgot", "--by", "Office",
            "--as-of", "2026-10-08T10:00:00", "--json").json
        self.assertEqual(made["corrections"][0]["number"], 1)
        self.render()
        row = self.row(MONDAY)
        self.assert_row(
            row, corrected=True, missing=None, counted_seconds=span(8, 59), last_out="18:00:00",
            recorded={"status": "present", "first_in": "09:01:00", "last_out": None,
                      "missing": "out"})
        self.assertEqual(
            row["notes"][-1],
            "Correction 1 by Office on 2026-10-08: exit 18:00:00, “forgot”; no exit recorded.")
        self.assertEqual([p["at"] for p in row["punches"]], [f"{MONDAY}T09:01:00"])
        self.run_ok("correct", "--undo", "1", "--reason", "wrong person")
        self.render()
        self.assert_row(self.row(MONDAY), corrected=False, missing="out")
        self.run_ok("correct", "--undo", "1", code=64)

    def test_36_and_37_entitlement_on_the_date_of_the_punch(self):
        self.members["M1"] = "M1,Rahim,DHK,,,,2026-09-30,,"
        self.punch("A", f"{MONDAY}T09:00:00", f"{MONDAY}T18:20:00")
        row = self.judged()
        self.assert_row(row, status="visit", notes=["Entered while expired, 5 days."])
        self.assertNotIn("denied", json.dumps(self.day(MONDAY)).lower())
        entered = self.access(MONDAY)["entered_while_not_entitled"]
        self.assertEqual(
            [(e["at"], e["member_id"], e["cause"], e["days"]) for e in entered],
            [(f"{MONDAY}T09:00:00", "M1", "expired", 5), (f"{MONDAY}T18:20:00", "M1", "expired", 5)])
        self.members["M1"] = "M1,Rahim,DHK,,,,2026-10-31,,"
        self.assert_row(self.judged(), notes=[])
        self.assertEqual(self.access(MONDAY)["entered_while_not_entitled"], [])

    def test_39_and_40_what_this_fleet_cannot_know(self):
        self.punch("A", f"{MONDAY}T09:00:00")
        self.judged()
        access = self.access(MONDAY)
        for name in ("refused_by_device", "failed_verifications"):
            self.assertIsNone(access[name])
            self.assertGreater(len(access["cannot_know"][name]), 20)

    def access(self, date):
        return json.loads((self.folder / f"output/site/data/denied/{date}.json").read_text())

    def test_38_an_id_that_is_mapped_later(self):
        for hour in ("09", "12", "18"):
            self.punch("A", f"{MONDAY}T{hour}:00:00", person="99")
        self.assert_row(self.judged(), status="absent")
        unknown = [e for e in self.day(MONDAY)["exceptions"] if e["kind"] == "unknown_id"]
        self.assertEqual([e["device_user_id"] for e in unknown], ["99"] * 3)
        self.members["M1"] = "M1,Rahim,DHK,D,,,,99,"
        changes = self.render()["days"]["changes"]
        self.assertEqual(
            [(c["date"], c["before"]["status"], c["after"]["status"]) for c in changes],
            [(MONDAY, "absent", "present")])
        self.assertEqual(self.day(MONDAY)["exceptions"], [])

    def test_38_an_id_that_is_mapped_for_a_time(self):
        for day in ("05", "06"):
            self.punch("A", f"2026-10-{day}T09:00:00", f"2026-10-{day}T18:00:00", person="99")
        self.judged()
        self.write("identities.csv", "member_id,branch,device_user_id,from,to\n"
                   "M1,DHK,99,2026-10-01,2026-10-05\n")
        self.policy(identities="identities.csv")
        changes = self.render()["days"]["changes"]
        self.assertEqual(
            [(c["date"], c["before"]["status"], c["after"]["status"]) for c in changes],
            [(MONDAY, "absent", "present")])
        self.assertEqual(len(self.day("2026-10-06")["exceptions"]), 2)

    def test_alternating_saturdays_leave_and_dated_shifts(self):
        text = (self.folder / "gatebook.toml").read_text()
        self.write("gatebook.toml", text.replace('["fri"]', '["fri", "sat:2,4"]').replace(
            'shifts = ""', 'shifts = "shifts.csv"'))
        self.write("leaves.csv", "member_id,from,to,kind\nM1,2026-10-12,2026-10-12,annual\n")
        self.write("shifts.csv", "member_id,from,to,shift\nM1,2026-10-13,2026-10-13,E\n")
        self.assert_row(self.judged("2026-10-03"), status="absent")
        self.assert_row(self.row("2026-10-10"), status="off")
        self.assert_row(self.row("2026-10-12"), status="leave")
        self.assert_row(self.row("2026-10-13"), status="absent", shift="E")


class IssuedMonths(ScenarioTest):

    first = "2026-09-28"
    later = "2026-10-01T02:00:00"

    def issue(self, month, as_of, code=0):
        return self.run_ok("export", "--issue", month, "--json", "--as-of", as_of, code=code).json

    def test_21_a_late_punch_makes_a_revision(self):
        self.punch("A", "2026-09-28T09:00:00", "2026-09-28T18:00:00")
        self.judged("2026-09-28")
        self.issue("2026-10", "2026-10-05T02:00:00", code=64)
        first = self.issue("2026-09", "2026-10-01T03:00:00")
        self.assertEqual((first["issue"]["revision"], first["issue"]["differences"]), (1, []))
        again = self.issue("2026-09", "2026-10-01T04:00:00")
        self.assertEqual((again["issue"]["revision"], again["issue"]["new"]), (1, False))
        log = self.run_ok("export", "--log", "--json").json["log"]
        self.assertEqual(
            [(entry["from"], entry["to"], entry["what"]) for entry in log],
            [("2026-09-01", "2026-09-30", "issue of 2026-09, revision 1")])

        self.later = "2026-10-05T02:00:00"
        self.punch("B", "2026-09-29T09:05:00", "2026-09-29T18:00:00")
        self.read("B", "2026-10-05T01:00:00")
        revisions = self.render()["days"]["revisions"]
        self.assertEqual([(r["month"], r["revision"]) for r in revisions], [("2026-09", 2)])
        (difference,) = revisions[0]["differences"]
        self.assertEqual(
            (difference["date"], difference["member_id"], difference["before"]["status"],
             difference["after"]["status"]), ("2026-09-29", "M1", "absent", "present"))

        folder = self.folder / "output/exports"
        for revision, digest in ((1, first["issue"]["digest"]), (2, revisions[0]["digest"])):
            rows = (folder / f"issued-2026-09-r{revision}.jsonl").read_bytes()
            self.assertEqual(hashlib.sha256(rows).hexdigest(), digest)
        with (folder / "issued-2026-09-r2-differences.csv").open(newline="") as file:
            (row,) = csv.DictReader(file)
        self.assertIn("status: absent → present; code: A → P", row["difference"])


class OnlyWhatChanged(ScenarioTest):
    """What a run judges and writes again, and that a full run comes to the same."""

    def setUp(self):
        super().setUp()
        self.members["M2"] = "M2,Karim,DHK,N,,,,,"
        for day in range(1, 13):
            date = f"2026-10-{day:02}"
            self.punch("A", f"{date}T08:5{day % 10}:00", f"{date}T18:0{day % 10}:30")
            self.punch("B", f"{date}T21:50:00", person="M2")
        self.read_all("2026-10-13T02:00:00")

    def judged_count(self, *words):
        self.put_files()
        result = self.run_ok("render", "--json", "--as-of", "2026-10-13T03:00:00", *words).json
        return result["days"]["judged"], result["pages"]["written"]

    def files(self):
        return {path: body for path, (body, _) in self.tree().items()}

    def test_nothing_new_judges_nothing_but_today(self):
        first, _ = self.judged_count()
        self.assertEqual(first, 14)
        before = self.tree()
        again, written = self.judged_count()
        self.assertLessEqual(again, 1)
        self.assertEqual(written, 0)
        self.assertEqual(self.tree(), before)

    def test_a_full_run_comes_to_the_same_after_each_kind_of_change(self):
        def roster():
            self.members["M1"] = "M1,Rahim Uddin,DHK,D,2026-10-11,,,,"

        def policy():
            self.policy(more='\n[[shift]]\nid = "D"\nfrom = 2026-10-10\nstart = "08:30"\n'
                        'end = "18:00"\n')

        def calendar():
            self.write("holidays.csv", "date,name\n2026-10-06,Founders' day\n")

        def correction():
            self.run_ok("correct", "M1", "2026-10-07", "--out", "19:00", "--reason", "forgot",
                        "--as-of", "2026-10-13T03:00:00")

        def punches():
            self.punch("B", "2026-10-08T12:00:00", "2026-10-08T12:30:00")
            self.read("B", "2026-10-13T02:30:00")

        self.judged_count()
        for change, most in ((calendar, 2), (correction, 2), (policy, 5), (punches, 9),
                             (roster, 14)):
            with self.subTest(change.__name__):
                change()
                judged, written = self.judged_count()
                self.assertGreater(written, 0)
                self.assertLessEqual(judged, most)
                incremental = self.files()
                everything, _ = self.judged_count("--all")
                self.assertEqual(everything, 14)
                self.assertEqual(self.files(), incremental)



class SummerEnds(ScenarioTest):

    first = "2026-10-20"
    later = "2026-10-27T02:00:00"

    def setUp(self):
        super().setUp()
        self.policy(zone="Europe/London")

    def test_32_the_night_the_clocks_go_back(self):
        self.members["M1"] = "M1,Rahim,DHK,N,,,,,"
        self.punch("A", "2026-10-24T21:58:00", "2026-10-25T06:02:00")
        self.assert_row(
            self.judged("2026-10-24"), presence_seconds=span(9, 4), counted_seconds=span(9))

    def test_33_a_time_that_occurs_twice_is_settled_by_order(self):
        self.members["M1"] = "M1,Rahim,DHK,N,,,,,"
        self.punch("A", "2026-10-24T22:00:00")
        self.punch("A", "2026-10-25T01:50:00", person="Z")
        self.punch("A", "2026-10-25T01:30:00")
        row = self.judged("2026-10-24")
        self.assert_row(row, presence_seconds=span(4, 30))
        self.assertNotIn("twice", " ".join(row["notes"]))

    def test_33_a_time_that_occurs_twice_is_flagged(self):
        self.members["M1"] = "M1,Rahim,DHK,N,,,,,"
        self.punch("A", "2026-10-24T22:00:00", "2026-10-25T01:30:00")
        self.assertIn("A showed 01:30:00, a time that occurs twice: the hours are ±1 h.",
                      self.judged("2026-10-24")["notes"])


class SummerStarts(ScenarioTest):

    first = "2026-03-27"
    later = "2026-03-31T02:00:00"

    def test_33_a_time_that_does_not_exist(self):
        self.policy(zone="Europe/London", attendance='day_starts_at = "00:00"')
        self.members["M1"] = "M1,Rahim,DHK,,,,,,"
        self.punch("A", "2026-03-29T01:30:00")
        self.assertIn("A showed 01:30:00, a time that did not exist: not on summer time.",
                      self.judged("2026-03-29")["notes"])


if __name__ == "__main__":
    unittest.main()
