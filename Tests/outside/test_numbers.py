"""Every number on every page is that of the JSON, and that of the CSV and the workbook.

Two fleets: the bank of the demo with gates that answer, and a generated one with shifts, nights,
leaves, blocked members, ids of nobody and a gate that was read only up to half of the time.
"""

import collections
import csv
import datetime
import io
import json
import pathlib
import random
import re
import tempfile
import unittest

import openpyxl

from command import gatebook
from markup import WORDS, Page, date, keys_of, shown

POLICY = """\
[site]
title = "Generated"
time_zone = "Asia/Dhaka"

[[shift]]
id = "D"
start = "09:00"
end = "18:00"

[[shift]]
id = "N"
start = "22:00"
end = "06:00"

[[branch]]
id = "NORTH"
name = "North"
time_zone = "Asia/Dhaka"
weekly_off = ["fri"]
leaves = "leaves.csv"
holidays = "holidays.csv"

[[branch]]
id = "south"
name = "South & Sons"
time_zone = "Asia/Dhaka"
weekly_off = ["fri", "sat"]
leaves = "leaves.csv"

[[branch]]
id = "GYM"
name = "Gym"
time_zone = "Asia/Dhaka"
"""


PUNCH = ("at", "device", "state", "verify", "used_as", "reason")


def generate(folder, seed):
    """Makes a fleet and reads its logs; a branch of everything, 45 days, about 5,000 punches."""
    chance = random.Random(seed)
    start = datetime.date(2026, 9, 1)
    end = f"{start + datetime.timedelta(days=45)}T02:00:00"
    members, logs, leaves = [], collections.defaultdict(list), []
    for number in range(60):
        branch = ["NORTH", "south", "GYM"][number % 3]
        shift = "" if branch == "GYM" else chance.choice("DDN")
        until = "2026-09-20" if chance.random() < 0.1 else ""
        members.append(f"M{number},Person {number},{branch},{chance.choice(['', 'Sales'])},{shift},"
                       f"{until},{'suspended' if chance.random() < 0.05 else 'active'}")
        is_away = bool(shift) and chance.random() < 0.2
        if is_away:
            leaves.append(f"M{number},2026-09-14,2026-09-16,annual")
        for day in range(45):
            if is_away and 13 <= day <= 15:
                continue
            at = datetime.datetime.combine(start, datetime.time()) + datetime.timedelta(days=day)
            first, last = {"D": (9, 18), "N": (22, 30), "": (17, 18)}[shift]
            times = [chance.gauss(first * 60, 15), chance.gauss(last * 60, 20)]
            times += [chance.uniform(first * 60, last * 60) for _ in range(chance.choice([0, 0, 2]))]
            for minutes in times:
                if chance.random() < 0.85:
                    logs[branch].append((at + datetime.timedelta(minutes=minutes), f"M{number}"))
    logs["south"].append((datetime.datetime(2026, 9, 9, 9), "STRANGER"))
    folder.mkdir()
    (folder / "gatebook.toml").write_text(POLICY)
    (folder / "devices.csv").write_text(
        "serial,branch,name,host\nN1,NORTH,North gate,n\nS1,south,South gate,s\nG1,GYM,Door,g\n")
    (folder / "members.csv").write_text(
        "member_id,name,branch,department,shift,access_until,status\n" + "\n".join(members) + "\n")
    (folder / "leaves.csv").write_text("member_id,from,to,kind\n" + "\n".join(leaves) + "\n")
    (folder / "holidays.csv").write_text("date,name\n2026-09-10,Harvest\n")
    for gate, branch in (("N1", "NORTH"), ("S1", "south"), ("G1", "GYM")):
        # The gate of the south was last read on 20 September: what came later nobody knows.
        read_at = "2026-09-20T02:00:00" if gate == "S1" else end
        lines = [f"{who:>9}\t{at:%Y-%m-%d %H:%M:%S}\t1\t255\t1\t0\r\n"
                 for at, who in sorted(logs[branch]) if at.isoformat() < read_at]
        (folder / "log.dat").write_text("".join(lines))
        told = gatebook("ingest", "log.dat", "--device", gate, "--read-at", read_at, "--as-of",
                        end, cwd=folder)
        assert told.code == 0, told.err
    told = gatebook("render", "--as-of", end, cwd=folder)
    assert told.code == 0, told.err


class Numbers:
    """The checks, of any site; `months` holds the rows of CSV files that were read."""

    def data(self, path):
        return json.loads((self.site / "data" / path).read_text())

    def sheet(self, name, sheet):
        """The rows of a sheet, as dictionaries by title; an empty cell is None."""
        book = openpyxl.load_workbook(self.site / "exports" / name, data_only=True, read_only=True)
        rows = list(book[sheet].iter_rows(values_only=True))
        return [dict(zip(rows[0], row)) for row in rows[1:]]

    def csv(self, name):
        text = (self.site / "exports" / name).read_bytes().decode()
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def same_rows(self, page_rows, json_rows, where, day=None):
        """A plain table shows these rows of JSON."""
        self.assertEqual(len(page_rows), len(json_rows), where)
        for cells, row in zip(page_rows, json_rows):
            self.assertTrue(cells, where)
            for title, text in cells:
                if title == WORDS["column_remaining"]:
                    continue  # fingers, card, password and face in one sentence
                keys = keys_of(title, row)
                self.assertTrue(keys, f"{where}: {title} is in no JSON")
                expected = [shown(key, row[key], day) for key in keys]
                if any(key in ("branch", "gate_branch") for key in keys):
                    expected += [self.branches.get(row[k], "") for k in keys]
                if any(key in ("why", "note", "failure", "device") for key in keys):
                    continue  # sentences, and gates shown by their names
                self.assertIn(text, expected, f"{where}: {title}")

    def same_tiles(self, page, counts, where):
        tiles = page.tiles()
        for name, number in counts.items():
            self.assertEqual(tiles.pop(name, 0), number, f"{where}: {name}")
        self.assertEqual(tiles, {}, where)

    def same_ledger(self, bodies, rows, where, day=None):
        """The rows of a ledger show these judged days."""
        self.assertEqual(len(bodies), len(rows), where)
        for body, row in zip(bodies, rows):
            on = day or row["date"]
            self.assertEqual(body.attributes["data-status"], row["status"], where)
            self.assertEqual(body.attributes["data-first"], row["first_in"] or "", where)
            self.assertEqual(
                body.attributes["data-late"],
                "" if row["late_minutes"] is None else str(row["late_minutes"]), where)
            self.assertEqual(body.one("i", "code").text, row["code"] or "", where)
            for cell in body.all("td", "number"):
                (key,) = [k for k in keys_of(cell.attributes["data-label"], row)
                          if k not in ("late", "early")]
                self.assertIn(
                    cell.text, (shown(key, row[key]), shown(key, row[key]) + " +1"),
                    f"{where}: {row['member_id']} {key}")
            points = list(body.all("time"))
            self.assertEqual(
                [p.attributes["datetime"] for p in points],
                [p["at"] for p in row["punches"]] if body.one("details") else [], where)
            if not body.one("details"):
                self.assertEqual(row["punches"], [], where)
            else:
                told = body.one("summary").one("b").text
                self.assertEqual(told.split()[0] if row["punches"] else "0",
                                 str(len(row["punches"])), f"{where}: {told} on {on}")

    @staticmethod
    def counted(people):
        """What the people of a day come to, counted once more."""
        counts = collections.Counter(p["status"] for p in people)
        return {
            "present": counts["present"],
            "late": sum((p["late_minutes"] or 0) > 0 for p in people),
            **{k: counts[k] for k in (
                "absent", "unknown", "off", "holiday", "leave", "visit", "short_stay")}}

    def days(self):
        return sorted(p for p in (self.site / "data/days").rglob("*.json") if p.name != "index.json")

    def test_days(self):
        for path in self.days()[::3]:
            name = str(path.relative_to(self.site / "data"))
            with self.subTest(name):
                data = json.loads(path.read_text())
                page = Page(self.site / name.replace(".json", ".html"))
                self.assertEqual(data["counts"], self.counted(data["people"]))
                self.same_tiles(page, data["counts"], name)
                bodies = [b for t in page.main.all("table", "ledger") for b in t.all("tbody")]
                self.same_ledger(bodies, data["people"], name, data["date"])
                lists = page.lists()
                for key in ("late", "early"):
                    rows = [p for p in data["people"] if (p[f"{key}_minutes"] or 0) > 0]
                    rows.sort(key=lambda p: -p[f"{key}_minutes"])
                    expected = [(p["name"], shown(f"{key}_minutes", p[f"{key}_minutes"]))
                                for p in rows]
                    self.assertEqual(lists.get(key, (0, [])), (len(rows), expected), name)
                for key, rows in {
                        "missing": [p for p in data["people"] if p["missing"]],
                        "unknown": [p for p in data["people"] if p["status"] == "unknown"]}.items():
                    count, lines = lists.get(key, (0, []))
                    self.assertEqual((count, [n for n, _ in lines]),
                                     (len(rows), [p["name"] for p in rows]), f"{name} {key}")

    def test_a_branch_is_a_part_of_all(self):
        for path in (self.site / "data/days").glob("20*.json"):
            everybody = json.loads(path.read_text())["people"]
            parts = []
            for part in (self.site / "data/days" / path.stem).glob("*.json"):
                parts += json.loads(part.read_text())["people"]
            key = lambda p: (p["member_id"], p["shift"] or "", p["branch"])
            self.assertEqual(sorted(parts, key=key), sorted(everybody, key=key), path.stem)

    def test_files_of_days_and_months(self):
        titles = {"First in": "first_in", "Last out": "last_out", "Late (min)": "late_minutes",
                  "Early (min)": "early_minutes", "Overtime (min)": "overtime_minutes",
                  "Status": "status", "Code": "code", "Member id": "member_id"}
        months = collections.defaultdict(list)
        for path in sorted((self.site / "data/days").glob("20*.json")):
            people = [{"date": path.stem, **p} for p in json.loads(path.read_text())["people"]]
            months[path.stem[:7]] += people
        for month, people in months.items():
            rows = self.csv(f"attendance-{month}.csv")
            sheet = self.sheet(f"attendance-{month}.xlsx", "Days")
            self.assertEqual((len(rows), len(sheet)), (len(people), len(people)), month)
            for row, line, person in zip(rows, sheet, people):
                for key, text in row.items():
                    if key != "department":
                        value = person[key]
                        value = "" if value is None else str(value)
                        self.assertEqual(
                            text, value.lower() if isinstance(person[key], bool) else value)
                for title, key in titles.items():
                    value = line[title]
                    value = value.isoformat() if hasattr(value, "isoformat") else value
                    self.assertEqual(value, person[key], (month, title))
                for title, key in (("Presence", "presence_seconds"), ("Counted", "counted_seconds")):
                    value = line[title]
                    if isinstance(value, datetime.time):
                        value = datetime.timedelta(
                            hours=value.hour, minutes=value.minute, seconds=value.second)
                    value = None if value is None else round(value.total_seconds())
                    self.assertEqual(value, person[key], (month, title))
            punches = self.sheet(f"attendance-{month}.xlsx", "Punches")
            told = sum(len(p["punches"]) for p in people) + sum(
                len(self.data(f"days/{day}.json")["exceptions"])
                for day in sorted({p["date"] for p in people}))
            self.assertEqual(len(punches), told, month)

    def test_musters(self):
        for path in sorted((self.site / "data/months").rglob("*.json")):
            if path.name == "index.json":
                continue
            name = str(path.relative_to(self.site / "data"))
            with self.subTest(name):
                self.check_muster(name, json.loads(path.read_text()))

    def check_muster(self, name, data):
        page = Page(self.site / name.replace(".json", ".html"))
        days = {d: self.data(f"days/{d}{self.part(name)}.json")["people"] for d in data["dates"]
                if (self.site / f"data/days/{d}{self.part(name)}.json").exists()}
        rows = [r for t in page.main.all("table", "muster") for b in t.all("tbody")
                for r in b.all("tr") if r.one("th", "who")]
        self.check_groups([r for r in rows if "group" in r.classes], data, name)
        rows = [r for r in rows if "group" not in r.classes]
        rows = [r for r in rows if r.one("td", "total")]
        people = data["people"]
        shown_people = [r for r in rows if r.one("th", "who").one("a") or r.one("small")]
        self.assertEqual(len(shown_people), len(people), name)
        for row, person in zip(shown_people, people):
            cells = list(row.all("td"))
            codes = [c.text.rstrip("*") for c in cells if "total" not in c.classes]
            outside = [
                c is None and (d < (person["joined"] or "") or d > (person["left"] or "9"))
                for c, d in zip(person["codes"], data["dates"])]
            expected = ["–" if o else c or "" for c, o in zip(person["codes"], outside)]
            self.assertEqual(codes, [c.rstrip("*") for c in expected], name)
            totals = [c.text for c in cells if "total" in c.classes]
            expected = [shown(k, v) for k, v in person["totals"].items()]
            rest = iter(expected)
            # Columns without anything are left out; the others stand in the order of the JSON.
            self.assertTrue(all(any(t == e for e in rest) for t in totals), (name, totals, expected))
            mine = [d for ds in days.values() for d in ds if d["member_id"] == person["member_id"]]
            statuses = collections.Counter(d["status"] for d in mine)
            for key in ("absent", "unknown", "leave", "holiday", "off", "visit", "short_stay"):
                self.assertEqual(person["totals"][key], statuses[key], (name, key))
            self.assertEqual(
                person["totals"]["off_worked"],
                sum(d["status"] in ("off", "holiday") and bool(d["first_in"] or d["last_out"])
                    for d in mine), name)
            for key in ("presence_seconds", "counted_seconds", "late_minutes", "early_minutes",
                        "overtime_minutes"):
                self.assertEqual(person["totals"][key], sum(d[key] or 0 for d in mine), (name, key))
        self.check_days_of_muster(name, data, page, days)

    def check_groups(self, rows, data, name):
        """The line above the people of a branch has its sums."""
        sums = {self.branches[b["branch"]]: b for b in data["branches"]}
        for row in rows:
            own = sums[row.one("bdi").text]
            totals = [shown(k, v) for k, v in own.items() if k not in ("branch", "people")]
            rest = iter(totals)
            told = [c.text for c in row.all("td") if "total" in c.classes]
            self.assertTrue(told and all(any(t == e for e in rest) for t in told), (name, told))

    @staticmethod
    def part(name):
        parts = pathlib.PurePath(name).with_suffix("").parts
        return "/" + parts[2] if len(parts) == 3 else ""

    def check_days_of_muster(self, name, data, page, days):
        for day in data["days"]:
            if day["date"] in days:
                counts = self.counted(days[day["date"]])
                self.assertEqual({k: day[k] for k in counts}, counts, (name, day["date"]))
        known = [d for d in data["days"] if d["date"] in days]
        self.same_rows(page.tables()["Day by day"], known, name)

    def is_known(self, member, month, key):
        """Whether any day of a month has a number for a person."""
        column = {"late": "late_minutes", "half_days": "late_minutes"}.get(key, key)
        if month not in self.months:
            self.months[month] = self.csv(f"attendance-{month}.csv")
        return any(row[column] != "" for row in self.months[month] if row["member_id"] == member)

    def test_the_months_page_links_every_file_with_its_size(self):
        listed = json.loads((self.site / "data/months/index.json").read_text())["files"]
        found = sorted((self.site / "exports").iterdir())
        self.assertEqual(
            {f["path"]: f["bytes"] for f in listed},
            {f"exports/{p.name}": p.stat().st_size for p in found if p.suffix != ".gz"})
        page = (self.site / "months/index.html").read_text()
        links = re.findall(r'href="\.\./(exports/[^"]*)" download>', page)
        self.assertEqual(sorted(links), sorted(f["path"] for f in listed))

    def test_months_in_workbooks(self):
        for path in sorted((self.site / "data/months").glob("20*.json")):
            data = json.loads(path.read_text())
            name = f"attendance-{path.stem}.xlsx"
            summary = {r["Member id"]: r for r in self.sheet(name, "Summary") if r["Member id"]}
            muster = {r["Member id"]: r for r in self.sheet(name, "Muster") if r["Member id"]}
            for person in data["people"]:
                row, codes = summary[person["member_id"]], muster[person["member_id"]]
                totals = person["totals"]
                for title, key in {
                        "Present": "present", "Late": "late", "Half days": "half_days",
                        "Absent": "absent", "Unknown": "unknown", "Leave": "leave",
                        "Holiday": "holiday", "Off": "off", "Off worked": "off_worked", "Visits": "visit",
                        "Short stays": "short_stay", "Late (min)": "late_minutes",
                        "Early (min)": "early_minutes", "Overtime (min)": "overtime_minutes"
                        }.items():
                    # The workbook leaves a sum empty to which no day brought a number.
                    if row[title] is None:
                        self.assertFalse(self.is_known(person["member_id"], path.stem, key))
                    self.assertEqual(row[title] or 0, totals[key] or 0, (name, title))
                told = [codes.get(n) for n in range(1, len(data["dates"]) + 1)]
                self.assertEqual(
                    [(c or "").rstrip("*") for c in told],
                    [(c or "").rstrip("*") for c in person["codes"]], (name, person["member_id"]))

    def test_people(self):
        days = {}
        for path in (self.site / "data/days").glob("20*.json"):
            for row in json.loads(path.read_text())["people"]:
                days.setdefault((path.stem, row["member_id"]), []).append(row)
        pages = [p for p in (self.site / "data/people").glob("*.json") if p.name != "index.json"]
        self.assertGreater(len(pages), 20)
        for path in pages:
            name = f"people/{path.name}"
            data = json.loads(path.read_text())
            with self.subTest(name):
                page = Page(self.site / name.replace(".json", ".html"))
                self.same_tiles(page, data["counts"], name)
                self.assertEqual(data["counts"], self.counted(data["days"]), name)
                for row in data["days"]:
                    plain = {k: v for k, v in row.items() if k != "date"}
                    # A punch says more here than on the page of the day.
                    plain["punches"] = [
                        {k: p[k] for k in PUNCH} for p in row["punches"]]
                    self.assertIn(plain, days[row["date"], row["member_id"]], name)
                bodies = [b for t in page.main.all("table", "ledger") for b in t.all("tbody")]
                self.same_ledger(bodies, data["days"], name)
                tables = page.tables()
                for caption, rows in tables.items():
                    key = {"Ids on the gates": "identities"}.get(caption)
                    if key:
                        self.same_rows(rows, data[key], f"{name} {caption}")
                self.check_time_cards(page, data, name)
        listed = Page(self.site / "people/index.html").tables()["People"]
        self.same_rows(listed, self.data("people/index.json")["people"], "people")

    def check_time_cards(self, page, data, name):
        """The cards show their JSON, and their JSON is that of the days."""
        sheets = list(page.main.all("section", "timecard"))
        self.assertEqual(len(sheets), len(data["time_cards"]), name)
        self.assertEqual(bool(sheets), any(d["status"] != "visit" for d in data["days"]), name)
        days = [d for d in data["days"]]
        for sheet, card in zip(sheets, data["time_cards"]):
            where = f"{name} {card['month']}"
            of_month = [d for d in days if d["date"].startswith(card["month"])][::-1]
            self.assertEqual(len(card["rows"]), len(of_month), where)
            bodies = list(sheet.one("tbody").all("tr"))
            self.assertEqual(len(bodies), len(card["rows"]), where)
            for body, row, day in zip(bodies, card["rows"], of_month):
                self.check_card_row(body, row, day, f"{where} {row['date']}")
            for key, told in card["sums"].items():
                known = [r[key] for r in card["rows"] if r[key] is not None]
                self.assertEqual(told, sum(known) if known else None, f"{where} {key}")
            self.assertEqual(
                card["open_days"], sum(
                    r["basis"] is not None and (
                        r["inside_seconds"] is None or any(p["seconds"] is None for p in r["pairs"]))
                    for r in card["rows"]), where)
            cells = list(sheet.one("tfoot").all("td", "number"))
            self.assertGreater(len(cells), 1, where)
            for cell in cells:
                (key,) = keys_of(cell.attributes["data-label"], card["sums"])
                self.assertEqual(cell.text, shown(key, card["sums"][key]), f"{where} {key}")

    def check_card_row(self, body, row, day, where):
        for key in ("date", "shift", "status", "code", "counted_seconds", "late_minutes",
                    "early_minutes", "overtime_minutes", "corrected"):
            self.assertEqual(row[key], day[key], f"{where} {key}")
        if row["inside_seconds"] is not None:
            breaks = row["break_seconds"] if row["basis"] == "directions" else 0
            self.assertEqual(row["inside_seconds"] + breaks, day["presence_seconds"], where)
            self.assertEqual(
                row["inside_seconds"], sum(p["seconds"] or 0 for p in row["pairs"]), where)
        if row["basis"] == "first_last":
            self.assertIsNone(row["break_seconds"], where)
        self.assertEqual(row["basis"] is None, not day["punches"] and not row["corrected"], where)
        sides = [p[s] for p in row["pairs"] for s in ("in", "out") if p[f"{s}_from"] != "correction"]
        punched = [p["at"] for p in day["punches"]]
        for at in filter(None, sides):
            self.assertIn(at, punched, where)
        cells = list(body.all("td"))
        self.assertEqual(
            [c.text for c in cells[:3]],
            [date(row["date"], "{wd} {day} {mon}"), row["shift"] or "—", row["code"]], where)
        told = [s.text for s in cells[3].all("span") if "hidden" not in s.classes]
        def clock(at):
            if at is None:
                return "—"
            return at[11:16] + ("" if at[:10] == row["date"] else f" {WORDS['next_day']}")
        word = lambda p: WORDS["card_pair_open" if p["seconds"] is None else "card_pair"]
        self.assertEqual(
            [t.replace("*", "") for t in told],
            [word(p).format(**{"in": clock(p["in"]), "out": clock(p["out"])}) for p in row["pairs"]],
            where)
        for cell in cells[4:]:
            (key,) = keys_of(cell.attributes["data-label"], row)
            is_blank = row[key] is None and row["basis"] is None and row["status"] != "unknown"
            self.assertEqual(
                cell.text, "" if is_blank else shown(key, row[key]), f"{where} {key}")

    def test_the_overview(self):
        data, page = self.data("index.json"), Page(self.site / "index.html")
        latest = self.data(f"days/{data['latest']}.json")
        self.assertEqual(data["counts"], latest["counts"])
        self.same_tiles(page, data["counts"], "overview")
        tables = page.tables()
        self.same_rows(tables["Arrivals by hour"], data["arrivals"], "arrivals")
        self.same_rows(tables["The last thirty days"], data["month"], "month")
        for row in data["month"]:
            counts = self.data(f"days/{row['date']}.json")["counts"]
            self.assertEqual({k: counts[k] for k in row if k != "date"},
                             {k: v for k, v in row.items() if k != "date"})
        (branches,) = [rows for caption, rows in tables.items() if "ranch" in caption]
        self.same_rows(branches, data["branches"], "branches")
        for row in data["branches"]:
            part = [p for p in latest["people"] if p["branch"] == row["branch"]]
            counts = self.counted(part)
            for key in counts.keys() & row.keys():
                self.assertEqual(row[key], counts[key], (row["branch"], key))
        lists = page.lists()
        for key in ("inside", "late", "unknown"):
            count, lines = lists.get(key, (0, []))
            self.assertEqual((count, [n for n, _ in lines]),
                             (len(data[key]), [p["name"] for p in data[key]]), key)
        self.assertEqual(
            [f for _, f in lists["late"][1]] if "late" in lists else [],
            [shown("late_minutes", p["late_minutes"]) for p in data["late"]])

    def test_access(self):
        lists = ["entered_while_not_entitled", "should_be_blocked", "blocked_now",
                 "refused_by_device", "failed_verifications", "unknown_ids"]
        by_month = collections.Counter()
        for path in sorted((self.site / "data/denied").glob("*.json")):
            name = f"denied/{path.name}"
            data = json.loads(path.read_text())
            page = Page(self.site / name.replace(".json", ".html"))
            for key in lists:
                panel = page.main.one("section", id=key)
                rows = data[key]
                if rows is None:
                    self.assertIn(key, data["cannot_know"], name)
                    self.assertIsNone(panel.one("table"), (name, key))
                    continue
                by_month[path.stem[:7], key] += len(rows)
                count = panel.one("span", "count")
                self.assertEqual(int(count.text) if count else 0, len(rows), (name, key))
                # The first lines of a long list are open, the others behind a summary.
                found = [[(td.attributes["data-label"], td.text) for td in tr.all("td")]
                         for table in panel.all("table")
                         for tr in table.one("tbody").all("tr")]
                self.same_rows(found, rows, f"{name} {key}")
        for path in (self.site / "exports").glob("denied-*.csv"):
            rows = self.csv(path.name)
            sheet = self.sheet(path.name.replace(".csv", ".xlsx"), "Denied")
            self.assertEqual(len(rows), len(sheet))
            for row, line in zip(rows, sheet):
                at = line["At"].isoformat() if line["At"] else ""
                self.assertEqual((row["list"], row["at"], row["member_id"], row["days"]), (
                    line["List"], at, line["Member id"] or "",
                    "" if line["Days"] is None else str(line["Days"])))
            month = path.stem[len("denied-"):]
            told = collections.Counter(row["list"] for row in rows)
            for key in ("entered_while_not_entitled", "unknown_ids"):
                self.assertEqual(told[key], by_month[month, key], (month, key))

    def test_enrollment(self):
        for path in sorted((self.site / "data/enrollment").glob("*.json")):
            name = f"enrollment/{path.name}"
            data = json.loads(path.read_text())
            page = Page(self.site / name.replace(".json", ".html"))
            table = page.main.one("table", "matrix")
            rows = list(table.one("tbody").all("tr")) if table else []
            if rows:
                self.assertEqual(len(rows), len(data["people"]), name)
            for row, person in zip(rows, data["people"]):
                cells = list(row.all("td"))[1:]
                told = [(c.children[0].strip(), [w.text for w in c.all("span", "way")])
                        for c in cells if "present" in c.classes]
                expected = [
                    (str(len(g["fingers"])) if g["fingers"] else "✓",
                     [way.title() + ("?" if g[way] is None else "")
                      for way in ("card", "password", "face") if g[way] is not False])
                    for g in person["gates"] if g["state"] == "enrolled"]
                self.assertEqual(told, expected, (name, person["member_id"]))
            fills = list(page.main.all("div", "fill"))
            full = sorted((g for g in data["capacity"] if g["users"] is not None), key=lambda g: -max(
                g["users"] / g["user_capacity"], g["templates"] / g["template_capacity"]))
            self.assertEqual([g["serial"] for g in data["capacity"]],
                             [g["serial"] for g in data["gates"]])
            self.assertEqual(len(fills), len(full), name)
            for fill, gate in zip(fills, full):
                meters = [(m.attributes["value"], m.attributes["max"]) for m in fill.all("meter")]
                self.assertEqual(meters, [
                    (str(gate["users"]), str(gate["user_capacity"])),
                    (str(gate["templates"]), str(gate["template_capacity"]))], name)
        if not (self.site / "exports/enrollment.csv").exists():
            return
        ways = ("card", "password", "face")
        data = self.data("enrollment/index.json")
        rows = self.csv("enrollment.csv")
        sheet = self.sheet("enrollment.xlsx", "Enrollment")
        expected = [(p["member_id"], g["serial"], g["state"] or "",
                     ";".join(map(str, g["fingers"] or [])),
                     *(json.dumps(g[way]).replace("null", "") for way in ways))
                    for p in data["people"] for g in p["gates"]]
        told = [(r["member_id"], r["device"], r["state"], r["fingers"], *(r[way] for way in ways))
                for r in rows]
        self.assertEqual(sorted(told), sorted(expected))
        self.assertEqual(
            [(r["Member id"], r["Device"], r["State"] or "", str(r["Fingers"] or ""),
              *(json.dumps(r[way.title()]).replace("null", "") for way in ways))
             for r in sheet], told)

    def test_gates(self):
        data, page = self.data("devices/index.json"), Page(self.site / "devices/index.html")
        panels = list(page.main.all("section", "gate"))
        self.assertEqual(len(panels), len(data["gates"]))
        for panel, gate in zip(panels, data["gates"]):
            text = panel.text
            for key in ("records_stored", "records_on_gate"):
                if gate[key] is not None:
                    self.assertIn(f"{gate[key]:,}", text, gate["serial"])
            meters = {m.attributes["aria-label"]: m for m in panel.all("meter")}
            for label, used, most in (("Users", "users", "user_capacity"),
                                      ("Fingers", "templates", "template_capacity"),
                                      ("Punch log", "records_on_gate", "record_capacity")):
                if gate[used] is None or gate[most] is None:
                    self.assertNotIn(label, meters)
                    continue
                self.assertEqual((meters[label].attributes["value"], meters[label].attributes["max"]),
                                 (str(gate[used]), str(gate[most])))
                self.assertIn(f"{gate[used]:,} of {gate[most]:,}", text)
        stored = sum(g["records_stored"] for g in data["gates"])
        told = sum(len(p["punches"]) for f in (self.site / "data/days").glob("20*.json")
                   for p in json.loads(f.read_text())["people"])
        others = sum(len(json.loads(f.read_text())["exceptions"])
                     for f in (self.site / "data/days").glob("20*.json"))
        self.assertEqual(told + others, stored)


class Demo(Numbers, unittest.TestCase):
    """The bank of the demo."""

    branches = {"DHK": "Dhaka, head office", "CTG": "Chattogram", "SYL": "Sylhet",
                "KHL": "Khulna", "RAJ": "Rajshahi", "DXB": "Dubai"}

    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory(prefix="gatebook-numbers-")
        cls.addClassCleanup(holder.cleanup)
        bank = pathlib.Path(holder.name) / "bank"
        told = gatebook("demo", bank, "--as-of", "2026-11-20T02:00:00", cwd=holder.name)
        assert told.code == 3, told.err
        cls.site = bank / "output/site"
        cls.months = {}


class Generated(Numbers, unittest.TestCase):
    """A fleet out of a seed."""

    branches = {"NORTH": "North", "south": "South & Sons", "GYM": "Gym"}

    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory(prefix="gatebook-numbers-")
        cls.addClassCleanup(holder.cleanup)
        folder = pathlib.Path(holder.name) / "generated"
        generate(folder, seed=20260901)
        cls.site = folder / "output/site"
        cls.months = {}

    def test_everything_is_in_it(self):
        statuses = collections.Counter(
            p["status"] for f in (self.site / "data/days").glob("20*.json")
            for p in json.loads(f.read_text())["people"])
        for status in ("present", "absent", "unknown", "off", "leave", "visit",
                       "holiday"):
            self.assertGreater(statuses[status], 0, status)
        denied = self.data("denied/index.json")
        self.assertTrue(denied["entered_while_not_entitled"])
        self.assertIsNone(denied["refused_by_device"])
        strangers = {e["device_user_id"] for f in (self.site / "data/days").glob("20*.json")
                     for e in json.loads(f.read_text())["exceptions"]}
        self.assertEqual(strangers, {"STRANGER"})


if __name__ == "__main__":
    unittest.main()
