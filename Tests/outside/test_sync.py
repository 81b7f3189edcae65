"""Gates agree with the roster; seen from outside by pyzk, and in the gates' own journal."""

import base64
import csv
import json
import os
import pathlib
import random
import time
import unittest

from command import Emulator, FolderTest, gatebook
from torture import Torture
from zk import ZK

HEADER = ("member_id,name,department,branch,shift,joined,left,access_from,access_until,status,"
          "device_user_id,gates,card")
AS_OF = "2026-11-20T02:00:00"
WRITES = {8, 10, 14, 15, 18, 19, 20, 87, 110, 134, 1002, 1003}


def template(seed, size=600):
    return random.Random(seed).randbytes(size)


def user(uid, user_id, *, privilege=0, card=0, password="", fingers=(), seed=0):
    return {
        "uid": uid, "user_id": user_id, "name": f"Person {user_id}", "privilege": privilege,
        "card": card, "password": password,
        "templates": [
            {"fid": f, "valid": 1,
             "base64": base64.b64encode(template(f"{seed} {user_id} {f}")).decode()}
            for f in fingers]}


def fleet():
    """Two gates: people 1 to 20 on the first, 1 to 3 on the second, staff and strangers on both."""
    def others(first):
        return [user(first, "900", privilege=14, fingers=[1], seed=first),
                user(first + 1, "777", fingers=[2], seed=first)]
    people = [user(n, str(n), card=1000 + n, password=str(50 + n), fingers=sorted({n % 10, 9}), seed=1)
              for n in range(1, 21)]
    some = [user(30 + n, str(n), fingers=[n % 10], seed=2) for n in range(1, 4)]
    return {"devices": [
        {"serial": "SYNC1", "name": "F18", "user_format": 72, "users": people + others(21)},
        {"serial": "SYNC2", "name": "K40", "user_format": 72, "users": some + others(40)}]}


class SyncTest(FolderTest):
    """A directory, a roster and two emulated gates that keep a journal."""

    def setUp(self):
        super().setUp()
        self.start_directory()
        self.write("fleet.json", json.dumps(fleet()))
        self.emulator = Emulator(
            "fleet.json", self.folder, "--state", "gates", "--as-of", AS_OF)
        self.addCleanup(self.emulator.__exit__)
        rows = "".join(
            f"{serial},MAIN,Door {serial},{d['host']},{d['port']}\n"
            for serial, d in self.emulator.devices.items())
        self.write("devices.csv", "serial,branch,name,host,port\n" + rows)

    def roster(self, rows=None, blocked=(), age_hours=0, ending="\n"):
        """Writes members.csv: 1 to 20, those in `blocked` suspended."""
        if rows is None:
            rows = [f"{n},Person {n},,MAIN,,,,,,{'suspended' if n in blocked else 'active'},,,"
                    for n in range(1, 21)]
        path = self.write("members.csv", "\n".join([HEADER, *rows]) + ending)
        if age_hours:
            then = time.time() - age_hours * 3600
            os.utime(path, (then, then))

    def sync(self, *words, code=0):
        return self.run_ok("sync", "--json", *words, code=code).json

    def journal(self):
        """Every command the gates have executed."""
        lines = (self.folder / "gates/journal.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines]

    def writes(self):
        return [j for j in self.journal() if j.get("command") in WRITES]

    def held(self, serial):
        """What pyzk sees on a gate: users and templates."""
        device = self.emulator.devices[serial]
        link = ZK(device["host"], port=device["port"], timeout=10, ommit_ping=True).connect()
        try:
            users = {u.user_id: (u.uid, u.name, u.privilege, u.password, u.card)
                     for u in link.get_users()}
            ids = {u[0]: user_id for user_id, u in users.items()}
            fingers = {(ids[t.uid], t.fid): bytes(t.template) for t in link.get_templates()}
            return users, fingers
        finally:
            link.disconnect()


class Sync(SyncTest):

    def test_pyzk_sees_what_sync_says(self):
        before = {serial: self.held(serial) for serial in self.emulator.devices}
        self.roster(blocked=[2, 15])
        dry = self.sync("--dry-run")
        again = self.sync("--dry-run")
        self.assertEqual(dry["plan"], again["plan"])
        self.assertEqual(json.dumps(dry["devices"]), json.dumps(again["devices"]))
        text = [gatebook("sync", "--dry-run", cwd=self.folder).out for _ in range(2)]
        self.assertEqual(text[0], text[1])
        self.assertEqual(self.writes(), [])
        done = self.sync()
        self.assertEqual(dry["plan"]["actions"], done["plan"]["actions"])
        self.assertEqual(done["sync"]["blocked"], 3)
        self.assertEqual(done["sync"]["pending"], 0)
        users, fingers = self.held("SYNC1")
        gone = {"2", "15"}
        self.assertEqual(users, {k: v for k, v in before["SYNC1"][0].items() if k not in gone})
        for (who, finger), kept in before["SYNC1"][1].items():
            self.assertEqual(fingers.get((who, finger)), None if who in gone else kept)
        users, fingers = self.held("SYNC2")
        self.assertEqual(
            set(users), {str(n) for n in range(1, 21) if n not in (2, 15)} | {"900", "777"})
        for n in set(range(1, 21)) - {2, 15}:
            # Enrolled at the first gate, written to the second.
            self.assertEqual(
                fingers[(str(n), 9)], before["SYNC1"][1][(str(n), 9)])

        quiet = self.sync()
        self.assertEqual(quiet["plan"]["actions"], [])
        self.assertEqual(quiet["sync"]["verified"], 40)

        self.roster()
        back = self.sync()
        self.assertEqual(back["sync"]["restored"], 3)
        users, fingers = self.held("SYNC1")
        self.assertEqual(users, before["SYNC1"][0])
        for place, kept in before["SYNC1"][1].items():
            self.assertEqual(fingers[place], kept)
        self.assertEqual(self.held("SYNC2")[0]["2"], before["SYNC2"][0]["2"])

        self.assertEqual(self.sync()["plan"]["actions"], [])
        for entry in self.writes():
            self.assertNotRegex(entry["detail"], r"uid (21|22|40|41)\b")
        enabled = [j["command"] for j in self.journal() if j["command"] in (1002, 1003)]
        self.assertEqual(enabled.count(1002), enabled.count(1003))

    def test_check_and_reconcile_tell_and_change_nothing(self):
        self.roster(blocked=[2])
        self.sync()
        count = len(self.writes())
        denied = self.run_ok("check", "2", "--device", "SYNC1", "--json").json["answers"][0]
        self.assertEqual((denied["answer"], denied["reason"], denied["seen"]),
                         ("deny", "status is suspended", "absent"))
        allowed = self.run_ok("check", "Person 4", "--json").json["answers"]
        self.assertEqual([a["answer"] for a in allowed], ["allow", "allow"])
        self.assertIn("did you mean", gatebook(
            "check", "Persn 4", cwd=self.folder).err)
        self.run_ok("check", "nobody", code=64)
        # Enrolled again at the keypad.
        device = self.emulator.devices["SYNC1"]
        link = ZK(device["host"], port=device["port"], timeout=10, ommit_ping=True).connect()
        link.set_user(uid=60, name="Person 2", user_id="2")
        link.delete_user(uid=5)
        link.disconnect()
        count += 2
        drift = self.run_ok("reconcile", "--json", code=3).json
        kinds = {(d["kind"], d["serial"], d["member_id"]) for d in drift["detail"]}
        self.assertIn(("re_enrolled_after_removal", "SYNC1", "2"), kinds)
        self.assertIn(("missing", "SYNC1", "5"), kinds)
        self.assertEqual(drift["kinds"]["extra"], 4)
        self.assertEqual(len(self.writes()), count)

    def test_enrolling_needs_a_gate_and_a_person_who_may_pass(self):
        self.roster(blocked=[2])
        self.run_ok("enroll", "4", code=64)
        self.run_ok("enroll", "4", "--device", "SYNC1", "--finger", "10", code=64)
        self.run_ok("enroll", "4", "--device", "SYNC9", code=64)
        refused = self.run_ok("enroll", "2", "--device", "SYNC1", code=1)
        self.assertIn("status is suspended", refused.err)
        self.assertEqual(self.writes(), [])

    def test_enrolling_tells_every_step_and_stores_what_was_read_back(self):
        self.roster()
        self.sync()
        self.emulator.order(
            serial="SYNC1", enroll=["timeout", {"result": "done", "bad_samples": 1}])
        late = self.run_ok("enroll", "4", "--device", "SYNC1", "--finger", "6", "--json", code=1)
        self.assertEqual((late.json["result"], late.json["saved"]), ("timed_out", False))
        waiting = self.run_ok("enroll", "--unfinished", "--json", code=3).json["unfinished"]
        self.assertEqual(
            [(w["serial"], w["member_id"], w["finger"]) for w in waiting], [("SYNC1", "4", 6)])
        done = self.run_ok("enroll", "4", "--device", "SYNC1", "--finger", "6", "--json")
        self.assertEqual((done.json["result"], done.json["saved"]), ("stored", True))
        self.assertIn("that sample was bad", done.err)
        self.assertIn("sample 3 is good", done.err)
        self.assertEqual(self.run_ok("enroll", "--unfinished", "--json").json["unfinished"], [])

    def test_an_enrollment_that_breaks_off_is_listed_and_goes_on(self):
        rows = [f"{n},Person {n},,MAIN,,,,,,active,,," for n in [*range(1, 21), 50]]
        self.roster(rows=rows[:-1])
        self.sync()
        self.roster(rows=rows)
        self.emulator.order(serial="SYNC1", enroll=["timeout"])
        self.run_ok("enroll", "50", "--device", "SYNC1", "--finger", "6", code=1)
        self.assertIn("50", self.held("SYNC1")[0])
        self.run_ok("enroll", code=64)
        self.run_ok("enroll", "50", "--unfinished", code=64)
        self.run_ok("enroll", "--unfinished", "--device", "SYNC9", code=64)
        listed = self.run_ok("enroll", "--unfinished", "--device", "SYNC1", code=3)
        self.assertIn("gate SYNC1: 50: finger 6", listed.out)
        self.run_ok("enroll", "--unfinished", "--device", "SYNC2")
        # The finger comes at the keypad meanwhile: the next sync reads it back, and that ends it.
        self.emulator.order(
            serial="SYNC1", act={"kind": "enroll_at_gate", "user_id": "50", "fid": 6})
        self.sync()
        self.run_ok("enroll", "--unfinished")
        self.assertIn(("50", 6), self.held("SYNC2")[1])
        # Whoever may not pass any more waits for nothing, and the record goes.
        self.emulator.order(serial="SYNC2", enroll=["timeout"])
        self.run_ok("enroll", "50", "--device", "SYNC2", "--finger", "3", code=1)
        self.run_ok("enroll", "--unfinished", code=3)
        self.roster(rows=[*rows[:-1], rows[-1].replace("active", "suspended")])
        self.run_ok("enroll", "--unfinished")
        self.assertEqual(self.sync()["sync"]["blocked"], 2)

    def test_a_night_syncs_too(self):
        self.roster(blocked=[2])
        night = self.run_ok("nightly", "--json").json
        self.assertEqual(night["sync"]["blocked"], 2)
        self.assertEqual(
            [k for k in night if k in ("punches", "sync", "pages")],
            ["punches", "sync", "pages"])

    def test_a_lost_key_is_told_before_anything_is_removed(self):
        self.roster()
        self.sync()
        count = len(self.writes())
        (self.folder / "vault.key").unlink()
        self.roster(blocked=[2])
        result = gatebook("sync", cwd=self.folder)
        self.assertEqual(result.code, 1)
        self.assertIn("is lost", result.err)
        self.assertEqual(len(self.writes()), count)

    def test_the_key_can_be_changed(self):
        self.roster(blocked=[2])
        self.sync()
        key = (self.folder / "vault.key").read_text()
        self.run_ok("backup", "copy.sqlite", "--rotate-key")
        self.assertNotEqual((self.folder / "vault.key").read_text(), key)
        self.assertEqual((self.folder / "copy.sqlite.key").read_text(), key)
        self.assertEqual((self.folder / "vault.key").stat().st_mode & 0o777, 0o600)
        self.roster()
        self.assertEqual(self.sync()["sync"]["restored"], 2)

    def test_templates_and_keys_never_appear(self):
        self.roster(blocked=[2])
        key = (self.folder / "vault.key").read_text().splitlines()[1]
        raw = template("1 2 9")
        for words in (["sync", "--verbose"], ["sync", "--json"], ["reconcile"], ["status"]):
            result = gatebook(*words, cwd=self.folder)
            for secret in (key, base64.b64encode(raw[:30]).decode(), raw[:8].hex(), '"52"'):
                self.assertNotIn(secret, result.out + result.err)
        database = b"".join(
            p.read_bytes() for p in self.folder.glob("gatebook.sqlite*"))
        self.assertNotIn(raw[:16], database)


class Guards(SyncTest):
    """A bad roster does not lock anybody out: not one write on any gate."""

    def setUp(self):
        super().setUp()
        self.roster()
        self.sync()
        self.count = len(self.writes())

    def assert_stopped(self, *sentences):
        for words in (["sync"], ["sync", "--json"]):
            result = gatebook(*words, cwd=self.folder)
            self.assertEqual(result.code, 3, result.out + result.err)
            for sentence in sentences:
                self.assertIn(sentence, result.out + result.err)
        self.assertEqual(len(self.writes()), self.count)

    def test_an_empty_file(self):
        self.write("members.csv", "")
        self.assert_stopped("members.csv")

    def test_only_a_header(self):
        self.roster(rows=[])
        self.assert_stopped("lists nobody")

    def test_half_a_file(self):
        text = (self.folder / "members.csv").read_text()
        for share in (0.3, 0.5, 0.51, 0.52, 0.53, 0.9):
            cut = text[:int(len(text) * share)]
            if cut.count(",") <= HEADER.count(","):
                continue
            self.write("members.csv", cut.replace("active", "suspended"))
            result = gatebook("sync", cwd=self.folder)
            self.assertEqual(result.code, 3, f"{share}: {result.err}")
            self.assertEqual(len(self.writes()), self.count)

    def test_last_weeks_file(self):
        self.roster(blocked=[2], age_hours=7 * 24)
        self.assert_stopped("168 hours old")

    def test_everybody_denied(self):
        self.roster(blocked=range(1, 21))
        self.assert_stopped("max_block_fraction")

    def test_force_is_a_persons_decision(self):
        self.roster(blocked=range(1, 21))
        self.assertEqual(self.sync("--force")["sync"]["blocked"], 40)
        self.roster(blocked=range(2, 21), age_hours=7 * 24)
        # Restoring is never held back.
        self.assertEqual(self.sync()["sync"]["restored"], 2)


class Killed(FolderTest):
    """The short form of `make torture`."""

    def test_kills_at_steps(self):
        torture = Torture(self.folder, seed=4371)
        self.addCleanup(torture.close)
        torture.every_step(stride=6)
        self.assertGreaterEqual(torture.steps, 15)

    def test_thirty_kills_over_faulty_links(self):
        torture = Torture(self.folder, seed=4370)
        self.addCleanup(torture.close)
        figures = torture.run(30)
        self.assertGreaterEqual(figures["kills"], 30)


if __name__ == "__main__":
    unittest.main()
