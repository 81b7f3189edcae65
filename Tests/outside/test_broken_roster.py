"""A night with a roster that cannot be read or believed: gates are read, days judged, nobody blocked."""

import json
import unittest

from command import gatebook
from test_sync import HEADER, SyncTest


class BrokenRoster(SyncTest):

    def night(self, code):
        result = gatebook("nightly", "--json", cwd=self.folder, timeout=300)
        self.assertEqual(result.code, code, result.out + result.err)
        return result

    def punch(self, who):
        self.emulator.order(serial="SYNC1", act={"kind": "punch", "user_id": who, "count": 1})

    def test_a_broken_roster_neither_stops_the_night_nor_blocks_anybody(self):
        self.roster()
        self.night(0)
        count = len(self.writes())
        people = json.loads((self.folder / "output/site/data/enrollment/index.json").read_text())
        whole = (self.folder / "members.csv").read_text()
        broken = {
            "an empty file": "",
            "another file": "<html>please log in</html>",
            "half a row": whole[:len(whole) // 2] + "\n7,Again,,MAIN,,,,,,active,,,\n",
            "a wrong date": f"{HEADER}\n1,Person 1,,MAIN,,yesterday,,,,active,,,\n",
            "a wrong status": f"{HEADER}\n1,Person 1,,MAIN,,,,,,deny,,,\n",
            "bytes": b"\x00\xff\xfe" * 50,
        }
        for new, (what, text) in enumerate(broken.items(), 1):
            with self.subTest(what):
                self.write("members.csv", text)
                self.punch(str(new))
                night = self.night(3)
                self.assertIn("the roster cannot be read", night.err)
                self.assertRegex(night.err, r"members\.csv:\d+:\d+: |members\.csv: ")
                self.assertEqual(night.json["punches"]["new"], 1)
                self.assertIn("cannot be read", night.json["sync"]["stop"])
                self.assertEqual(len(self.writes()), count)
                # The pages are those of the last roster that could be read.
                now = json.loads(
                    (self.folder / "output/site/data/enrollment/index.json").read_text())
                self.assertEqual(len(now["people"]) if "people" in now else now.keys(),
                                 len(people["people"]) if "people" in people else people.keys())
                self.run_ok("sync", code=3)
        (self.folder / "members.csv").unlink()
        self.punch("9")
        self.assertEqual(self.night(3).json["punches"]["new"], 1)
        self.assertEqual(len(self.writes()), count)
        self.write("members.csv", whole)
        self.assertEqual(self.night(0).json["sync"]["verified"], 40)

    def test_without_an_earlier_roster_the_gates_are_still_read(self):
        self.write("members.csv", "")
        self.punch("1")
        night = self.night(3)
        self.assertEqual(night.json["punches"]["new"], 1)
        self.assertIn("no earlier roster is known", night.err)
        self.assertFalse((self.folder / "output/site").exists())
        self.assertEqual(self.writes(), [])
        self.roster()
        self.night(0)

    def test_broken_shifts_and_identities_are_a_broken_roster(self):
        policy = self.folder / "gatebook.toml"
        policy.write_text(
            policy.read_text().replace('identities = ""', 'identities = "identities.csv"')
            .replace('shifts = ""', 'shifts = "shifts.csv"'))
        identities = "member_id,branch,device_user_id,from,to\n"
        shifts = "member_id,from,to,shift\n"
        self.write("identities.csv", identities)
        self.write("shifts.csv", shifts)
        self.roster()
        self.night(0)
        count = len(self.writes())
        for name, text in [("identities.csv", "member_id\n1\n"),
                           ("shifts.csv", shifts + "1,2026-01-01,2026-01-31,NIGHT?\n")]:
            kept = (self.folder / name).read_text()
            self.write(name, text)
            self.roster(blocked=[2])
            self.assertIn(f"{name}:", self.night(3).err)
            self.assertEqual(len(self.writes()), count)
            self.write(name, kept)
        self.assertEqual(self.night(0).json["sync"]["blocked"], 2)

    def test_a_broken_policy_or_fleet_is_still_a_bad_configuration(self):
        self.roster()
        self.write("devices.csv", "serial\nSYNC1\n")
        self.night(78)

    def test_last_weeks_file_and_half_a_file_stop_the_sync_of_a_night_only(self):
        self.roster()
        self.night(0)
        count = len(self.writes())
        self.roster(blocked=[2], age_hours=7 * 24)
        night = self.night(3)
        self.assertIn("168 hours old", night.json["sync"]["stop"])
        self.assertGreaterEqual(night.json["sync"]["refused"], 2)
        rows = [f"{n},Person {n},,MAIN,,,,,,suspended,,," for n in range(1, 11)]
        self.roster(rows=rows)
        self.assertIn("lists 10 people", self.night(3).json["sync"]["stop"])
        self.roster(blocked=range(1, 21))
        self.assertIn("max_block_fraction", self.night(3).json["sync"]["stop"])
        self.assertEqual(len(self.writes()), count)


if __name__ == "__main__":
    unittest.main()
