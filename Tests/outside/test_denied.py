"""What refusals are known of, and what is not: scenarios 39 and 40, from gate to page."""

import csv
import json
import re
import unittest

from command import Emulator, FolderTest

AS_OF = "2026-10-06T02:00:00"


class Refusals(FolderTest):

    def play(self, operations=(), blocked=12, user=None, settings=None, code=0,
             punches=()):
        """A night at one gate with sixty people, some of them suspended."""
        people = [{"uid": n, "user_id": str(n), "name": f"Person {n}", **(user or {})}
            for n in range(1, 61)]
        self.write("fleet.json", json.dumps({"devices": [
            {"serial": "GATE1", "users": people, "operations": list(operations),
             "attendance": [{"uid": n, "user_id": str(n), "at": at, "state": 0, "verify": 1}
                            for n, at in punches]}]}))
        self.start_directory()
        policy = self.folder / "gatebook.toml"
        for key, value in (settings or {}).items():
            text = re.sub(rf"(?m)^#? ?{key} = .*$", f"{key} = {value}", policy.read_text())
            policy.write_text(text)
        rows = [
            f"{n},Person {n},{'suspended' if n <= blocked else 'active'}" for n in range(1, 61)]
        self.write("members.csv", "member_id,name,status\n" + "\n".join(rows) + "\n")
        with Emulator("fleet.json", self.folder, "--as-of", AS_OF) as emulator:
            gate = emulator.devices["GATE1"]
            self.write(
                "devices.csv",
                f"serial,branch,name,host,port\nGATE1,MAIN,Door,{gate['host']},{gate['port']}\n")
            self.run_ok("nightly", "--as-of", AS_OF, code=code)
        site = self.folder / "output/site"
        page = (site / "denied/index.html").read_text()
        return json.loads((site / "data/denied/index.json").read_text()), page

    def test_39_blocked_people_whose_attempts_nobody_records(self):
        told, page = self.play()
        self.assertEqual(len(told["blocked_now"]), 12)
        self.assertEqual({row["seen"] for row in told["blocked_now"]}, {"absent"})
        self.assertIsNone(told["refused_by_device"])
        self.assertIsNone(told["failed_verifications"])
        self.assertIn("refused_by_device", told["cannot_know"])
        text = re.sub(r"<[^>]+>", " ", page)
        self.assertIn("do not record attempts by removed fingers", text)
        self.assertNotIn("denied", text.lower())

    def test_what_is_left_is_named_while_somebody_can_still_pass(self):
        told, page = self.play(
            user={"card": 4711, "password": "12"}, settings={"max_block_count": 5}, code=3,
            punches=[(60, "2026-10-05T09:00:00")])
        rows = told["should_be_blocked"]
        self.assertEqual((len(rows), told["blocked_now"]), (12, []))
        for row in rows:
            self.assertEqual((row["finger_numbers"], row["card"], row["password"]), ("", True, True))
        part = page.split('id="should_be_blocked"')[1].split("</section>")[0]
        self.assertIn("Can pass by", part)
        self.assertIn("Card · Password", part)
        with (self.folder / "output/site/exports/denied-2026-10.csv").open(newline="") as file:
            found = [r for r in csv.DictReader(file) if r["list"] == "should_be_blocked"]
        self.assertEqual({(r["card"], r["password"]) for r in found}, {("true", "true")})
        self.assertEqual(len(found), 12)

    def test_people_to_be_blocked_at_a_gate_that_was_never_read_back_are_listed(self):
        self.play(blocked=2, punches=[(60, "2026-10-05T09:00:00")])
        rows = (self.folder / "devices.csv").read_text()
        self.write("devices.csv", rows + "GATE2,MAIN,Back,127.0.0.1,1\n")
        with Emulator("fleet.json", self.folder, "--as-of", AS_OF) as emulator:
            gate = emulator.devices["GATE1"]
            self.write("devices.csv", "serial,branch,name,host,port\n"
                       f"GATE1,MAIN,Door,{gate['host']},{gate['port']}\n"
                       "GATE2,MAIN,Back,127.0.0.1,1\n")
            self.run_ok("render", "--as-of", AS_OF)
        site = self.folder / "output/site"
        for path in ("denied/index", "denied/2026-10-05"):
            told = json.loads((site / f"data/{path}.json").read_text())
            rows = told["should_be_blocked"]
            self.assertEqual([(r["member_id"], r["device"], r["seen"]) for r in rows],
                             [("1", "GATE2", None), ("2", "GATE2", None)], path)
            self.assertEqual({r["why"] for r in rows}, {"status is suspended"})
            page = re.sub(r"<[^>]+>", "", (site / f"{path}.html").read_text())
            self.assertIn("2 people should be blocked at a gate that was never read back", page)
            self.assertNotIn("should be blocked at a gate but are not", page)
            self.assertEqual(page.count("This gate was never read back, so nobody knows"), 2)

    def test_40_failed_verifications_name_nobody(self):
        told, page = self.play(operations=[
            {"op": 2, "at": f"2026-10-05T09:00:{second:02}"} for second in (0, 10, 20, 30, 40)])
        rows = told["failed_verifications"]
        self.assertEqual(sum(row["attempts"] for row in rows), 5)
        self.assertNotIn("failed_verifications", told["cannot_know"])
        for row in rows:
            self.assertFalse({"member_id", "name", "device_user_id"} & set(row))
        self.assertNotIn("Person 1<", page.split("Failed verifications")[1].split("<h2")[0])


if __name__ == "__main__":
    unittest.main()
