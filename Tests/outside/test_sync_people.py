"""Ids that change hands, people changed at the keypad during a run, and mappings by hand."""

import hashlib
import json
import re
import unittest

from command import gatebook
from test_sync import SyncTest, template


class ReusedIDs(SyncTest):
    """The id of a leaver is given to a new person."""

    def rows(self, person=None, skip=()):
        rows = [f"M{n},Person {n},,MAIN,,,,,,active,{n},," for n in range(1, 21) if n not in skip]
        return rows + ([person] if person else [])

    def test_fingers_of_a_leaver_do_not_open_for_the_next_person_with_the_id(self):
        self.roster(rows=self.rows())
        self.sync()
        held = {serial: self.held(serial) for serial in self.emulator.devices}
        count = len(self.writes())
        for status in ("active", "suspended"):
            self.roster(rows=self.rows(f"N5,New One,,MAIN,,,,,,{status},5,,", skip={5}))
            result = self.sync(code=3)
            self.assertEqual(result["plan"]["actions"], [])
            findings = [f for f in result["plan"]["findings"] if f["finding"] == "reused_id"]
            self.assertEqual({f["member_id"] for f in findings}, {"N5"})
            self.assertEqual({f["serial"] for f in findings}, {"SYNC1", "SYNC2"})
            self.assertIn("that of M5, saved on 2026-", findings[0]["text"])
        self.assertEqual(len(self.writes()), count)
        drift = self.run_ok("reconcile", "--json", code=3).json
        self.assertEqual(drift["kinds"]["reused_id"], 2)
        refused = self.run_ok("enroll", "N5", "--device", "SYNC1", code=1)
        self.assertIn("that of M5", refused.err)
        self.assertEqual({s: self.held(s) for s in self.emulator.devices}, held)

        # The office says that it is the same person, with another number.
        policy = self.folder / "gatebook.toml"
        policy.write_text(policy.read_text().replace(
            'identities = ""', 'identities = "identities.csv"'))
        self.write("identities.csv",
                   "member_id,branch,device_user_id,from,to\nN5,MAIN,5,2020-01-01,\n")
        self.roster(rows=self.rows("N5,Person 5,,MAIN,,,,,,active,,,", skip={5}))
        self.assertEqual(self.sync()["plan"]["actions"], [])
        self.roster(rows=self.rows("N5,Person 5,,MAIN,,,,,,suspended,,,", skip={5}))
        self.assertEqual(self.sync()["sync"]["blocked"], 2)
        self.roster(rows=self.rows("N5,Person 5,,MAIN,,,,,,active,,,", skip={5}))
        self.assertEqual(self.sync()["sync"]["restored"], 2)
        self.assertEqual({s: self.held(s) for s in self.emulator.devices}, held)

    def test_a_new_name_is_the_same_person(self):
        self.roster(rows=self.rows())
        self.sync()
        self.roster(rows=self.rows("M5,Other Name,,MAIN,,,,,,active,5,,", skip={5}))
        self.assertEqual(self.sync()["sync"]["updated"], 2)
        self.assertEqual(self.held("SYNC1")[0]["5"][1], "Other Name")
        self.assertEqual(self.held("SYNC1")[1][("5", 9)], template("1 5 9"))


class Timelines(SyncTest):
    """The page of a person tells what was done for them, and what of theirs is saved."""

    def person(self, number, at):
        self.run_ok("render", "--as-of", at)
        site = self.folder / "output/site"
        found = json.loads((site / f"data/people/{number}.json").read_text())
        return found, (site / f"people/{number}.html").read_text()

    def test_a_removal_and_its_undoing_stand_on_the_page_with_their_proof(self):
        times = [f"2026-11-{20 + n}T02:00:00" for n in range(3)]
        for blocked, at in zip([(), [2], ()], times):
            self.roster(blocked=blocked)
            self.run_ok("pull", "--as-of", at)
            self.run_ok("sync", "--as-of", at)
        told, page = self.person(2, times[2])
        events = [(t["day"], t["act"], t["serial"], t["outcome"], t["proven_at"] is not None)
                  for t in told["timeline"]]
        for serial in ("SYNC1", "SYNC2"):
            own = [e for e in events if e[2] == serial]
            self.assertEqual([(e[0][8:], e[1]) for e in own if e[1] in ("block", "restore")],
                             [("22", "restore"), ("21", "block")])
            restored, removed = (e for e in own if e[1] in ("block", "restore"))
            self.assertEqual(restored[3:], ("done", True))
            self.assertEqual(removed[3:], ("done", False))
        self.assertEqual([t["day"] for t in told["timeline"]],
                         sorted((t["day"] for t in told["timeline"]), reverse=True))
        self.assertEqual(told["timeline_older"], 0)
        text = re.sub(r"<[^>]+>", " ", page)
        self.assertIn("proven by read-back since", text)
        self.assertIn("status is suspended", text.replace("Status", "status"))

        # Saved fingers: which gates take them, a mark, and not one byte of them.
        saved = {(b["finger"], b["serial"]): b for b in told["backups"]}
        self.assertIn((2, "SYNC1"), saved)
        for backup in saved.values():
            self.assertRegex(backup["mark"], r"^[0-9a-f]{8}$")
            self.assertEqual(backup["bytes"], 600)
            self.assertEqual(
                backup["gates_fitting"] + backup["gates_other"] + backup["gates_unknown"], 2)
            digests = [hashlib.new(name, template(f"{seed} 2 {backup['finger']}")).hexdigest()[:8]
                       for name in ("sha256", "sha1", "md5", "blake2b") for seed in (1, 2)]
            self.assertNotIn(backup["mark"], digests)
        # A night on which nothing happened leaves the page alone.
        path = self.folder / "output/site/people/2.html"
        before = path.stat().st_mtime_ns
        self.run_ok("render", "--as-of", times[2])
        self.assertEqual(path.stat().st_mtime_ns, before)

    def test_nobody_has_a_timeline_before_anything_happened(self):
        self.roster()
        self.run_ok("pull")
        told, page = self.person(3, "2026-11-20T02:00:00")
        self.assertEqual((told["timeline"], told["timeline_older"], told["backups"]), ([], 0, []))
        self.assertIn("nothing was done at any gate", page)
        self.assertIn("No finger of this person is saved", page)


class AtTheKeypad(SyncTest):
    """Somebody works at the menu of the gate while it is written to."""

    def test_a_finger_enrolled_right_before_the_removal_is_not_lost(self):
        self.roster()
        self.sync()
        before = self.held("SYNC1")
        self.roster(blocked=[2])
        self.emulator.order(serial="SYNC1", faults=[
            {"kind": "enroll_at_gate", "user_id": "2", "fid": 4, "command": 1003,
             "times": 1}])
        self.sync()
        self.assertNotIn("2", self.held("SYNC1")[0])
        self.emulator.order(serial="SYNC1", faults=[])
        self.roster()
        self.sync()
        users, fingers = self.held("SYNC1")
        self.assertEqual(users, before[0])
        self.assertEqual(set(fingers), set(before[1]) | {("2", 4)})
        # It came to the other gate, too.
        self.assertEqual(self.held("SYNC2")[1][("2", 4)], fingers[("2", 4)])


class Mappings(SyncTest):
    """A user who is on a gate already is mapped by hand; the mapping ends; the vault keeps all."""

    def test_a_user_is_mapped_and_the_mapping_ends(self):
        rows = [f"{n},Person {n},,MAIN,,,,,,active,,," for n in range(1, 21)]
        self.roster(rows=[*rows, "M777,Person 777,,MAIN,,,,,,suspended,,,"])
        policy = self.folder / "gatebook.toml"
        policy.write_text(policy.read_text().replace(
            'identities = ""', 'identities = "identities.csv"'))
        header = "member_id,branch,device_user_id,from,to\n"
        self.write("identities.csv", header)
        first = self.sync()
        self.assertEqual(first["sync"]["blocked"], 0)
        before = self.held("SYNC1")
        self.assertIn("777", before[0])
        self.write("identities.csv", header + "M777,MAIN,777,,\n")
        self.assertEqual(self.sync()["sync"]["blocked"], 2)
        self.assertNotIn("777", self.held("SYNC1")[0])
        self.write("identities.csv", header + "M777,MAIN,777,,2026-01-01\n")
        self.assertEqual(self.sync()["plan"]["actions"], [])
        # What was saved under the mapping is still there.
        self.roster(rows=[*rows, "M777,Person 777,,MAIN,,,,,,active,,,"])
        self.write("identities.csv", header + "M777,MAIN,777,,\n")
        self.assertEqual(self.sync()["sync"]["restored"], 2)
        self.assertEqual(self.held("SYNC1"), before)

    def test_half_a_file_of_identities_blocks_nobody(self):
        self.roster()
        self.sync()
        count = len(self.writes())
        policy = self.folder / "gatebook.toml"
        policy.write_text(policy.read_text().replace(
            'identities = ""', 'identities = "identities.csv"'))
        for text in ("member_id,branch\n1,MAIN\n", "", "member_id,branch,device_user_id\n1,X,2\n"):
            self.write("identities.csv", text)
            result = gatebook("sync", cwd=self.folder)
            self.assertEqual(result.code, 3, result.err)
            self.assertIn("identities.csv", result.err)
            self.assertEqual(len(self.writes()), count)


if __name__ == "__main__":
    unittest.main()
