"""Gates that misbehave in every way the emulator knows, read by `gatebook pull`.

Each class is one fleet, one gate a fault, read by one run: it ends, it says what happened to each gate,
it invents nothing. Then the gates are healed and read again: now the store holds exactly what the gates
hold, and every gate is enabled.
"""

import csv
import json
import selectors
import socket
import threading
import time
import unittest

from command import Emulator, FolderTest

PUNCHES = 400


def gate(serial, *faults, **more):
    """A gate with a log that is read in chunks."""
    people = [{"uid": n, "user_id": str(100 + n), "name": f"Person {n}"} for n in range(1, 5)]
    return {
        "serial": serial, "users": people,
        "attendance": [
            {"uid": n % 4 + 1, "user_id": str(101 + n % 4),
             "at": f"2026-10-{1 + n // 20:02}T{8 + n % 10:02}:{n // 7:02}:{n % 60:02}",
             "state": n % 2, "verify": 1}
            for n in range(PUNCHES)
        ],
        "faults": list(faults), **more,
    }


class Fleet(FolderTest):
    """Starts a fleet and reads it."""

    def start(self, devices, timeout, retries=0, transport="tcp"):
        fleet = self.write("fleet.json", json.dumps({"devices": devices}))
        emulator = Emulator(fleet, self.folder)
        self.addCleanup(emulator.__exit__)
        self.start_directory()
        rows = [
            f"{serial},MAIN,{serial},{d['host']},{d['port']},{transport}"
            for serial, d in emulator.devices.items()
        ]
        self.write("devices.csv", "\n".join(["serial,branch,name,host,port,transport", *rows]) + "\n")
        self.set_patience(timeout, retries)
        return emulator

    def set_patience(self, timeout, retries):
        path = self.folder / "gatebook.toml"
        lines = path.read_text().splitlines()
        for index, line in enumerate(lines):
            if line.startswith("timeout_seconds ="):
                lines[index] = f"timeout_seconds = {timeout}"
            if line.startswith("retries ="):
                lines[index] = f"retries = {retries}"
        path.write_text("\n".join(lines) + "\n")

    def pull(self, code, *words):
        result = self.run_ok("pull", "--json", *words, code=code, timeout=300)
        return {d["serial"]: d for d in result.json["devices"]["detail"]}

    def stored(self):
        """The punches of the store, as sorted (serial, user id, time, state, verify)."""
        self.run_ok(
            "export", "--from", "2026-09-01", "--to", "2027-12-31", "--format", "csv", "--what",
            "punches")
        with (self.folder / "output/exports/punches.csv").open(newline="") as file:
            return sorted(
                (r["serial"], r["device_user_id"], r["at"], r["state"], r["verify"])
                for r in csv.DictReader(file))

    def held(self, emulator):
        """The punches of the gates, in the same form."""
        return sorted(
            (serial, p["user_id"], p["at"], str(p["state"]), str(p["verify"]))
            for serial, g in emulator.told().items() for p in g["attendance"])

    def assert_heals(self, emulator):
        """Healed gates are read whole, and nobody is kept out."""
        emulator.order(faults=[], link={})
        self.set_patience(60, 2)
        details = self.pull(0)
        self.assertEqual([d["error"] for d in details.values()], [None] * len(details))
        self.assertEqual(self.stored(), self.held(emulator))
        told = emulator.told()
        self.assertEqual({s for s, g in told.items() if not g["enabled"]}, set())
        self.assertEqual({s: g["clients"] for s, g in told.items() if g["clients"]}, {})


class Harmless(Fleet):
    """Ways of answering that are odd and right: everything is read at the first attempt."""

    def test_odd_ways_of_answering(self):
        drip = {"kind": "slow_drip", "bytes": 1024, "ms": 5}
        emulator = self.start([
            gate("ONEBYTE", "one_byte_segments"), gate("PIECES", "small_pieces"),
            gate("DRIP", drip), gate("COALESCED", "coalesced"),
            gate("FAR", round_trip_ms=40), gate("THIN", bytes_per_second=40_000),
            gate("ODDSESSION", {"kind": "wrong_session", "command": "READ_BUFFER"}),
            gate("ALONE", one_client="wait"),
        ], timeout=60)
        details = self.pull(0)
        for serial, detail in details.items():
            self.assertEqual(
                (detail["ok"], detail["new"], detail["attempts"]), (True, PUNCHES, 1), serial)
        self.assert_heals(emulator)

    def test_life_goes_on_while_a_gate_is_read(self):
        emulator = self.start([
            gate("BUSYDOOR", {
                "kind": "punch", "user_id": "102", "count": 3, "command": "READ_BUFFER"}),
            gate("CLEARED", {"kind": "clear_log", "command": "READ_BUFFER", "times": 1}),
            gate("JUMP", {"kind": "clock_jump", "seconds": -7200, "command": "CONNECT"}),
        ], timeout=60)
        before = {r for r in self.held(emulator) if r[0] == "CLEARED"}
        details = self.pull(0)
        self.assertGreaterEqual(details["BUSYDOOR"]["new"], PUNCHES)
        self.assertEqual(details["CLEARED"]["new"], PUNCHES)
        self.assertAlmostEqual(details["JUMP"]["clock_offset_seconds"], -7200, delta=60)
        # What the gate forgot stays in the store; what came since is added.
        emulator.order(faults=[])
        emulator.order(serial="CLEARED", act={"kind": "punch", "user_id": "103", "count": 2})
        emulator.order(serial="JUMP", act={"kind": "punch", "user_id": "103", "count": 2})
        details = self.pull(0)
        self.assertEqual((details["CLEARED"]["new"], details["JUMP"]["new"]), (2, 2))
        self.assertEqual(self.stored(), sorted({*before, *self.held(emulator)}))
        self.assertEqual(len(self.stored()), len(set(self.stored())))

    def test_one_accident_is_made_good_by_the_next_attempt(self):
        once = {"times": 1}
        chunk = {"command": "READ_BUFFER", "times": 1}
        emulator = self.start([
            gate("CUT", {"kind": "drop_after_bytes", "bytes": 5000, **once}),
            gate("DROP", {"kind": "drop", **chunk}),
            gate("POWER", {"kind": "power_loss", **chunk}),
            gate("LOSING", {"kind": "power_loss", "losing": True, **chunk}),
            gate("BUSY", {"kind": "busy", **chunk}),
            gate("FORGOT", {"kind": "unauthorised", **chunk}),
            gate("SUM", {"kind": "wrong_checksum", **chunk}),
            gate("SHORT", {"kind": "truncated", **chunk}),
            gate("LONG", {"kind": "oversized", **chunk}),
        ], timeout=60, retries=2)
        details = self.pull(0)
        for serial, detail in details.items():
            self.assertEqual((detail["ok"], detail["new"]), (True, PUNCHES), serial)
            self.assertLessEqual(detail["attempts"], 2, serial)
        self.assertEqual(self.stored(), self.held(emulator))
        self.assert_heals(emulator)


class Datagrams(Fleet):
    """Gates that are read over UDP, on networks that lose, double and delay."""

    def start_over_udp(self, gates, **more):
        return self.start([{**g, "udp": True} for g in gates], transport="udp", **more)

    def test_what_is_lost_doubled_or_late_is_made_good_by_the_client(self):
        def bad(kind, every):
            return {"kind": kind, "every": every}

        emulator = self.start_over_udp([
            gate("PLAIN"),
            gate("LOST", bad("lose_datagrams", 5)),
            gate("DOUBLED", bad("repeat_datagrams", 2)),
            gate("LATE", bad("swap_datagrams", 3)),
            gate("ALLOFIT", bad("lose_datagrams", 11), bad("repeat_datagrams", 3),
                 bad("swap_datagrams", 4)),
            gate("NARROW8", bad("lose_datagrams", 7), bad("swap_datagrams", 4),
                 user_format=28, attendance_format=8),
            gate("NARROW16", bad("repeat_datagrams", 3), user_format=28, attendance_format=16),
        ], timeout=20)
        details = self.pull(0)
        for serial, detail in details.items():
            self.assertEqual(
                (detail["ok"], detail["new"], detail["attempts"]), (True, PUNCHES, 1), serial)
        self.assertEqual(self.stored(), self.held(emulator))
        # A second reading over the same networks finds nothing new, and what has come since.
        emulator.order(act={"kind": "punch", "user_id": "102", "count": 2})
        details = self.pull(0)
        self.assertEqual({s: d["new"] for s, d in details.items()}, dict.fromkeys(details, 2))
        self.assert_heals(emulator)

    def test_a_damaged_datagram_is_a_lost_one(self):
        emulator = self.start_over_udp([
            gate("SUM", {"kind": "wrong_checksum", "command": "READ_BUFFER", "times": 2}),
            gate("OTHERID", {"kind": "wrong_reply_id", "command": "READ_BUFFER", "times": 2}),
        ], timeout=20)
        details = self.pull(0)
        self.assertEqual([d["new"] for d in details.values()], [PUNCHES] * 2)
        self.assert_heals(emulator)

    def test_a_gate_that_answers_no_datagram_is_told(self):
        emulator = self.start_over_udp([
            gate("SILENT", "silence"), gate("FALLSSILENT", {"kind": "silence", "from": 6}),
        ], timeout=2)
        details = self.pull(1)
        for serial, detail in details.items():
            self.assertRegex(detail["error"], "no answer within", serial)
            self.assertEqual(detail["new"], 0, serial)
        self.assertEqual(self.stored(), [])
        # Sessions whose farewell was not heard stay open over UDP; they are in nobody's way.
        emulator.order(faults=[])
        self.set_patience(60, 2)
        self.pull(0)
        self.assertEqual(self.stored(), self.held(emulator))

    def test_auto_reads_over_udp_where_tcp_is_refused(self):
        emulator = self.start_over_udp([
            gate("ONLYUDP", {"kind": "lose_datagrams", "every": 9})], timeout=20)
        with DatagramRelay(emulator.devices["ONLYUDP"]["port"]) as relay:
            self.write("devices.csv", "serial,branch,name,host,port,transport\n"
                       f"ONLYUDP,MAIN,ONLYUDP,127.0.0.1,{relay.port},auto\n")
            detail = self.pull(0)["ONLYUDP"]
        self.assertEqual((detail["ok"], detail["new"]), (True, PUNCHES))
        self.assertEqual(self.stored(), self.held(emulator))


class DatagramRelay:
    """A port that takes datagrams for a gate, and where nobody listens for TCP."""

    def __init__(self, gate_port):
        self.gate = ("127.0.0.1", gate_port)
        self.front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.front.bind(("127.0.0.1", 0))
        self.port = self.front.getsockname()[1]
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.front, selectors.EVENT_READ)
        # One socket to the gate for each client: the gate knows its clients by their ports.
        self.behind = {}
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)

    def run(self):
        while not self.is_over.is_set():
            for key, _ in self.selector.select(timeout=0.1):
                packet, sender = key.fileobj.recvfrom(65536)
                if key.fileobj is not self.front:
                    self.front.sendto(packet, key.data)
                    continue
                if sender not in self.behind:
                    self.behind[sender] = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                    self.selector.register(self.behind[sender], selectors.EVENT_READ, sender)
                self.behind[sender].sendto(packet, self.gate)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self.thread.join()
        for used in [self.front, self.selector, *self.behind.values()]:
            used.close()


class Harmful(Fleet):
    """Faults that nothing can be read through."""

    def check(self, cases, timeout, retries=0):
        emulator = self.start([gate(s, *f) for s, (f, _) in cases.items()], timeout, retries)
        begun = time.monotonic()
        details = self.pull(1)
        seconds = time.monotonic() - begun
        held = set(self.held(emulator))
        for serial, (_, sentence) in cases.items():
            detail = details[serial]
            self.assertFalse(detail["ok"], serial)
            self.assertEqual(detail["new"], 0, serial)
            self.assertRegex(detail["error"], sentence, serial)
            self.assertIn(f":{emulator.devices[serial]['port']}", detail["error"], serial)
        self.assertLessEqual(set(self.stored()), held)
        self.assert_heals(emulator)
        return seconds

    def test_broken_answers_are_told_in_a_sentence(self):
        chunk = {"command": "READ_BUFFER"}
        self.check({
            "REFUSE": (["refuse"], "lost|ended|reset"),
            "CUT0": ([{"kind": "drop_after_bytes", "bytes": 0}], "lost"),
            "CUT16": ([{"kind": "drop_after_bytes", "bytes": 16}], "lost"),
            "CUT9000": ([{"kind": "drop_after_bytes", "bytes": 9000}], "lost"),
            "DROP4": ([{"kind": "drop", "from": 4}], "lost"),
            "SUM": (["wrong_checksum"], "checksum"),
            "SHORT": ([{"kind": "truncated", **chunk}], "sent"),
            "LONG": ([{"kind": "oversized", **chunk}], "announced"),
            "ABSURD": ([{"kind": "absurd_size"}], "2147483647|bytes"),
            "ABSURDFRAME": ([{"kind": "absurd_frame"}], "2147483647|bytes|length"),
            "OTHER": (["other_protocol"], "protocol|aa|AA"),
            "BUSY": (["busy"], "RETRY"),
            "PUSHONLY": ([{"kind": "answer", "code": 6001}], "push"),
            "UNKNOWN": ([{"kind": "answer", "code": 65535, "from": 3}], "UNKNOWN|know"),
            "FORGOT": ([{"kind": "unauthorised", "from": 3}], "forgotten the session"),
            "POWER": ([{"kind": "power_loss", **chunk}], "lost"),
        }, timeout=60)

    def test_silence_ends_at_the_deadline(self):
        seconds = self.check({
            "SILENT": (["silence"], "no answer within"),
            "SILENT3": ([{"kind": "silence", "from": 3}], "no answer within"),
            "SILENTCHUNK": (
                [{"kind": "silence", "command": "READ_BUFFER"}], "no answer within"),
            "OTHERID": (["wrong_reply_id"], "no answer within"),
            "UNACKED": (["unacknowledged"], "no answer within"),
        }, timeout=2, retries=1)
        # Two attempts, each a few deadlines of two seconds: generous for a machine under load.
        self.assertLess(seconds, 90)

    def test_another_device_at_the_address_is_not_read(self):
        emulator = self.start([gate("FIRST")], timeout=60)
        self.pull(0)
        emulator.order(serial="FIRST", act={"kind": "swap_serial", "serial": "SECOND"})
        emulator.order(serial="FIRST", act={"kind": "punch", "user_id": "101", "count": 5})
        detail = self.pull(1)["FIRST"]
        self.assertRegex(detail["error"], "SECOND")
        self.assertEqual(len(self.stored()), PUNCHES)
        emulator.order(serial="FIRST", act={"kind": "swap_serial", "serial": "FIRST"})
        self.assert_heals(emulator)


if __name__ == "__main__":
    unittest.main()
