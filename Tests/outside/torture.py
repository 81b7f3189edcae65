"""Kills `gatebook sync` at every single step, then at random instants while it works over faulty
links, and looks what is left.

Usage: GATEBOOK=path/of/gatebook torture.py [KILLS] [SEED]
"""

import base64
import json
import pathlib
import random
import signal
import struct
import subprocess
import sys
import tempfile
import time

from command import GATEBOOK, Emulator, gatebook
from faulty_link import FaultyLink, Trap
from zk import ZK

HEADER = "member_id,name,branch,status,device_user_id"
AS_OF = "2026-11-20T02:00:00"
PEOPLE = 12
# What the sync may ever send that changes something, and nothing else.
ALLOWED = {8, 18, 19, 87, 134, 1002, 1003, 1013, 1500, 1501, 1502}
READING = {1000, 1001, 1102, 11, 12, 50, 1100, 9, 13, 88, 1503, 1504, 119, 201, 7, 69}


def person(uid, user_id, seed, fingers, **more):
    def template(finger):
        bytes_ = random.Random(f"{seed} {user_id} {finger}").randbytes(300 + uid)
        return {"fid": finger, "valid": 1, "base64": base64.b64encode(bytes_).decode()}
    return {"uid": uid, "user_id": user_id, "name": f"P{user_id}",
            "templates": [template(f) for f in fingers], **more}


def fleet():
    def others(uid):
        return [person(uid, "900", uid, [1], privilege=14), person(uid + 1, "777", uid, [2])]
    first = [person(n, str(n), 1, [n % 9, 9], card=5000 + n, password=str(60 + n))
             for n in range(1, PEOPLE + 1)]
    old = [person(20 + n, str(n), 2, [n % 9], card=7000 + n) for n in range(1, PEOPLE + 1)]
    few = [person(2 * n, str(n), 3, [5]) for n in range(1, 4)]
    return {"devices": [
        {"serial": "TORTURE1", "user_format": 72, "users": first + others(90)},
        {"serial": "TORTURE2", "user_format": 28, "users": old + others(90)},
        {"serial": "TORTURE3", "user_format": 72, "users": few + others(90)}]}


class Torture:
    """A directory, three emulated gates, a faulty link to each."""

    def __init__(self, folder, seed=1):
        self.folder = pathlib.Path(folder)
        self.random = random.Random(seed)
        self.kills = self.runs = self.cycles = 0
        self.checked = self.steps = 0
        assert gatebook("init", ".", cwd=folder).code == 0
        policy = self.folder / "gatebook.toml"
        text = policy.read_text()
        for key, value in [("max_block_count", "1000"), ("max_block_fraction", "1.0"),
                           ("timeout_seconds", "2"), ("retries", "1")]:
            lines = [f"{key} = {value}" if line.startswith(f"{key} ") else line
                     for line in text.splitlines()]
            text = "\n".join(lines) + "\n"
        policy.write_text(text)
        (self.folder / "fleet.json").write_text(json.dumps(fleet()))
        self.emulator = Emulator(
            "fleet.json", self.folder, "--state", "gates", "--as-of", AS_OF)
        self.links = {s: FaultyLink(d, f"{seed} {s}") for s, d in self.emulator.devices.items()}
        (self.folder / "devices.csv").write_text(
            "serial,branch,name,host,port\n" + "".join(
                f"{s},MAIN,{s},127.0.0.1,{link.port}\n" for s, link in self.links.items()))
        self.original = {s: self.held(s) for s in self.links}
        self.roster(set())
        self.seconds = 0.2

    def close(self):
        for link in self.links.values():
            link.close()
        self.emulator.__exit__()

    def held(self, serial):
        """Users (as raw records without slots) and fingers of a gate, by user id."""
        device = self.emulator.devices[serial]
        link = ZK(device["host"], port=device["port"], timeout=10, ommit_ping=True).connect()
        try:
            link.read_sizes()
            raw, _ = link.read_with_buffer(9, 5)
            raw, size = raw[4:], 28 if serial == "TORTURE2" else 72
            users, ids = {}, {}
            for at in range(0, len(raw), size):
                record = raw[at:at + size]
                uid = struct.unpack("<H", record[:2])[0]
                who = (str(struct.unpack("<I", record[24:])[0]) if size == 28
                       else record[48:].split(b"\0")[0].decode())
                users[who], ids[uid] = record, who
            fingers = {(ids.get(t.uid, f"slot {t.uid}"), t.fid): (t.valid, bytes(t.template))
                       for t in link.get_templates()}
            return users, fingers
        finally:
            link.disconnect()

    def roster(self, blocked):
        rows = [f"{n},P{n},MAIN,{'suspended' if n in blocked else 'active'},{n}"
                for n in range(1, PEOPLE + 1)]
        (self.folder / "members.csv").write_text("\n".join([HEADER, *rows]) + "\n")

    def faults(self, share):
        for link in self.links.values():
            link.share = share

    def run_and_kill(self):
        """Starts a sync and kills it at a random instant."""
        process = subprocess.Popen(
            [GATEBOOK, "sync", "--quiet"], cwd=self.folder, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        self.runs += 1
        try:
            process.wait(self.random.uniform(0, self.seconds))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            self.kills += 1
            process.wait()

    def run_into(self, trap):
        """Starts a sync that dies at a step of its own; whether it came so far."""
        process = subprocess.Popen(
            [GATEBOOK, "sync", "--quiet"], cwd=self.folder, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)

        def kill():
            process.send_signal(signal.SIGKILL)
            process.wait()

        trap.kill = kill
        for link in self.links.values():
            link.trap = trap
        self.runs += 1
        process.wait(120)
        for link in self.links.values():
            link.trap = None
        if process.returncode == -signal.SIGKILL:
            self.kills += 1
            self.steps += 1
            return True
        return False

    def run_until_quiet(self):
        self.faults(0)
        for _ in range(6):
            self.runs += 1
            start = time.monotonic()
            result = gatebook("sync", "--json", cwd=self.folder)
            report = result.json
            assert "error" not in report, report["error"]
            if not report["plan"]["actions"] and not report["sync"]["pending"]:
                return
            self.seconds = min(2, max(0.05, 1.1 * (time.monotonic() - start)))
        raise AssertionError("not quiet after six runs: " + result.out + result.err)

    def check(self, blocked):
        """What the gates hold is what the roster says, byte for byte; the journal has no other step."""
        everybody = {str(n) for n in range(1, PEOPLE + 1)}
        gone = {str(n) for n in blocked}
        enrolled = {}
        for users, fingers in self.original.values():
            for place, template in fingers.items():
                enrolled.setdefault(place, []).append(template)
        for serial, (users, fingers) in self.original.items():
            now, fingers_now = self.held(serial)
            assert set(now) == (everybody - gone) | {"900", "777"}, (serial, sorted(now))
            for who, record in users.items():
                if who not in gone:
                    assert now[who] == record, f"record of {who} on {serial}"
            for (who, finger), template in fingers.items():
                if who not in gone:
                    assert fingers_now[(who, finger)] == template, f"finger of {who} on {serial}"
            for place, template in fingers_now.items():
                assert template in enrolled[place], f"finger {place} on {serial}"
            for place in enrolled:
                if place[0] in everybody - gone:
                    assert place in fingers_now, f"finger {place} is missing on {serial}"
            state = json.loads((self.folder / f"gates/{serial}.json").read_text())
            assert state["enabled"], f"{serial} was left disabled"
        self.check_journal()

    def check_journal(self):
        lines = (self.folder / "gates/journal.jsonl").read_text().splitlines()
        for line in lines[self.checked:]:
            entry = json.loads(line)
            assert entry["command"] in ALLOWED | READING, line
            if entry["command"] in (8, 18, 19, 87):
                assert not entry["detail"].startswith(("uid 90", "uid 91")), line
        self.checked = len(lines)

    def every_step(self, phases=Trap.PHASES, stride=1):
        """Kills a sync at every single step, or every few, going to and fro between two rosters."""
        rosters = [{1, 2}, {3, 7}]
        self.faults(0)
        for number, phase in enumerate(phases):
            step, missed, turn = 1 + number % stride, 0, 0
            while missed < 2:
                blocked = rosters[turn % 2]
                self.roster(blocked)
                missed = 0 if self.run_into(Trap(step, phase)) else missed + 1
                self.run_until_quiet()
                self.check(blocked)
                turn += 1
                step += stride

    def run(self, kills):
        """Works until so many runs were killed, and leaves everything quiet and checked."""
        while self.kills < kills:
            blocked = {n for n in range(1, PEOPLE + 1) if self.random.random() < 0.4}
            self.roster(blocked)
            self.faults(self.random.choice([0, 0, 0.05, 0.2]))
            for _ in range(self.random.randint(1, 8)):
                self.run_and_kill()
            self.run_until_quiet()
            self.check(blocked)
            self.cycles += 1
        self.roster(set())
        self.run_until_quiet()
        self.check(set())
        counts = {}
        for link in self.links.values():
            for kind, count in link.counts.items():
                counts[kind] = counts.get(kind, 0) + count
        return {"kills": self.kills, "at_every_step": self.steps, "runs": self.runs, "cycles": self.cycles,
                "gate_commands": self.checked, "faults": counts}


def main():
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1_000_000)
    print(f"torture: {kills} kills, seed {seed}", flush=True)
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="gatebook-torture-") as folder:
        torture = Torture(folder, seed)
        try:
            torture.every_step()
            print(f"torture: killed at each of {torture.steps} steps", flush=True)
            figures = torture.run(kills)
        finally:
            torture.close()
    print(json.dumps(figures | {"seconds": round(time.monotonic() - start)}))


if __name__ == "__main__":
    main()
