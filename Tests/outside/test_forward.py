"""Punches handed to real databases through ODBC, also when they are killed in between."""

import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import time
import unittest

from command import GATEBOOK, FolderTest, gatebook

COLUMNS = (
    "badge VARCHAR(24) NOT NULL, punched_at {time} NOT NULL, gate VARCHAR(64) NOT NULL, "
    "branch VARCHAR(32), direction VARCHAR(3), state INTEGER, verify INTEGER, "
    "UNIQUE (badge, punched_at, gate)")


def driver(*names):
    """The path of an ODBC driver; None when it is not installed."""
    for folder in pathlib.Path("/usr/lib").glob("*/odbc"):
        for name in names:
            if (folder / name).exists():
                return folder / name
    return None


class Forward(FolderTest):
    """A directory whose punches go to a database; subclasses bring the database."""

    DAYS = 10

    def setUp(self):
        super().setUp()
        self.start_directory()
        self.write("devices.csv", "serial,branch,name,host\nG1,MAIN,Door,10.0.0.1\n")
        self.ingest(0, self.DAYS)

    def ingest(self, first, last, people=100):
        name = f"log{first}.dat"
        self.write(name, "".join(
            f"{'00' + str(n):>9}\t2025-10-{day + 1:02} {hour:02}:{n % 60:02}:{n // 60:02}\t1"
            f"\t{state}\t1\t0\r\n"
            for day in range(first, last) for hour, state in ((8, 0), (12, 1), (13, 0), (17, 1))
            for n in range(people)))
        self.run_ok("ingest", name, "--device", "G1")

    def connect(self, text, layout="plain"):
        path = self.folder / "gatebook.toml"
        policy = path.read_text()
        self.write("hr.secret", text)
        policy = policy.replace('connection = ""', 'connection = "@file:hr.secret"')
        path.write_text(policy.replace('layout = "plain"', f'layout = "{layout}"'))

    def forward(self, *words, code=0):
        return self.run_ok("forward", "--json", *words, code=code).json

    def counts(self, told):
        return told["inserted"], told["present"], told["left_out"]

    def check_everything(self, count):
        """What holds for every database; `count` tells the rows of its table."""
        total = self.DAYS * 400
        self.assertEqual(self.counts(self.forward("--dry-run")), (total, 0, 0))
        self.assertEqual(count(), 0)
        self.assertEqual(self.counts(self.forward()), (total, 0, 0))
        self.assertEqual(count(), total)
        self.assertEqual(self.counts(self.forward()), (0, 0, 0))
        self.ingest(self.DAYS, self.DAYS + 2)
        self.assertEqual(self.counts(self.forward("--dry-run")), (800, 0, 0))
        self.assertEqual(self.counts(self.forward()), (800, 0, 0))
        again = self.forward("--from", "2025-10-01", "--to", "2025-10-31")
        self.assertEqual(self.counts(again), (0, total + 800, 0))
        self.assertEqual(count(), total + 800)
        return total + 800

    def check_kill(self, kill, revive, count):
        """The server dies in the middle; then exactly the right rows are there."""
        self.ingest(0, 28, people=700)
        expected = 700 * 4 * 28
        running = subprocess.Popen(
            [GATEBOOK, "forward"], cwd=self.folder, stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL, text=True)
        limit = time.monotonic() + 60
        while count() < 3_000:
            self.assertLess(time.monotonic(), limit, "nothing arrives")
            self.assertIsNone(running.poll(), "it ended too early to be killed")
        kill()
        _, told = running.communicate(timeout=60)
        self.assertEqual(running.returncode, 1, told)
        self.assertRegex(told, "cannot .* the HR database: ")
        revive()
        before = count()
        self.assertLess(before, expected)
        told = self.forward()
        self.assertEqual(count(), expected)
        self.assertEqual(told["inserted"], expected - before)


@unittest.skipUnless(driver("libsqlite3odbc.so"), "needs libsqliteodbc")
class SQLite(Forward):

    def setUp(self):
        super().setUp()
        self.path = self.folder / "hr.sqlite"
        with sqlite3.connect(self.path) as hr:
            hr.execute(f"CREATE TABLE punches ({COLUMNS.format(time='TIMESTAMP')})")
            hr.execute(
                "CREATE TABLE CHECKINOUT (USERID VARCHAR(24), CHECKTIME TIMESTAMP, "
                "CHECKTYPE VARCHAR(1), VERIFYCODE INT, SENSORID VARCHAR(5), WorkCode VARCHAR(24), "
                "sn VARCHAR(20), PRIMARY KEY (USERID, CHECKTIME))")
        self.text = f"Driver={driver('libsqlite3odbc.so')};Database={self.path};Timeout=5000"

    def count(self, table="punches"):
        with sqlite3.connect(self.path) as hr:
            return hr.execute(f"SELECT count(*) FROM {table}").fetchone()[0]

    def test_each_punch_once(self):
        self.connect(self.text)
        self.check_everything(self.count)
        with sqlite3.connect(self.path) as hr:
            row = hr.execute(
                "SELECT badge, gate, branch, direction, state, verify FROM punches "
                "WHERE badge = '007' ORDER BY punched_at LIMIT 1").fetchone()
            self.assertEqual(row, ("007", "G1", "MAIN", "in", 0, 1))

    def test_checkinout_and_rows_of_others(self):
        with sqlite3.connect(self.path) as hr:
            hr.execute(
                "INSERT INTO CHECKINOUT VALUES ('007', '2025-10-01 08:07:00', 'O', 9, 'x', '', '')")
        self.connect(self.text, "checkinout")
        self.assertEqual(self.counts(self.forward()), (3_999, 1, 0))
        with sqlite3.connect(self.path) as hr:
            row = hr.execute(
                "SELECT CHECKTYPE, VERIFYCODE FROM CHECKINOUT WHERE USERID = '007' "
                "ORDER BY CHECKTIME LIMIT 2").fetchall()
        self.assertEqual(row, [("O", 9), ("O", 1)])

    def test_impossible_times_stay_in_quarantine(self):
        # The gate's clock fell back by a year for two punches; one was never set, one has no time yet.
        self.write("gate.dat", "".join(f"{'9':>9}\t{at}\t1\t0\t1\t0\r\n" for at in (
            "2025-10-01 08:00:00", "2024-10-02 08:00:00", "2024-10-03 08:00:00",
            "2000-01-01 00:00:10", "2031-01-01 00:00:00", "2025-10-02 08:00:00")))
        self.run_ok("ingest", "gate.dat", "--device", "G1", "--read-at", "2025-11-01T00:00:00")
        self.connect(self.text)
        self.assertEqual(self.counts(self.forward()), (self.DAYS * 400 + 2, 0, 4))
        with sqlite3.connect(self.path) as hr:
            times = hr.execute(
                "SELECT punched_at FROM punches WHERE badge = '9' ORDER BY punched_at").fetchall()
        self.assertEqual([time[:10] for time, in times], ["2025-10-01", "2025-10-02"])

    def test_errors_are_sentences_without_secrets(self):
        self.assertIn(
            "connection", gatebook("forward", cwd=self.folder).err)
        self.connect("Driver=/nothing/driver.so;PWD=hunter2")
        result = gatebook("forward", cwd=self.folder)
        self.assertEqual(result.code, 1)
        self.assertIn("cannot connect to the HR database: its driver is not installed", result.err)
        self.assertNotIn("hunter2", result.err)
        self.write("hr.secret", self.text)
        with sqlite3.connect(self.path) as hr:
            hr.execute("DROP TABLE punches")
        result = gatebook("forward", cwd=self.folder)
        self.assertEqual(result.code, 1)
        self.assertIn("HR database", result.err)


class Server(Forward):
    """A database server of its own in the test's folder."""

    def as_user(self, user):
        return ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] \
            if os.geteuid() == 0 else []

    def kill(self):
        self.server.send_signal(signal.SIGKILL)
        self.server.wait()

    def wait(self, works):
        limit = time.monotonic() + 60
        while not works():
            self.assertLess(time.monotonic(), limit, "the server does not start")
            time.sleep(0.1)


def newest(pattern):
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob(pattern))
    return found[-1] if found else None


@unittest.skipUnless(newest("*/bin/initdb") and driver("psqlodbcw.so"), "needs PostgreSQL")
class PostgreSQL(Server):

    def setUp(self):
        super().setUp()
        self.bin = newest("*/bin")
        self.folder.chmod(0o755)
        self.data = self.folder / "pg"
        self.data.mkdir()
        shutil.chown(self.data, "postgres")
        self.user = self.as_user("postgres")
        self.port = 20_000 + os.getpid() % 10_000
        subprocess.run(
            [*self.user, self.bin / "initdb", "-D", self.data, "-A", "trust", "-U", "hr", "-N"],
            check=True, capture_output=True)
        self.start()
        self.addCleanup(self.kill)
        self.sql(f"CREATE TABLE punches ({COLUMNS.format(time='TIMESTAMP')})")
        self.connect(
            f"Driver={driver('psqlodbcw.so')};Server=127.0.0.1;Port={self.port};Database=postgres;"
            "UID=hr")

    def start(self):
        self.server = subprocess.Popen(
            [*self.user, self.bin / "postgres", "-D", self.data, "-p", str(self.port), "-k",
             self.data, "-c", "listen_addresses=127.0.0.1"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait(lambda: self.sql("SELECT 1", check=False).returncode == 0)

    def kill(self):
        super().kill()
        # The children end by themselves once they notice.
        time.sleep(1)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def sql(self, text, check=True):
        return subprocess.run(
            [self.bin / "psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "hr", "-Atc", text,
             "postgres"], check=check, capture_output=True, text=True)

    def count(self):
        return int(self.sql("SELECT count(*) FROM punches").stdout)

    def test_each_punch_once(self):
        self.check_everything(self.count)
        self.assertEqual(
            self.sql(
                "SELECT badge, punched_at, direction FROM punches WHERE badge = '007' "
                "ORDER BY punched_at LIMIT 1").stdout.strip(), "007|2025-10-01 08:07:00|in")

    def test_server_killed_in_between(self):
        self.check_kill(self.kill, self.start, self.count)


@unittest.skipUnless(
    shutil.which("mariadbd") and driver("libmaodbc.so"), "needs MariaDB")
class MariaDB(Server):

    def setUp(self):
        super().setUp()
        self.folder.chmod(0o755)
        self.data = self.folder / "maria"
        self.data.mkdir()
        shutil.chown(self.data, "mysql")
        self.user = self.as_user("mysql")
        self.port = 30_000 + os.getpid() % 10_000
        subprocess.run(
            [*self.user, "mariadb-install-db", f"--datadir={self.data}", "--no-defaults",
             "--auth-root-authentication-method=normal", "--skip-test-db"],
            check=True, capture_output=True)
        self.start()
        self.addCleanup(self.kill)
        self.sql("CREATE DATABASE hr")
        self.sql("CREATE USER hr@'127.0.0.1'; GRANT ALL ON hr.* TO hr@'127.0.0.1'")
        self.sql(f"CREATE TABLE hr.punches ({COLUMNS.format(time='DATETIME')})")
        self.connect(
            f"Driver={driver('libmaodbc.so')};Server=127.0.0.1;Port={self.port};Database=hr;UID=hr")

    def start(self):
        self.server = subprocess.Popen(
            [*self.user, "mariadbd", "--no-defaults", f"--datadir={self.data}",
             f"--socket={self.data}/s", f"--port={self.port}", "--bind-address=127.0.0.1",
             f"--pid-file={self.data}/pid"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait(lambda: self.sql("SELECT 1", check=False).returncode == 0)

    def sql(self, text, check=True):
        return subprocess.run(
            ["mariadb", "--no-defaults", "-uroot", f"--socket={self.data}/s", "-Ne", text],
            check=check, capture_output=True, text=True)

    def count(self):
        return int(self.sql("SELECT count(*) FROM hr.punches").stdout)

    def test_each_punch_once(self):
        self.check_everything(self.count)
        self.assertEqual(
            self.sql(
                "SELECT badge, punched_at, direction FROM hr.punches WHERE badge = '007' "
                "ORDER BY punched_at LIMIT 1").stdout.split("\t"),
            ["007", "2025-10-01 08:07:00", "in\n"])

    def test_server_killed_in_between(self):
        self.check_kill(self.kill, self.start, self.count)


del Forward, Server  # they are no tests themselves


if __name__ == "__main__":
    unittest.main()
