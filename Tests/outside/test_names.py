"""Names in the code pages of gates, seen from outside by pyzk."""

import base64
import json
import unittest

from command import Emulator, FolderTest
from zk import ZK

HEADER = "member_id,name,branch,status,device_user_id\n"
AS_OF = "2026-11-20T02:00:00"
# On the gates to begin with; the last one nobody knows, and in no code page it means anything.
PEOPLE = {"GBK1": ("gbk", "王伟"), "WEST1": ("windows-1252", "José Núñez"), "ARAB1": ("windows-1256", "علي")}
PYTHON = {"gbk": "gbk", "windows-1252": "cp1252", "windows-1256": "cp1256"}


class Names(FolderTest):

    def setUp(self):
        super().setUp()
        self.start_directory()
        self.write("fleet.json", json.dumps({"devices": [
            {"serial": serial, "name_encoding": encoding, "users": [
                {"uid": 1, "user_id": "1", "name": name, "card": 77,
                 "templates": [{"fid": 1, "valid": 1,
                                "base64": base64.b64encode(b"SS21" * 100).decode()}]},
                {"uid": 2, "user_id": "2", "name": "Old name"},
                {"uid": 3, "user_id": "99", "name": name}]}
            for serial, (encoding, name) in PEOPLE.items()]}))
        self.emulator = Emulator("fleet.json", self.folder, "--state", "gates", "--as-of", AS_OF)
        self.addCleanup(self.emulator.__exit__)
        self.write("devices.csv", "serial,name,host,port\n" + "".join(
            f"{serial},Door {serial},{d['host']},{d['port']}\n"
            for serial, d in self.emulator.devices.items()))
        policy = (self.folder / "gatebook.toml").read_text()
        policy = policy.replace("workers = 64 ", "workers = 8 ")
        table = "[fleet.name_encodings]\nGBK1 = \"gbk\"\n\"Door ARAB1\" = \"windows-1256\"\n\n[roster]"
        policy = policy.replace("name_encoding = \"\"", "name_encoding = \"windows-1252\"")
        self.write("gatebook.toml", policy.replace("[roster]", table, 1))

    def roster(self, serial, status="active"):
        """One branch, one roster: the first person's name is that of the gate in question."""
        name = PEOPLE[serial][1]
        self.write("members.csv", HEADER + f"1,{name},MAIN,{status},\n"
                   f"2,{name} {name} {name} {name} {name} {name},MAIN,active,\n"
                   f"3,{name},MAIN,active,\n4,Łukasz,MAIN,active,\n")

    def held(self, serial):
        """What pyzk reads in the gate's code page: user id → name; it fails on half characters."""
        device = self.emulator.devices[serial]
        link = ZK(device["host"], port=device["port"], timeout=10, ommit_ping=True,
                  encoding=PYTHON[PEOPLE[serial][0]]).connect()
        try:
            return {u.user_id: u.name for u in link.get_users()}
        finally:
            link.disconnect()

    def record(self, serial, user_id):
        """The bytes of a person as the gate keeps them."""
        kept = json.loads((self.folder / "gates" / f"{serial}.json").read_text())
        return [u["record"] for u in kept["users"] if u["user_id"] == user_id]

    def sync(self, serial, *words, code=0):
        return self.run_ok("sync", "--json", "--device", serial, *words, code=code).json

    def test_names_are_written_cut_and_compared_in_the_code_page(self):
        for serial, (encoding, name) in PEOPLE.items():
            with self.subTest(encoding):
                self.roster(serial)
                done = self.sync(serial)
                unknown = [f["name_on_gate"] for f in done["plan"]["findings"]
                           if f["finding"] == "unknown_user"]
                self.assertEqual(unknown, [name])
                held = self.held(serial)
                self.assertEqual(held["1"], name)
                self.assertEqual(held["3"], name)
                long = " ".join([name] * 6)
                self.assertTrue(long.startswith(held["2"]), held["2"])
                room = 23 - len(held["2"].encode(PYTHON[encoding]))
                self.assertIn(room, [0, 1])
                self.assertEqual(held["4"], "?ukasz")
                self.assertEqual(self.sync(serial)["plan"]["actions"], [])

    def test_a_saved_record_comes_back_byte_for_byte(self):
        for serial in PEOPLE:
            with self.subTest(serial):
                before = self.record(serial, "1")
                self.roster(serial, "suspended")
                self.assertEqual(self.sync(serial, "--force")["sync"]["blocked"], 1)
                self.assertEqual(self.record(serial, "1"), [])
                self.roster(serial)
                self.assertEqual(self.sync(serial)["sync"]["restored"], 1)
                self.assertEqual(self.record(serial, "1"), before)

    def test_an_unknown_encoding_is_explained(self):
        policy = (self.folder / "gatebook.toml").read_text()
        self.write("gatebook.toml", policy.replace('"windows-1252"', '"windows-1225"', 1))
        result = self.run_ok("status", code=78)
        self.assertIn("did you mean “windows-125", result.err)


if __name__ == "__main__":
    unittest.main()
