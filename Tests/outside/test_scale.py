"""Many gates in one process, read by one run: all of them, in flat memory."""

import json
import os
import pathlib
import subprocess
import unittest

from command import GATEBOOK, Emulator, FolderTest

GATES = 200


def memory(pid):
    """The memory that a process has in use, in KiB."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise RuntimeError("no VmRSS")


class Scale(FolderTest):
    """200 gates of 5 people and about 1,000 punches each."""

    def pull(self, *words):
        """Reads the fleet: the result, and the most memory of the run in KiB."""
        process = subprocess.Popen(
            [GATEBOOK, "pull", "--json", "--quiet", *words], cwd=self.folder,
            stdout=subprocess.PIPE, text=True)
        text = process.stdout.read()
        process.stdout.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 0, text)
        return json.loads(text), usage.ru_maxrss

    def test_two_hundred_gates(self):
        people = [{"uid": n, "user_id": str(100 + n), "name": f"P {n}"} for n in range(1, 6)]
        plan = {
            "days": 75, "states": "keys",
            "people": [{"user_id": p["user_id"], "pattern": "office"} for p in people]}
        fleet = {"time_zone": "UTC", "devices": [
            {"serial": f"G{n:04}", "users": people, "generate": dict(plan, seed=n + 1)}
            for n in range(GATES)]}
        self.start_directory()
        path = self.folder / "gatebook.toml"
        path.write_text(path.read_text().replace("timeout_seconds = 10", "timeout_seconds = 60"))
        emulated = Emulator(
            self.write("fleet.json", json.dumps(fleet)), self.folder, "--as-of",
            "2026-11-20T02:00:00")
        with emulated as emulator:
            rows = [f"{s},MAIN,{s},{d['host']},{d['port']}" for s, d in emulator.devices.items()]
            self.write(
                "devices.csv", "\n".join(["serial,branch,name,host,port", *rows]) + "\n")
            held = {s: len(g["attendance"]) for s, g in emulator.told().items()}
            self.assertGreater(min(held.values()), 400)
            first, peak = self.pull("--as-of", "2026-11-20T02:10:00")
            self.assertEqual(first["devices"]["ok"], GATES)
            self.assertEqual({d["serial"]: d["new"] for d in first["devices"]["detail"]}, held)
            used = memory(emulator.process.pid)
            peaks = []
            for number in range(3):
                again, more = self.pull("--full", "--as-of", f"2026-11-20T02:{20 + number}:00")
                self.assertEqual((again["devices"]["ok"], again["punches"]["new"]), (GATES, 0))
                self.assertEqual(again["punches"]["read"], sum(held.values()))
                peaks.append(more)
            # Reading holds the logs of 64 gates at a time, never those of all nights.
            self.assertLess(max(peak, *peaks), 400 * 1024)
            self.assertLess(max(peaks), peak + 64 * 1024)
            self.assertLess(memory(emulator.process.pid), used * 1.25 + 16 * 1024)


if __name__ == "__main__":
    unittest.main()
