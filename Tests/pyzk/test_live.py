#!/usr/bin/env python3
"""Enrols and listens with pyzk 0.9, while orders change the emulated gates."""

import unittest
from datetime import datetime

from zk.exception import ZKErrorResponse, ZKNetworkError

from test_emulator import AS_OF, Emulator, gate


class Live(unittest.TestCase):
    """One gate a layout, over TCP and UDP, with a person who does what the script says."""

    @classmethod
    def setUpClass(cls):
        cls.devices = [
            dict(gate(f"LIVE{users}", users, punches, people_count=4, punch_count=9), udp=True)
            for users, punches in ((28, 16), (72, 40))
        ]
        cls.emulator = Emulator({"devices": cls.devices}, control=True)

    @classmethod
    def tearDownClass(cls):
        cls.emulator.stop()

    def each(self, udp=(False, True)):
        """A connection to each gate over each transport, and the people of the gate."""
        for device in self.devices:
            for is_udp in udp:
                if is_udp and device["user_format"] == 72:
                    continue  # pyzk takes every gate on UDP for one with 28-byte users
                connection = self.emulator.connect(device["serial"], udp=is_udp)
                connection.get_users()  # pyzk learns the size of user records here
                yield device, connection
                if connection.is_connect:
                    connection.disconnect()

    def order(self, device, **what):
        answer = self.emulator.order(serial=device["serial"], **what)
        self.assertTrue(answer["ok"], answer)
        return answer

    def fingers(self, connection, uid):
        return [f.fid for f in connection.get_templates() if f.uid == uid]

    def test_enrolling(self):
        for number, (device, connection) in enumerate(self.each()):
            person = device["users"][0]
            finger = number + 1
            if finger in self.fingers(connection, person["uid"]):
                connection.delete_user_template(uid=person["uid"], temp_id=finger)
            self.order(device, enroll=[{"result": "done", "bad_samples": 1}])
            self.assertTrue(
                connection.enroll_user(person["uid"], finger, person["user_id"]))
            self.assertIn(finger, self.fingers(connection, person["uid"]))

    def test_enrolling_that_fails(self):
        for device, connection in self.each():
            person = device["users"][1]
            before = self.fingers(connection, person["uid"])
            free = next(finger for finger in range(10) if finger not in before)
            for result in ("failed", "duplicate", "timeout", "cancelled"):
                self.order(device, enroll=[result])
                self.assertFalse(
                    connection.enroll_user(person["uid"], free, person["user_id"]), result)
            self.order(device, enroll=["refused"])
            with self.assertRaises(ZKErrorResponse):
                connection.enroll_user(person["uid"], free, person["user_id"])
            self.assertEqual(self.fingers(connection, person["uid"]), before)

    def test_live_capture(self):
        for device, connection in self.each():
            person = device["users"][2]
            captured = connection.live_capture(new_timeout=1)
            self.assertIsNone(next(captured))  # registered, and nothing has happened
            self.order(device, act={
                "kind": "punch", "user_id": person["user_id"], "state": 1, "verify": 15,
                "count": 3})
            events = [next(captured) for _ in range(3)]
            connection.end_live_capture = True
            self.assertEqual(list(captured), [])
            self.assertEqual({e.user_id for e in events}, {person["user_id"]})
            self.assertEqual({(e.status, e.punch) for e in events}, {(15, 1)})
            stored = self.order(device, tell=True)["gates"][0]["attendance"][-3:]
            self.assertEqual(
                [e.timestamp for e in events],
                [datetime.fromisoformat(s["at"]) for s in stored])

    def test_restart_breaks_the_connection_and_the_gate_is_back(self):
        for device, connection in self.each(udp=(False,)):
            connection.disable_device()
            connection.restart()
            again = self.emulator.connect(device["serial"])
            self.assertEqual(again.get_serialnumber(), device["serial"])
            self.assertTrue(self.order(device, tell=True)["gates"][0]["enabled"])
            again.disconnect()

    def test_a_gate_switched_off_is_off_until_it_is_switched_on(self):
        device = self.devices[1]
        connection = self.emulator.connect(device["serial"])
        connection.poweroff()
        with self.assertRaises((ZKNetworkError, OSError)):
            self.emulator.connect(device["serial"]).get_time()
        self.order(device, power="on")
        connection = self.emulator.connect(device["serial"])
        self.assertGreaterEqual(connection.get_time(), AS_OF)
        connection.disconnect()


if __name__ == "__main__":
    unittest.main(warnings="ignore")  # pyzk leaves sockets to the collector
