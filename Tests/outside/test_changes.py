"""What changed since the last site of an earlier date."""

import csv
import json
import pathlib
import shutil
import tempfile
import unittest

from command import Emulator, FolderTest, gatebook

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


class OtherHardware(FolderTest):
    """What a gate tells of itself, night by night."""

    def night(self, day, serial="GATE1", **told):
        people = [{"uid": 1, "user_id": "1", "name": "Person 1"}]
        port = getattr(self, "port", 0)
        self.write("fleet.json", json.dumps({"devices": [
            {"serial": serial, "port": port, "users": people, **told}]}))
        moment = f"2026-11-{day:02}T02:00:00"
        with Emulator("fleet.json", self.folder, "--as-of", moment) as emulator:
            gate = emulator.devices[serial]
            self.port = gate["port"]
            self.write(
                "devices.csv",
                "serial,branch,name,host,port\n"
                f"{serial},MAIN,Door,{gate['host']},{self.port}\n")
            self.run_ok("nightly", "--as-of", moment)
        site = self.folder / "output/site"
        told = json.loads((site / "data/devices/index.json").read_text())
        changes = json.loads((site / "data/changes/index.json").read_text())
        return told, changes, (site / "devices/index.html").read_text()

    def test_the_page_of_gates_says_what_changed_from_what_to_what_and_when(self):
        self.start_directory()
        self.write("members.csv", "member_id,name\n1,Person 1\n")
        told, _, page = self.night(20, mac="00:00:5e:00:53:01", fingerprint_version="9")
        gate = told["gates"][0]
        self.assertEqual((gate["mac"], gate["finger_algorithm"]), ("00:00:5e:00:53:01", "9"))
        self.assertEqual(told["changes"], [])
        self.assertIn("00:00:5e:00:53:01", page)
        # On this night it does not know the options; that is no change.
        told, changes, _ = self.night(21, mac="", fingerprint_version="")
        self.assertIsNone(told["gates"][0]["mac"])
        self.assertEqual((told["changes"], changes["gates"]), ([], []))
        told, changes, page = self.night(
            22, mac="00:00:5e:00:53:02", fingerprint_version="10", firmware="Ver 8.0")
        self.assertEqual(
            {(c["fact"], c["before"], c["after"], c["seen_before"][:10], c["seen_after"][:10])
             for c in told["changes"]},
            {("mac", "00:00:5e:00:53:01", "00:00:5e:00:53:02", "2026-11-20", "2026-11-22"),
             ("finger_algorithm", "9", "10", "2026-11-20", "2026-11-22"),
             ("firmware", "Ver 6.60 Apr 20 2021", "Ver 8.0", "2026-11-21", "2026-11-22")})
        self.assertIn("MAC address changed", page)
        self.assertEqual([c["change"] for c in changes["gates"]], ["firmware"])
        told, _, page = self.night(23, serial="GATE2", mac="00:00:5e:00:53:03")
        swaps = [c for c in told["changes"] if c["fact"] == "serial"]
        self.assertEqual([(c["serial"], c["before"], c["after"]) for c in swaps],
                         [("GATE2", "GATE1", "GATE2")])
        self.assertIn("Serial number changed", page)


if __name__ == "__main__":
    unittest.main()
