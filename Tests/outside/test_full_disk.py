"""Exports onto a disk that is too small for them."""

import os
import pathlib
import subprocess
import unittest

from command import GATEBOOK, FolderTest

OLD = "what an earlier run wrote\n"


class FullDisk(FolderTest):
    """A directory with 90 people and two months; `small` is a file system of its own."""

    def setUp(self):
        super().setUp()
        self.start_directory()
        self.write("members.csv", "member_id,name,branch,shift\n" + "".join(
            f"{number},Person {number},MAIN,D\n" for number in range(1, 91)))
        self.write("log.dat", "".join(
            f"{number:9}\t2025-{month}-{day:02} {hour}:00:{number % 60:02}\t1\t0\t1\t0\r\n"
            for month in (10, 11) for day in range(1, 29) for hour in ("09", "18")
            for number in range(1, 91)))
        self.run_ok("ingest", "log.dat", "--read-at", "2025-12-01T02:00:00")
        (self.folder / "small").mkdir()

    def export(self, size, *words, out="small/out", env=""):
        """Exports with a file system of `size` KiB at `small`; what it held afterwards, by name."""
        (self.folder / "kept").mkdir()
        script = (
            f"mount -t tmpfs -o size={size}k none small || exit 77; mkdir small/out small/tmp; "
            "for name in days.csv punches.csv attendance-2025-10-01_2025-11-30.xlsx; do "
            "cp old small/out/$name; done; "
            f"{env} '{GATEBOOK}' export --from 2025-10-01 --to 2025-11-30 --quiet --out {out} "
            f"--as-of 2025-12-01T03:00:00 {' '.join(words)}; code=$?; cp -a small/. kept; "
            "exit $code")
        self.write("old", OLD)
        result = subprocess.run(
            ["unshare", "--mount", "sh", "-c", script], cwd=self.folder, capture_output=True,
            text=True, env=os.environ | {"TMPDIR": str(self.folder)})
        if result.returncode == 77 or "unshare" in result.stderr:
            self.skipTest("no right to mount a small file system: " + result.stderr)
        kept = self.folder / "kept"
        return result, {
            str(path.relative_to(kept)): path.read_text() for path in sorted(kept.rglob("*"))
            if path.is_file()
        }

    def check(self, result, found, name):
        """One sentence about `name` with what to do; everything is as it was."""
        self.assertEqual(result.returncode, 1, result.stderr)
        lines = result.stderr.splitlines()
        self.assertEqual(len(lines), 1, result.stderr)
        self.assertIn(name, lines[0])
        self.assertIn("no space left", lines[0])
        self.assertIn("free some space", lines[0])
        self.assertNotIn("partial", lines[0])
        self.assertEqual(found, {
            f"out/{name}": OLD
            for name in ("days.csv", "punches.csv", "attendance-2025-10-01_2025-11-30.xlsx")
        })

    def test_csv(self):
        # The days have room, the punches have not.
        result, found = self.export(1000, "--format", "csv")
        self.check(result, found, "small/out/punches.csv")

    def test_workbook(self):
        for size in (100, 700, 3300):
            with self.subTest(size=size):
                result, found = self.export(size, "--format", "xlsx")
                self.check(result, found, "small/out/attendance-2025-10-01_2025-11-30.xlsx")
            subprocess.run(["rm", "-r", str(self.folder / "kept")], check=True)

    def test_bundle(self):
        result, found = self.export(100, "--audit")
        self.check(result, found, "small/out/audit-0001-2025-10-01_2025-11-30.zip")
        # Its number is not used up.
        made = self.run_ok(
            "export", "--from", "2025-10-01", "--to", "2025-11-30", "--audit", "--out", "out",
            "--as-of", "2025-12-01T03:00:00")
        self.assertIn("audit-0001-", made.out)

    def test_rows_on_their_way(self):
        result, found = self.export(
            500, "--format", "csv", out="out", env='TMPDIR="$PWD/small/tmp"')
        self.check(result, found, "small/tmp/")
        self.assertIn("TMPDIR", result.stderr)
        self.assertEqual(list(pathlib.Path(self.folder / "out").glob("*")), [])

    def test_what_a_killed_export_left_goes_with_the_next_one(self):
        gone = subprocess.Popen(["true"])
        gone.wait()
        self.write(f"out/.gatebook-export-{gone.pid}/days.csv", "half")
        self.write(f"out/.gatebook-export-{os.getpid()}/days.csv", "another run")
        self.run_ok(
            "export", "--from", "2025-10-01", "--to", "2025-10-31", "--format", "csv", "--out",
            "out", "--as-of", "2025-12-01T03:00:00")
        self.assertEqual(sorted(path.name for path in (self.folder / "out").iterdir()), [
            f".gatebook-export-{os.getpid()}", "days.csv", "punches.csv"])


if __name__ == "__main__":
    unittest.main()
