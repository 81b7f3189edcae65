"""First and last punch, lateness and leaving early, once more: slow, obvious SQL over the raw table.

It shares nothing with the engine but the punches: 200 people, 50 days, day and night shifts, two
gates, double taps, forgotten punches. Every one of the 10,000 person-days must agree.
"""

import csv
import random
import sqlite3
import unittest

from command import FolderTest

POLICY = """\
[site]
title = "Cross-check"
time_zone = "Asia/Dhaka"

[[shift]]
id = "D"
start = "09:00"
end = "18:00"

[[shift]]
id = "N"
start = "22:00"
end = "06:00"
window_before_minutes = 120
window_after_minutes = 240

[[branch]]
id = "DHK"
time_zone = "Asia/Dhaka"
"""

# Everything in seconds. A shift: start, end, opening and closing of its window, from midnight.
MINE = """
CREATE TEMP TABLE mine AS
WITH RECURSIVE
shift(id, start, finish, opens, closes) AS (VALUES
    ('D', 9 * 3600, 18 * 3600, 6 * 3600, 24 * 3600),
    ('N', 22 * 3600, 30 * 3600, 20 * 3600, 34 * 3600)),
day(midnight) AS (
    SELECT unixepoch('2026-03-02') UNION ALL
    SELECT midnight + 86400 FROM day WHERE midnight < unixepoch('2026-03-02') + 49 * 86400)
SELECT person.id AS person, midnight, start, finish, p.at - midnight AS second
FROM person JOIN shift ON shift.id = person.shift JOIN day
LEFT JOIN raw p ON p.device_user_id = person.id
    AND p.at >= midnight + opens AND p.at < midnight + closes
"""

ANSWERS = """
WITH RECURSIVE
kept AS (
    SELECT person, midnight, start, finish, min(second) AS second FROM mine
    GROUP BY person, midnight
    UNION ALL
    SELECT k.person, k.midnight, k.start, k.finish,
        (SELECT min(m.second) FROM mine m
         WHERE m.person = k.person AND m.midnight = k.midnight AND m.second > k.second + 120)
    FROM kept k WHERE k.second IS NOT NULL),
ends AS (
    SELECT person, midnight, start, finish, min(second) AS first, max(second) AS last
    FROM kept GROUP BY person, midnight),
told AS (
    SELECT *, last - first >= 900 AS whole,
        abs(first - start) <= abs(last - finish) AS nearer_to_start FROM ends)
SELECT date(midnight, 'unixepoch'), person,
    CASE WHEN first IS NULL THEN 'absent' ELSE 'present' END,
    CASE WHEN whole OR nearer_to_start THEN first END,
    CASE WHEN whole OR NOT nearer_to_start THEN last END,
    CASE WHEN whole THEN last - first END,
    CASE WHEN whole OR nearer_to_start
        THEN iif(first - start > 600, (first - start) / 60, 0) END,
    CASE WHEN whole OR NOT nearer_to_start
        THEN iif(finish - last > 600, (finish - last) / 60, 0) END
FROM told ORDER BY 1, 2
"""


class CrossCheck(FolderTest):

    def test_ten_thousand_person_days(self):
        people = [(f"{number:03}", "N" if number % 4 == 0 else "D") for number in range(200)]
        self.put_files(people)
        self.run_ok("export", "--from", "2026-03-02", "--to", "2026-04-20", "--format", "csv",
                    "--what", "days", "--out", "out", "--as-of", "2026-05-01T02:00:00",
                    timeout=300)
        (path,) = (self.folder / "out").glob("days*.csv")
        with path.open(newline="") as file:
            ours = sorted(
                (r["date"], r["member_id"], r["status"], r["first_in"], r["last_out"],
                 r["presence_seconds"], r["late_minutes"], r["early_minutes"])
                for r in csv.DictReader(file))
        theirs = self.answers(people)
        self.assertEqual(len(theirs), 10_000)
        self.assertEqual(len(ours), 10_000)
        for mine, other in zip(ours, theirs):
            self.assertEqual(mine, other)
        self.assertGreater(sum(r[2] == "absent" for r in ours), 100)
        self.assertGreater(sum(r[5] == "" for r in ours), 1000)

    def put_files(self, people):
        chance = random.Random(5)
        logs = {"A": [], "B": []}
        for person, shift in people:
            for day in range(50):
                start, end = (79200, 108000) if shift == "N" else (32400, 64800)
                times = [chance.gauss(start, 900), chance.gauss(end, 1200)]
                times += [chance.uniform(start - 20000, end + 20000)
                          for _ in range(chance.choice([0, 0, 0, 1, 2]))]
                times = [t for t in times if chance.random() > 0.12]
                times += [t + chance.choice([20, 119, 120, 121, 240]) for t in times
                          if chance.random() < 0.2]
                for second in times:
                    logs[chance.choice("AB")].append((day * 86400 + int(second), person))
        self.write("gatebook.toml", POLICY)
        self.write("devices.csv", "serial,branch,name,host\nA,DHK,A,a\nB,DHK,B,b\n")
        self.write("members.csv", "member_id,name,branch,shift\n" + "".join(
            f"{person},Person {person},DHK,{shift}\n" for person, shift in people))
        base = sqlite3.connect(":memory:").execute("SELECT unixepoch('2026-03-02')").fetchone()[0]
        stamp = sqlite3.connect(":memory:")
        for gate, log in logs.items():
            lines = []
            for second, person in sorted(log):
                at = stamp.execute("SELECT datetime(?, 'unixepoch')", (base + second,)).fetchone()
                lines.append(f"{person:>9}\t{at[0]}\t1\t255\t0\t0\r\n")
            self.write(f"{gate}.dat", "".join(lines))
            self.run_ok("ingest", f"{gate}.dat", "--device", gate, "--read-at",
                        "2026-05-01T02:00:00", "--as-of", "2026-05-01T02:00:00")

    def answers(self, people):
        base = sqlite3.connect(self.folder / "gatebook.sqlite")
        base.execute("CREATE TEMP TABLE person (id TEXT PRIMARY KEY, shift TEXT)")
        base.executemany("INSERT INTO person VALUES (?, ?)", people)
        base.execute("CREATE TEMP TABLE raw AS SELECT device_user_id, at FROM main.punch")
        base.execute("CREATE INDEX temp.raw_by_person ON raw (device_user_id, at)")
        base.execute(MINE)
        base.execute("CREATE INDEX temp.mine_by_day ON mine (person, midnight, second)")
        return [
            (date, person, status, clock(first), clock(last), text(hours), text(late), text(early))
            for date, person, status, first, last, hours, late, early in base.execute(ANSWERS)]


def clock(second):
    if second is None:
        return ""
    minutes, second = divmod(second % 86400, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{second:02}"


def text(number):
    return "" if number is None else str(number)


if __name__ == "__main__":
    unittest.main()
