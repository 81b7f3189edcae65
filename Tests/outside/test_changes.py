"""What changed since the last site of an earlier date."""

import csv
import json
import pathlib
import shutil
import tempfile
import unittest

from command import gatebook

NIGHTS = ["2026-11-20T02:00:00", "2026-11-21T02:00:00"]


class Changes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory(prefix="gatebook-changes-")
        cls.addClassCleanup(holder.cleanup)
        cls.bank = pathlib.Path(holder.name) / "bank"
        played = gatebook("demo", cls.bank, "--as-of", NIGHTS[0], cwd=holder.name)
        assert played.code == 3, played.out + played.err
        cls.first = cls.found()
        gatebook("correct", "PDB-1005", "2026-11-18", "--in", "09:01", "--reason", "Power cut",
                 "--as-of", "2026-11-20T10:00:00", cwd=cls.bank)
        path = cls.bank / "members.csv"
        with path.open(newline="") as file:
            people = list(csv.DictReader(file))
        for person in people:
            if person["member_id"] == "PDB-1003":
                person["status"] = "suspended"
        people = [p for p in people if p["member_id"] != "PDB-1007"]
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, people[0].keys())
            writer.writeheader()
            writer.writerows(people)
        cls.rendered = gatebook("render", "--as-of", NIGHTS[1], cwd=cls.bank)

    @classmethod
    def found(cls):
        return json.loads((cls.bank / "output/site/data/changes/index.json").read_text())

    def page(self):
        return (self.bank / "output/site/changes/index.html").read_bytes()

    def test_the_first_site_says_that_there_is_nothing_to_compare_with(self):
        self.assertIsNone(self.first["since"])
        self.assertEqual(self.first["person_days"], [])

    def test_every_kind_of_change_is_told(self):
        self.assertEqual(self.rendered.code, 0, self.rendered.err)
        found = self.found()
        self.assertEqual(found["since"], NIGHTS[0])
        self.assertEqual(found["new_days"], ["2026-11-20"])
        self.assertEqual(
            [(p["change"], p["member_id"], p["access"]) for p in found["people"]],
            [("blocked", "PDB-1003", "suspended"), ("removed", "PDB-1007", "entitled")])
        self.assertEqual(
            [(c["change"], c["member_id"], c["at"]) for c in found["corrections"]],
            [("made", "PDB-1005", "2026-11-18T09:01:00")])
        day = [d for d in found["person_days"] if d["member_id"] == "PDB-1005"]
        self.assertEqual([d["date"] for d in day], ["2026-11-18"])
        fields = {f["column"]: f["after"] for f in day[0]["fields"]}
        self.assertEqual((fields["first_in"], fields["corrected"]), ("09:01:00", True))
        # The punches of somebody who is no longer on the roster belong to nobody.
        came = {e["device_user_id"] for e in found["exceptions"] if e["change"] == "came"}
        self.assertIn("1007", came)
        self.assertEqual([e for e in found["exceptions"] if e["change"] == "gone"], [])
        self.assertIn("2026-11-18", found["pages"])

    def test_the_same_store_and_moment_give_the_same_page(self):
        before = self.page()
        for arguments in ([], ["--all"]):
            gatebook("render", *arguments, "--as-of", NIGHTS[1], cwd=self.bank)
            self.assertEqual(self.page(), before)
        with tempfile.TemporaryDirectory(prefix="gatebook-changes-") as other:
            copy = pathlib.Path(other) / "bank"
            shutil.copytree(self.bank, copy)
            shutil.rmtree(copy / "output")
            gatebook("render", "--as-of", NIGHTS[1], cwd=copy)
            self.assertEqual((copy / "output/site/changes/index.html").read_bytes(), before)


if __name__ == "__main__":
    unittest.main()
