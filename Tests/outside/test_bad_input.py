"""Every kind of bad input gets a sentence and the right exit code, and nothing is lost."""

import shutil
import stat
import subprocess
import unittest

from command import GATEBOOK, FolderTest, gatebook

GOOD_LOG = "\t1\t2026-10-05 08:55:10\t1\t0\t1\t0\r\n".replace("\t1", "        1", 1)


class BadInput(FolderTest):

    def assert_fails(self, code, *sentences, words, **more):
        result = gatebook(*words, cwd=self.folder, **more)
        self.assertEqual(result.code, code, result.out + result.err)
        for sentence in sentences:
            self.assertIn(sentence, result.err)
        return result

    def replace(self, name, old, new):
        path = self.folder / name
        text = path.read_text()
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1))

    def test_missing_configuration(self):
        self.assert_fails(78, "gatebook.toml", "gatebook init", words=["render"])

    def test_unknown_key_names_line_and_nearest(self):
        self.start_directory()
        self.replace("gatebook.toml", "workers", "workrs")
        result = self.assert_fails(78, "workrs", "workers", words=["render"])
        self.assertRegex(result.err, r"gatebook\.toml:\d+:\d+: ")

    def test_broken_toml_names_line_and_column(self):
        self.start_directory()
        self.replace("gatebook.toml", "[site]", "[site")
        result = self.assert_fails(78, words=["render"])
        self.assertRegex(result.err, r"gatebook\.toml:\d+:\d+: ")

    def test_unknown_command_and_option(self):
        self.assert_fails(64, "did you mean “nightly”", words=["nigthly"])
        self.assert_fails(64, "did you mean “--branch”", words=["pull", "--brnch", "X"])
        self.assert_fails(64, "needs a value", words=["pull", "--branch"])
        self.assert_fails(64, "unexpected", words=["render", "something"])
        self.assert_fails(64, "--as-of", words=["render", "--as-of", "yesterday"])

    def test_ingest_of_missing_binary_and_foreign_files(self):
        self.start_directory()
        self.assert_fails(65, "nothing.dat", words=["ingest", "nothing.dat"])
        self.write("noise.dat", bytes(range(256)) * 20)
        self.assert_fails(65, "noise.dat", words=["ingest", "noise.dat"])
        self.write("letter.txt", "Dear Sir or Madam,\nplease find attached.\n")
        self.assert_fails(65, "letter.txt", words=["ingest", "letter.txt"])
        status = self.run_ok("status", "--json").json
        self.assertEqual(status["punches"], 0)

    def test_bad_lines_are_counted_and_listed(self):
        self.start_directory()
        self.write(
            "log.dat", GOOD_LOG + "        2\t2026-02-30 08:00:00\t1\t0\t1\t0\r\n" + GOOD_LOG)
        result = self.run_ok("ingest", "log.dat", code=3)
        self.assertIn("log.dat:2", result.err)

    def test_devices_csv_problems_come_all_at_once(self):
        self.start_directory()
        self.write(
            "devices.csv",
            "serial,branch,name,host,port,transport,comm_key,role,state_trusted,time_zone,enabled\n"
            "S1,MAIN,One,10.0.0.1,99999,,,,,,\n"
            "S1,MAIN,Two,10.0.0.2,,,,,,,\n"
            "S3,NOWHERE,Three,10.0.0.3,,,,,,,\n")
        result = self.assert_fails(78, words=["render"])
        self.assertRegex(result.err, r"devices\.csv:2:\d+: .*99999")
        self.assertRegex(result.err, r"devices\.csv:3:\d+: .*S1")
        self.assertRegex(result.err, r"devices\.csv:4:\d+: .*NOWHERE")

    def test_no_gate_reachable_keeps_the_last_site(self):
        self.start_directory()
        self.write("log.dat", GOOD_LOG)
        self.run_ok("ingest", "log.dat", "--device", "S1")
        self.run_ok("render")
        before = self.tree()
        self.replace("gatebook.toml", "retries = 3", "retries = 0")
        self.write(
            "devices.csv", "serial,branch,name,host,port\nS1,MAIN,One,127.0.0.1,1\n")
        result = self.assert_fails(1, "none of 1 gates could be read", words=["nightly"])
        self.assertIn("127.0.0.1:1", result.err)
        self.assertEqual(self.tree(), before)

    def test_two_runs_at_once(self):
        self.start_directory()
        holder = subprocess.Popen(
            ["flock", "--exclusive", "gatebook.sqlite.lock", "sh", "-c", "echo held; exec cat"],
            cwd=self.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            self.assertEqual(holder.stdout.readline(), "held\n")
            self.assert_fails(75, "another run", words=["render"])
        finally:
            holder.communicate()
        self.run_ok("render")

    def test_corrupt_and_foreign_databases(self):
        self.start_directory()
        self.write("gatebook.sqlite", b"this is a letter, not a database" * 300)
        self.assert_fails(1, "gatebook.sqlite", words=["render"])
        (self.folder / "gatebook.sqlite").unlink()
        subprocess.run(
            ["python3", "-c",
             "import sqlite3; c = sqlite3.connect('gatebook.sqlite'); "
             "c.execute('create table songs(title)'); c.commit()"],
            cwd=self.folder, check=True)
        self.assert_fails(1, "database of another program", words=["render"])

    def test_damaged_database_names_backup(self):
        self.start_directory()
        self.write("log.dat", "".join(
            f"{i % 90 + 1:9}\t2026-10-05 08:{i // 60 % 60:02}:{i % 60:02}\t1\t{i % 5}\t1\t0\r\n"
            for i in range(3000)))
        self.run_ok("ingest", "log.dat")
        path = self.folder / "gatebook.sqlite"
        data = bytearray(path.read_bytes())
        for offset in range(4096, len(data), 4096):
            data[offset:offset + 200] = b"\xAA" * 200
        path.write_bytes(data)
        for extra in ("gatebook.sqlite-wal", "gatebook.sqlite-shm"):
            (self.folder / extra).unlink(missing_ok=True)
        self.assert_fails(1, "backup", words=["render"])

    @unittest.skipUnless(shutil.which("setpriv"), "needs setpriv to run as nobody")
    def test_read_only_output(self):
        self.start_directory()
        self.write("log.dat", GOOD_LOG)
        self.run_ok("ingest", "log.dat")
        self.run_ok("render")
        before = self.tree()
        # Root writes anywhere, so the command runs as somebody else.
        self.folder.chmod(0o777)
        for path in self.folder.glob("gatebook.sqlite*"):
            path.chmod(0o666)
        self.write("more.dat", GOOD_LOG.replace("08:55", "09:55"))
        (self.folder / "output").chmod(stat.S_IRUSR | stat.S_IXUSR | 0o055)
        result = subprocess.run(
            ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", GATEBOOK, "render"],
            cwd=self.folder, capture_output=True, text=True)
        if "setpriv" in result.stderr:
            self.skipTest(result.stderr)
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("output", result.stderr)
        self.assertEqual(self.tree(), before)

    def test_full_disk(self):
        """The output lies on a file system of its own that is too small for the next render."""
        self.start_directory()
        self.write("log.dat", GOOD_LOG)
        self.run_ok("ingest", "log.dat")
        (self.folder / "output").mkdir(exist_ok=True)
        more = "".join(
            f"{i % 90 + 1:9}\t2026-{i // 2800 + 1:02}-{i // 100 % 28 + 1:02} 08:00:{i % 60:02}"
            "\t1\t0\t1\t0\r\n" for i in range(20_000))
        self.write("more.dat", more)
        script = (
            "mount -t tmpfs -o size=1500k none output || exit 77; "
            f"'{GATEBOOK}' render --quiet && before=$(cat output/site/index.html | cksum) && "
            f"'{GATEBOOK}' ingest more.dat --quiet && "
            f"'{GATEBOOK}' render --quiet; code=$?; "
            "[ \"$before\" = \"$(cat output/site/index.html | cksum)\" ] || exit 99; exit $code")
        result = subprocess.run(
            ["unshare", "--mount", "sh", "-c", script], cwd=self.folder, capture_output=True,
            text=True)
        if result.returncode == 77 or "unshare" in result.stderr:
            self.skipTest("no right to mount a small file system")
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertIn("no space left", result.stderr)
        self.assertIn("the last good site is unchanged", result.stderr)

    def test_json_is_one_document_also_on_failure(self):
        result = gatebook("render", "--json", cwd=self.folder)
        self.assertEqual(result.json["exit"], 78)
        self.assertEqual(result.json["command"], "render")


if __name__ == "__main__":
    unittest.main()
