"""Runs the built command, as a person or a script would."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
GATEBOOK = os.environ.get("GATEBOOK", str(ROOT / ".build/debug/gatebook"))


class Result:
    """What a run of the command left behind."""

    def __init__(self, finished):
        self.code = finished.returncode
        self.out = finished.stdout
        self.err = finished.stderr

    @property
    def json(self):
        return json.loads(self.out)


def gatebook(*words, cwd, timeout=120, env=None):
    """Runs the command in a folder and waits for its end."""
    environment = {k: v for k, v in os.environ.items() if k != "GATEBOOK_CONFIG"}
    environment.update(env or {})
    finished = subprocess.run(
        [GATEBOOK, *map(str, words)], cwd=cwd, capture_output=True, text=True, timeout=timeout,
        env=environment)
    return Result(finished)


class FolderTest(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="gatebook-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def run_ok(self, *words, code=0, cwd=None, **more):
        result = gatebook(*words, cwd=cwd or self.folder, **more)
        self.assertEqual(result.code, code, result.out + result.err)
        return result

    def start_directory(self):
        """A directory as `gatebook init` leaves it."""
        self.run_ok("init", ".")

    def tree(self, name="output/site"):
        """Every file of a folder: path → (bytes, modification time in ns)."""
        top = self.folder / name
        return {
            str(path.relative_to(top)): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in sorted(top.rglob("*")) if path.is_file()
        }


class Emulator:
    """A fleet of emulated gates in a process of its own."""

    def __init__(self, fleet, cwd, *words):
        self.process = subprocess.Popen(
            [GATEBOOK, "emulate", str(fleet), "--control", *words], cwd=cwd,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the emulator ended with {self.process.wait()}")
        self.devices = {d["serial"]: d for d in json.loads(line)["devices"]}

    def order(self, **order):
        """Changes gates while they run; what the emulator answers."""
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if not answer["ok"]:
            raise RuntimeError(answer["error"])
        return answer

    def told(self):
        """What every gate keeps now, by serial."""
        return {gate["serial"]: gate for gate in self.order(tell=True)["gates"]}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=20)
        self.process.stdout.close()
        self.process.stdin.close()
