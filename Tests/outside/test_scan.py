"""`gatebook scan` against emulated gates on loopback addresses; nothing else is ever looked at."""

import json
import random
import socket
import socketserver
import threading
import unittest

from command import Emulator, FolderTest, gatebook

PATIENCE = ("--timeout", "30")


def relay_datagrams(test, source, target):
    """A gate that knows only UDP: datagrams to `source` go to `target` and back."""
    front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    front.bind(source)
    front.settimeout(0.2)
    back = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    back.connect(target)
    back.settimeout(5)
    ended = threading.Event()

    def run():
        while not ended.is_set():
            try:
                data, peer = front.recvfrom(70_000)
                back.send(data)
                if data[:2] != b"\xe9\x03":  # nobody waits for the answer to a farewell
                    front.sendto(back.recv(70_000), peer)
                else:
                    back.recv(70_000)
            except TimeoutError:
                continue

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    for end in (front.close, back.close, thread.join, ended.set):
        test.addCleanup(end)


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

    def test_a_gate_that_refuses_tcp_is_asked_over_udp(self):
        self.start_directory()
        old = {"serial": "OLDGATE", "host": f"{self.network}.40", "udp": True, "port": self.port}
        emulator = Emulator(
            self.write("old.json", json.dumps({"devices": [old]})), self.folder)
        self.addCleanup(emulator.__exit__)
        place = (f"{self.network}.33", self.port)
        relay_datagrams(self, place, (old["host"], self.port))
        self.write("devices.csv", "serial,host,port,transport\n")
        result = self.scan(
            f"{self.network}.33-34", "--write", "devices.csv", "--json").json
        self.assertEqual(
            [(g["serial"], g["transport"], g["host"], g["name"]) for g in result["gates"]],
            [("OLDGATE", "udp", place[0], None)])
        self.assertEqual(
            (self.folder / "devices.csv").read_text(),
            f"serial,host,port,transport\nOLDGATE,{place[0]},{self.port},udp\n")
        self.assertIn("UDP only  listed as OLDGATE", self.scan(place[0]).out)

    def test_gates_of_the_directory_come_with_their_names(self):
        self.start_directory()
        self.write("devices.csv", "serial,name,host,port\n"
                   f"FIRST,Front door,192.0.2.1,\n,Yard,{self.network}.9,{self.port}\n"
                   f"ELSE,Cellar,{self.network}.20,{self.port}\n")
        result = self.scan(f"{self.network}.0/27", "--json").json
        self.assertEqual(
            {g["host"].split(".")[3]: g["name"] for g in result["gates"]
             if g["port"] == self.port},
            {"7": "Front door", "9": "Yard", "20": "Cellar", "21": None})

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
