"""A directory to export from, with awkward names, ids and times."""

import csv
import datetime
import random
import sqlite3

from command import FolderTest

AS_OF = "2026-01-01T00:00:00"

RISKY = [
    "=1+1", "=1+1+cmd|' /C calc'!A0", "=HYPERLINK(\"http://example.invalid\",\"x\")", "+1+1",
    "+88017111", "-1+1", "-12", "@SUM(1,1)", "@A1", "\t=1+1", "=\t1+1", "'=1+1", "''=1+1",
    "'+1", "'-1", "'@A1", "=A1", "=A1:A2", "={1;2}", "=IF(1,2,3)", "=SUM(1;1)", "=1;1", "=1,1",
    "=\"a\"", "==1+1", "=+1", "=-1", "=@A1", "-2+3+cmd|' /C calc'!D2", "+cmd|' /C calc'!A0",
    "=DDE(\"a\";\"b\";\"c\")", "=WEBSERVICE(\"http://example.invalid\")", "=RAND()", "=NOW()",
    "=1/0", "=#REF!", "=2^10", "=TRUE()", "=1%", "-", "+", "=", "@", "=\u00a01+1",
    "=রহিম", "=محمد", "-राजेश", "\"=1+1\"", "a\"=1+1", "x,=1+1", "x;=1+1", "a\tb", "'", "O'Hara",
    "_x0041_", "a\u0007b", "007", "1e5", "1/2", "TRUE", "12:30",
]


class ExportTest(FolderTest):
    """A directory with awkward people, two gates and two months."""

    @classmethod
    def setUpClass(cls):
        cls.numbers = random.Random(5)

    def setUp(self):
        super().setUp()
        self.start_directory()
        names = ["রহিম উদ্দিন", "محمد الهاشمي", "राजेश कुमार", "Ann", "Bo"]
        ids = ["007", "7", "1e5", "M1", "3/4"]
        self.people = list(zip(ids, names))
        self.people += [(str(100 + n), name) for n, name in enumerate(RISKY)]
        with (self.folder / "members.csv").open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["member_id", "name", "department", "branch", "shift"])
            for number, (member, name) in enumerate(self.people):
                rows.writerow([member, name, "Dept", "MAIN", "ND"[number % 2]])
        path = self.folder / "gatebook.toml"
        text = path.read_text()
        at = text.index("\n[[branch]]")
        path.write_text(
            text[:at] + '\n[[shift]]\nid = "N"\nstart = "22:00"\nend = "06:00"\n' + text[at:])
        self.write(
            "devices.csv",
            "serial,branch,name,host\nGATE1,MAIN,=Door,10.0.0.1\nGATE2,MAIN,Gym,10.0.0.2\n")
        self.make_logs()

    def make_logs(self, days=40, first=datetime.datetime(2025, 10, 1), people=None):
        logs = {"GATE1": [], "GATE2": []}
        for day in range(days):
            date = first + datetime.timedelta(days=day)
            for number, (member, _) in enumerate(self.people[:people]):
                if (day + number) % 9 == 0:
                    continue
                start = date + datetime.timedelta(hours=9 if number % 2 else 22)
                start += datetime.timedelta(seconds=self.numbers.randrange(-900, 900))
                gate = "GATE1" if number % 3 else "GATE2"
                logs[gate].append((start, member, 0, 1, "0"))
                logs[gate].append((start + datetime.timedelta(hours=8), member, 1, 15, "12"))
        logs["GATE1"] += [
            (datetime.datetime(2025, 10, 3, 0, 0, 0), "007", 4, 2, "0"),
            (datetime.datetime(2025, 10, 3, 23, 59, 59), "007", 255, 0, "0"),
            (datetime.datetime(2025, 10, 3, 12, 0, 0), "=2+3", 5, 4, "0"),
            (datetime.datetime(2025, 10, 3, 12, 0, 1), "'-9", 8, 4, "0"),
        ]
        for gate, punches in logs.items():
            self.write(f"{gate}.dat", "".join(
                f"{member:>9}\t{at:%Y-%m-%d %H:%M:%S}\t1\t{state}\t{verify}\t{code}\r\n"
                for at, member, state, verify, code in sorted(punches)))
            self.run_ok("ingest", f"{gate}.dat", "--device", gate)

    def export(self, formats, *more, out="out"):
        return self.run_ok(
            "export", "--from", "2025-10-01", "--to", "2025-11-30", "--format", formats, "--out",
            out, "--as-of", AS_OF, "--json", *more).json

    def workbook(self, folder="out"):
        return next((self.folder / folder).glob("attendance-*.xlsx"))

    def rows(self, name, **more):
        with (self.folder / name).open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file, **more))

    def stored(self, folder="."):
        with sqlite3.connect(self.folder / folder / "gatebook.sqlite") as store:
            return set(store.execute(
                "SELECT g.serial, device_user_id, at, state, verify, work_code "
                "FROM punch JOIN gate g ON g.id = gate_id"))
