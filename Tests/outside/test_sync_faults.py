"""Gates that lie, fall silent or lose power while `gatebook sync` writes to them."""

import unittest

from command import gatebook
from test_sync import SyncTest


class SyncFaults(SyncTest):
    """One person is blocked at a gate that misbehaves; afterwards the gate is healed."""

    def block_through(self, *faults):
        """Blocks a person through faults, then without: the first result."""
        before = {serial: self.held(serial) for serial in self.emulator.devices}
        self.roster()
        self.sync()
        whole = {serial: self.held(serial) for serial in self.emulator.devices}
        for who, kept in before["SYNC1"][0].items():
            self.assertEqual(whole["SYNC1"][0][who], kept)

        self.roster(blocked=[2])
        self.emulator.order(serial="SYNC1", faults=list(faults))
        first = gatebook("sync", "--json", cwd=self.folder, timeout=300)
        self.assertIn(first.code, (0, 1, 3), first.err)
        seen = "2" in self.seen("SYNC1")
        self.assertTrue(self.emulator.told()["SYNC1"]["enabled"], "the gate keeps people out")

        self.emulator.order(faults=[])
        for _ in range(3):
            self.sync_soon()
        users, fingers = self.held("SYNC1")
        self.assertNotIn("2", users)
        self.assertEqual({k for k in fingers if k[0] == "2"}, set())

        # Whatever happened, nothing of the person was lost.
        self.roster()
        for _ in range(3):
            self.sync_soon()
        self.assertEqual(self.held("SYNC1"), whole["SYNC1"])
        self.assertTrue(self.emulator.told()["SYNC1"]["enabled"])
        return first, seen

    def seen(self, serial):
        """The ids on a gate, as it keeps them, whatever it answers."""
        self.emulator.order(faults=[])
        return self.held(serial)[0]

    def sync_soon(self):
        """Syncs; a gate that failed may have to wait for its next turn, so an hour has passed."""
        self.hours = getattr(self, "hours", 2) + 1
        result = gatebook(
            "sync", "--json", "--as-of", f"2026-11-20T{self.hours:02}:00:00", cwd=self.folder,
            timeout=300)
        self.assertIn(result.code, (0, 3), result.err)
        return result.json

    def test_a_gate_that_says_done_and_does_nothing(self):
        first, seen = self.block_through({"kind": "unapplied", "command": "DELETE_USER"})
        self.assertTrue(seen)
        # "Sent" is not "there": it is never told as blocked.
        self.assertEqual(first.code, 3, first.out)
        self.assertGreaterEqual(first.json["sync"]["pending"], 1)

    def test_a_gate_that_does_it_and_does_not_answer(self):
        _, seen = self.block_through(
            {"kind": "unacknowledged", "command": "DELETE_USER", "times": 1})
        self.assertFalse(seen)

    def test_a_gate_that_loses_power_after_writing(self):
        self.block_through({"kind": "power_loss", "command": "DELETE_USER", "times": 1})

    def test_a_gate_that_loses_power_and_what_was_written(self):
        self.block_through(
            {"kind": "power_loss", "losing": True, "command": "DELETE_USER", "times": 1})

    def test_a_gate_whose_connection_breaks_while_it_is_disabled(self):
        self.block_through({"kind": "drop", "command": "DELETE_USER", "times": 1})


if __name__ == "__main__":
    unittest.main()
