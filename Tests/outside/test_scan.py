"""`gatebook scan` against emulated gates on loopback addresses; nothing else is ever looked at."""

import json
import random
import socketserver
import threading
import unittest

from command import Emulator, FolderTest, gatebook

PATIENCE = ("--timeout", "30")


class Grumpy(socketserver.BaseRequestHandler):
    """A server of another protocol."""

    def handle(self):
        self.request.recv(1000)
        self.request.sendall(b"HTTP/1.0 400 Bad Request\r\n\r\n")


class Scan(FolderTest):
    """A network 127.x.y.0/24 with four gates, a web server and nobody else."""

    def setUp(self):
        super().setUp()
        dice = random.SystemRandom()
        # Addresses of this machine that no other test uses at the same time.
        self.network = f"127.{dice.randrange(64, 250)}.{dice.randrange(1, 250)}"
        first = {"serial": "FIRST", "host": f"{self.network}.7", "name": "F18"}
        self.emulator = Emulator(
            self.write("one.json", json.dumps({"devices": [first]})), self.folder)
        self.addCleanup(self.emulator.__exit__)
        self.port = self.emulator.devices["FIRST"]["port"]
        others = [
            {"serial": "SECOND", "host": f"{self.network}.9", "name": "Mini\u0007TA",
             "firmware": "Ver 8"},
            {"serial": "LOCKED", "host": f"{self.network}.20", "comm_key": 48213},
            {"serial": "PUSHER", "host": f"{self.network}.21",
             "faults": [{"kind": "answer", "code": 6001}]},
        ]
        fleet = {"devices": [dict(other, port=self.port) for other in others]}
        self.others = Emulator(
            self.write("more.json", json.dumps(fleet)), self.folder, "--state", "state")
        self.addCleanup(self.others.__exit__)
        server = socketserver.ThreadingTCPServer((f"{self.network}.30", self.port), Grumpy)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)

    def scan(self, *words, code=0):
        return self.run_ok("scan", *words, "--port", self.port, *PATIENCE, code=code)

    def test_what_is_there_is_told_without_any_key(self):
        result = self.scan(f"{self.network}.0/27", "--json").json
        self.assertEqual(result["addresses"], 30)
        told = {
            g["host"].split(".")[3]: (
                g["serial"], g["model"], g["firmware"], g["needs_key"], g["push_only"])
            for g in result["gates"] if g["port"] == self.port
        }
        self.assertEqual(told, {
            "7": ("FIRST", "F18", "Ver 6.60 Apr 20 2021", False, False),
            "9": ("SECOND", "MiniTA", "Ver 8", False, False),
            "20": (None, None, None, True, False),
            "21": (None, None, None, False, True),
        })
        journal = [
            json.loads(line)
            for line in (self.folder / "state/journal.jsonl").read_text().splitlines()
        ]
        locked = [line["name"] for line in journal if line["serial"] == "LOCKED"]
        self.assertEqual(locked[0], "CONNECT")
        self.assertNotIn("AUTH", [line["name"] for line in journal])

    def test_new_gates_become_rows_and_all_other_bytes_stay(self):
        self.start_directory()
        before = (
            "serial,branch,name,host,port,comm_key,enabled\n"
            f'SECOND,MAIN,"Back, door",{self.network}.99,{self.port},,\n'
            "# odd,MAIN,but not ours to change,192.0.2.1,,,no").encode()
        self.write("devices.csv", before)
        result = self.scan(
            f"{self.network}.1-32", "--write", "devices.csv", "--branch", "MAIN", "--json")
        self.assertEqual(result.json["written"], 2)
        after = (self.folder / "devices.csv").read_bytes()
        self.assertEqual(after, before + (
            f"\nFIRST,MAIN,,{self.network}.7,{self.port},,\n"
            f",MAIN,,{self.network}.20,{self.port},,no\n").encode())
        self.assertIn("comm_key", result.err)
        again = self.scan(
            f"{self.network}.1-32", "--write", "devices.csv", "--branch", "MAIN", "--json")
        self.assertEqual(again.json["written"], 0)
        self.assertEqual((self.folder / "devices.csv").read_bytes(), after)

    def test_a_written_gate_can_be_read(self):
        self.start_directory()
        self.scan(f"{self.network}.7", "--write", "devices.csv")
        self.assertEqual(self.run_ok("pull", "--json").json["devices"]["ok"], 1)

    def test_a_scan_works_without_a_directory(self):
        result = self.scan(f"{self.network}.7")
        self.assertEqual(
            [line.split()[:2] for line in result.out.splitlines()],
            [[f"{self.network}.7:{self.port}", "FIRST"]])
        self.scan(f"{self.network}.7", "--write", "new.csv")
        lines = (self.folder / "new.csv").read_bytes().split(b"\r\n")
        self.assertTrue(lines[0].startswith(b"serial,branch,name,host"))
        self.assertTrue(lines[1].startswith(f"FIRST,,,{self.network}.7".encode()))


class Mistakes(FolderTest):
    """What is refused before anything is looked at."""

    def check(self, words, sentence, code=64):
        result = gatebook("scan", *words, cwd=self.folder)
        self.assertEqual(result.code, code, result.err)
        self.assertIn(sentence, result.err)

    def test_big_scans_are_asked_about(self):
        self.check(["127.0.0.0/15"], "131070 addresses are more than a /16; nothing was scanned")
        self.check(["127.0.0.0-127.1.0.0"], "65537 addresses")
        self.check(["127.0.0.0/9", "127.0.0.0/8"], "16777214 addresses")

    def test_what_is_no_range_is_explained(self):
        self.check(["127.0.0.1/33"], '"/33" is no subnet')
        self.check(["127.0.0.9-127.0.0.1"], "is reversed")
        self.check(["gate.example"], '"gate.example" is no IPv4 address')
        self.check(["127.0.0.1", "--port", "0"], "--port")
        self.check([], "needs CIDR|FROM-TO")

    def test_a_table_that_cannot_take_rows_is_refused_first(self):
        self.write("devices.csv", "serial,name\nA,B\n")
        self.check(["127.0.0.1", "--write", "devices.csv"], "no column host", code=78)
        self.check(["127.0.0.1", "--write", "devices.xlsx"], "CSV")

    def test_the_branch_must_be_one_of_the_policy(self):
        self.start_directory()
        path = self.folder / "gatebook.toml"
        path.write_text(
            path.read_text() + '\n[[branch]]\nid = "DHK"\nname = "Dhaka"\n'
            '\n[[branch]]\nid = "CTG"\nname = "Chattogram"\n')
        self.check(["127.0.0.1", "--write", "devices.csv"], "which branch")
        self.check(
            ["127.0.0.1", "--write", "devices.csv", "--branch", "DHX"], 'did you mean “DHK”')


if __name__ == "__main__":
    unittest.main()
