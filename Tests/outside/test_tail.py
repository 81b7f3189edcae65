"""Nights at one gate: what is new goes over the wire, and nothing is lost or told twice."""

import json
import unittest

from test_faults import PUNCHES, Fleet, gate

GATE = "TAIL"


class Nights(Fleet):

    def setUp(self):
        super().setUp()
        self.gates = self.start([gate(GATE)], timeout=60, retries=2)

    def punch(self, count):
        self.gates.order(serial=GATE, act={"kind": "punch", "user_id": "102", "count": count})

    def night(self, *words, code=0):
        detail = self.pull(code, *words)[GATE]
        if code == 0:
            self.assertEqual(self.stored(), sorted(set(self.stored()) | set(self.held(self.gates))))
        return detail

    def test_only_what_is_new_is_transferred(self):
        first = self.night()
        self.assertEqual((first["mode"], first["new"]), ("full", PUNCHES))
        quiet = self.night()
        self.assertEqual((quiet["mode"], quiet["new"]), ("unchanged", 0))
        self.punch(3)
        tail = self.night()
        self.assertEqual((tail["mode"], tail["new"]), ("tail", 3))
        self.assertLess(tail["bytes_received"], first["bytes_received"] // 4)
        again = self.night("--full")
        self.assertEqual((again["mode"], again["new"]), ("full", 0))
        self.assertEqual(len(self.stored()), PUNCHES + 3)

    def test_a_gate_that_dies_while_its_end_is_read(self):
        self.night()
        for fault in ("drop", "power_loss", "truncated", "wrong_checksum"):
            with self.subTest(fault):
                before = len(self.stored())
                self.punch(2)
                self.gates.order(serial=GATE, faults=[
                    {"kind": fault, "command": "READ_BUFFER", "times": 1}])
                detail = self.night()
                self.gates.order(serial=GATE, faults=[])
                self.assertTrue(detail["ok"])
                self.assertEqual(detail["new"], 2)
                self.assertEqual(len(self.stored()), before + 2)

    def test_a_log_that_is_not_the_one_that_was_read(self):
        self.night()
        old = self.stored()
        self.gates.order(serial=GATE, act={"kind": "clear_log"})
        self.punch(5)
        detail = self.night()
        self.assertEqual((detail["mode"], detail["new"]), ("full", 5))
        # Longer than before, and another one.
        self.gates.order(serial=GATE, act={"kind": "clear_log"})
        self.punch(PUNCHES + 10)
        detail = self.night()
        self.assertEqual(detail["mode"], "full")
        self.assertLessEqual(set(old), set(self.stored()))

    def test_another_gate_at_the_address_adds_nothing(self):
        self.night()
        before = self.stored()
        self.gates.order(serial=GATE, act={"kind": "swap_serial", "serial": "OTHER"})
        self.punch(4)
        detail = self.night(code=1)
        self.assertRegex(detail["error"], "OTHER")
        self.assertEqual(self.stored(), before)
        # The right one is back: read from where it was, with what came meanwhile.
        self.gates.order(serial=GATE, act={"kind": "swap_serial", "serial": GATE})
        detail = self.night()
        self.assertEqual(detail["new"], 4)


if __name__ == "__main__":
    unittest.main()
