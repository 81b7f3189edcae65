"""Exports, opened by the programs of others, and read back in."""

import csv
import datetime
import json
import pathlib
import random
import sqlite3
import unittest
import zipfile

import openpyxl
from openpyxl.utils.escape import unescape

import office
from command import ROOT, FolderTest

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


class Exports(FolderTest):
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

    # Workbooks

    def test_every_cell_has_its_type(self):
        self.export("xlsx,csv")
        book = openpyxl.load_workbook(self.workbook(), data_only=True)
        self.assertEqual(
            book.sheetnames,
            ["Read me", "Summary", "Muster", "Days", "Punches", "Exceptions", "Corrections",
             "Policy"])
        self.check_types(book)

    def test_every_cell_of_a_year_has_its_type(self):
        # Five people with awkward ids and names in Bangla, Arabic and Hindi; night shifts.
        self.make_logs(365, first=datetime.datetime(2024, 10, 1), people=5)
        self.run_ok(
            "correct", "007", "2025-03-03", "--in", "09:00", "--reason", "=forgot", "--as-of", AS_OF)
        self.run_ok(
            "export", "--from", "2024-10-01", "--to", "2025-09-30", "--format", "xlsx,csv", "--out",
            "out", "--as-of", AS_OF)
        book = openpyxl.load_workbook(self.workbook(), data_only=True)
        self.check_types(book)
        ids = {cell.value for cell in book["Days"]["C"][1:]}
        self.assertLessEqual({"007", "7", "1e5", "M1", "3/4"}, ids)
        names = {cell.value for cell in book["Days"]["D"][1:]}
        self.assertLessEqual({"রহিম উদ্দিন", "محمد الهاشمي", "राजेश कुमार"}, names)
        head, *rows = book["Summary"].iter_rows(values_only=True)
        sums = [dict(zip(head, row)) for row in rows if row[1]]
        months = {"007", "7", "1e5", "M1", "3/4"}
        for row in sums:
            if row["Member id"] not in months:
                continue
            # Sums of a year, far over 24 hours, are spans and not dates.
            self.assertIs(type(row["Presence"]), datetime.timedelta)
            self.assertGreater(row["Presence"], datetime.timedelta(hours=1_000))
        kinds = {
            "Corrections": [int, datetime.datetime, str, str, datetime.datetime, str, str,
                            datetime.datetime, int],
            "Policy": [str, str, datetime.datetime, str, str],
            "Exceptions": [datetime.datetime, str, str, str, str, str, datetime.datetime, str],
        }
        for name, expected in kinds.items():
            rows = list(book[name].iter_rows(min_row=2, values_only=True))
            for row in rows:
                for kind, cell in zip(expected, row):
                    self.assertIn(type(cell), (kind, type(None)), (name, row))
        self.assertEqual(book["Corrections"]["F2"].value, "=forgot")
        self.assertGreater(book["Policy"].max_row, 10)

    def check_types(self, book):
        """Compares type and value of every cell of days and punches with the CSV."""
        optional = type(None)
        kinds = {
            "Days": [datetime.datetime, str, str, str, str, str, str, str, datetime.time,
                     datetime.time, datetime.timedelta, datetime.timedelta, int, int, int, bool,
                     bool, str],
            "Punches": [str, str, str, str, str, datetime.datetime, int, int, str, str,
                        datetime.datetime, str, datetime.datetime],
        }
        for name, expected in kinds.items():
            table = self.rows(f"out/{name.lower()}.csv")
            keys = list(table[0])
            rows = list(book[name].iter_rows(min_row=2, max_col=len(keys), values_only=True))
            self.assertEqual(len(rows), len(table))
            for line, cells in zip(table, rows):
                for key, kind, cell in zip(keys, expected, cells):
                    self.assertIn(type(cell), (kind, optional), (name, key, cell))
                    self.assertEqual(self.plain(cell, key), line[key], (name, key))

    @staticmethod
    def plain(cell, key):
        """A cell as the plain CSV has it."""
        if cell is None:
            return ""
        if isinstance(cell, datetime.timedelta):
            return str(round(cell.total_seconds()))
        if isinstance(cell, datetime.datetime):
            # Sheets count days; the nearest second is what was meant.
            cell = (cell + datetime.timedelta(milliseconds=500)).replace(microsecond=0)
            return cell.date().isoformat() if key in ("date", "work_date") else cell.isoformat()
        if isinstance(cell, datetime.time):
            return cell.strftime("%H:%M:%S")
        if isinstance(cell, bool):
            return str(cell).lower()
        # Control characters stand in the file as _x0007_; openpyxl leaves that to its users.
        return unescape(str(cell))

    def test_sheets_are_ready_for_reading_and_printing(self):
        told = self.export("xlsx,csv")
        book = openpyxl.load_workbook(self.workbook())
        for name in ("Days", "Punches", "Exceptions", "Summary"):
            sheet = book[name]
            self.assertEqual(sheet.freeze_panes, "A2", name)
            # Titles take two lines where they must, and stand over what they name.
            self.assertEqual(sheet.row_dimensions[1].height, 30, name)
            self.assertEqual(sheet.print_title_rows, "$1:$1", name)
            self.assertEqual(sheet.page_setup.orientation, "landscape", name)
            self.assertEqual(sheet.page_setup.fitToWidth in (None, 1), True, name)
            self.assertIsNotNone(sheet.auto_filter.ref, name)
            self.assertIn("&P", sheet.oddFooter.right.text, name)
        self.assertEqual(book["Days"]["K2"].number_format, "[h]:mm")
        self.assertEqual(book["Days"]["C2"].number_format, "@")
        self.assertEqual(book["Days"].max_row, told["rows"]["days"] + 1)
        properties = {p.name: p.value for p in book.custom_doc_props.props}
        self.assertEqual(properties["Period to"], "2025-11-30")
        version = self.run_ok("--version").out.strip()
        self.assertEqual(properties["Made with"], version)
        self.assertEqual(book.properties.description, f"Made with {version}")
        import hashlib
        for name in ("days.csv", "punches.csv"):
            digest = hashlib.sha256((self.folder / "out" / name).read_bytes()).hexdigest()
            self.assertEqual(properties[f"SHA-256 of {name}"], digest)
        rules = [r for rs in book["Days"].conditional_formatting for r in rs.rules]
        self.assertIn('"A"', [r.formula[0] for r in rules])
        # Readers differ in how they take ranges that overlap, so that none do.
        ranges = [str(part) for rs in book["Days"].conditional_formatting
                  for part in str(rs.sqref).split()]
        columns = []
        for part in ranges:
            first, last, *_ = openpyxl.utils.range_boundaries(part)[0::2]
            columns += range(first, last + 1)
        self.assertEqual(sorted(columns), list(range(1, 19)))
        code = next(rs for rs in book["Days"].conditional_formatting if str(rs.sqref)[0] == "H")
        marks = sorted(code.rules, key=lambda rule: rule.priority)
        self.assertEqual(marks[-1].formula[0], "MOD(ROW(),2)=1")
        days = book["Days"]
        self.assertEqual(days["L1"].alignment.horizontal, "right")
        self.assertEqual(days["A2"].alignment.horizontal, "left")
        with zipfile.ZipFile(self.workbook()) as parts:
            drawing = parts.read("xl/drawings/drawing1.xml").decode()
            self.assertIn("people present, absent and unknown", drawing)
            ignored = parts.read("xl/worksheets/sheet4.xml").decode()
            self.assertIn('numberStoredAsText="1"', ignored)

    def test_right_to_left_and_digits_follow_the_language(self):
        path = self.folder / "gatebook.toml"
        path.write_text(path.read_text().replace('language = "en"', 'language = "ar"'))
        self.export("xlsx", "--member", "007")
        book = openpyxl.load_workbook(self.workbook())
        self.assertTrue(all(sheet.sheet_view.rightToLeft for sheet in book))
        # The fourth sheet, the days, has a title in the language.
        self.assertEqual(book.worksheets[3].title, "الأيام")
        date = book.worksheets[3]["A2"]
        self.assertEqual(date.number_format, "[$-2010C01]yyyy\\-mm\\-dd")
        self.assertTrue(date.is_date)

    @unittest.skipUnless(office.is_there(), "needs LibreOffice")
    def test_digits_of_dates_counts_times_and_durations_are_those_of_the_language(self):
        path = self.folder / "gatebook.toml"
        text = path.read_text()
        for language, zero in [("bn", "০"), ("ar", "٠"), ("hi", "0")]:
            path.write_text(text.replace('language = "en"', f'language = "{language}"'))
            self.export("xlsx", "--member", "M1", out=language)
            workbook = self.workbook(language)
            for book in (workbook, office.convert(workbook, self.folder / "office")):
                row = openpyxl.load_workbook(book).worksheets[3][2]
                self.assertIs(type(row[8].value), datetime.time)
                self.assertEqual(row[10].value, datetime.timedelta(hours=8))
            page = office.shown(workbook, self.folder / "office", sheet=4)
            digits = str.maketrans("0123456789", "".join(chr(ord(zero) + n) for n in range(10)))
            for told in ("2025-10-01", "8:00"):
                self.assertIn(told.translate(digits), page)

    def test_standing_files_tell_the_digest_of_their_data(self):
        import hashlib
        self.run_ok("render", "--as-of", AS_OF)
        folder = self.folder / "output/site/exports"
        names = [path.stem for path in folder.glob("*.xlsx")]
        self.assertIn("attendance-2025-10-03", names)
        self.assertIn("attendance-2025-10", names)
        self.assertTrue([name for name in names if name.startswith("denied-")])
        for name in names:
            book = openpyxl.load_workbook(folder / f"{name}.xlsx")
            told = {p.name: p.value for p in book.custom_doc_props.props}
            digest = hashlib.sha256((folder / f"{name}.csv").read_bytes()).hexdigest()
            self.assertEqual(told[f"SHA-256 of {name}.csv"], digest)
        # A standing file is a log of its day as well.
        self.run_ok("init", "day")
        told = self.run_ok(
            "ingest", "../output/site/exports/attendance-2025-10.xlsx", "--json",
            cwd=self.folder / "day").json
        with sqlite3.connect(self.folder / "gatebook.sqlite") as store:
            start, end = (
                int(datetime.datetime(2025, month, 1, tzinfo=datetime.timezone.utc).timestamp())
                for month in (10, 11))
            count = store.execute(
                "SELECT count(*) FROM punch WHERE at BETWEEN ? AND ?", (start, end - 1)).fetchone()
        # Night shifts begin a day before they end.
        self.assertAlmostEqual(told["punches"]["new"], count[0], delta=40)

    def test_titles_follow_the_language_and_the_punches_can_be_read_back(self):
        before = self.stored()
        path = self.folder / "gatebook.toml"
        text = path.read_text()
        self.write("templates/exports/languages/bn.json", '{"Summary": "O\'Neill"}')
        for language in ("bn", "hi", "ar"):
            shipped = json.loads(
                (ROOT / f"templates/exports/languages/{language}.json").read_text())
            self.write("gatebook.toml", text.replace('language = "en"', f'language = "{language}"'))
            self.export("xlsx,csv", out=language)
            book = openpyxl.load_workbook(self.workbook(language), data_only=True)
            own = dict(shipped, Summary="O'Neill") if language == "bn" else shipped
            self.assertEqual(book.sheetnames, [own[name] for name in (
                "Read me", "Summary", "Muster", "Days", "Punches", "Exceptions", "Corrections",
                "Policy")])
            for sheet in book.sheetnames[1:]:
                for cell in book[sheet][1]:
                    # "Key" heads the hidden column; days of the muster are numbers.
                    title = str(cell.value)
                    self.assertTrue(
                        title in own.values() or title.isdigit() or len(title) < 3,
                        (language, sheet, title))
            told = {str(row[1].value) for row in book[own["Read me"]].iter_rows()}
            self.assertIn(
                own["Hours and minutes; an empty cell means not known, never zero."], told)
            # Names in files for machines stay.
            self.assertIn("device_user_id", self.rows(f"{language}/punches.csv")[0])
            if office.is_there():
                again = openpyxl.load_workbook(
                    office.convert(self.workbook(language), self.folder / "office"),
                    data_only=True)
                for row in again[own["Summary"]].iter_rows(values_only=True):
                    self.assertFalse([v for v in row if str(v).startswith(("#", "Err:"))], row)
            self.run_ok("init", f"back-{language}")
            self.run_ok("ingest", f"../{language}/{self.workbook(language).name}",
                        cwd=self.folder / f"back-{language}")
            self.assertEqual(self.stored(f"back-{language}"), before)

    def test_standing_files_follow_changed_words(self):
        site = self.folder / "output/site/exports"
        self.run_ok("render", "--as-of", AS_OF)
        names = ["attendance-2025-10-06.xlsx", "attendance-2025-10.xlsx", "denied-2025-10.xlsx"]

        def tabs():
            return [openpyxl.load_workbook(site / name).sheetnames[-1] for name in names]

        before = {name: (site / name).stat().st_ino for name in names}
        self.assertEqual(tabs(), ["Policy", "Policy", "Denied"])
        self.write("templates/exports/languages/en.json", '{"Policy": "Rules", "Denied": "No"}')
        self.run_ok("render", "--as-of", AS_OF)
        self.assertEqual(tabs(), ["Rules", "Rules", "No"])
        self.write("templates/exports/languages/en.json", '{"Policy": "Law", "Denied": "No"}')
        self.run_ok("render", "--as-of", AS_OF)
        self.assertEqual(tabs(), ["Law", "Law", "No"])
        (self.folder / "templates/exports/languages/en.json").unlink()
        self.run_ok("render", "--as-of", AS_OF)
        self.assertEqual(tabs(), ["Policy", "Policy", "Denied"])
        changed = {name: (site / name).stat().st_ino for name in names}
        self.run_ok("render", "--as-of", AS_OF)
        self.assertEqual(changed, {name: (site / name).stat().st_ino for name in names})
        self.assertNotEqual(before, changed)

    def test_impossible_times_stand_among_the_others_in_order(self):
        self.write("wrong.dat", "".join(
            f"{member:>9}\t{at}\t1\t0\t1\t0\r\n" for member, at in [
                ("007", "2000-01-01 00:00:00"), ("=2+3", "2025-12-30 09:00:00"),
                ("7", "2000-01-02 00:00:00"), ("M1", "2025-11-20 08:00:00"),
                ("007", "2000-01-01 00:00:00"), ("nobody", "2027-01-01 00:00:00")]))
        self.run_ok(
            "ingest", "wrong.dat", "--device", "GATE1", "--read-at", "2025-11-21T07:00:00")
        self.export("csv,xlsx")
        own = [
            (row["at"], row["device_user_id"], row["used_as"])
            for row in self.rows("out/punches.csv") if row["used_as"] == "quarantined"]
        self.assertEqual(own, [
            ("2000-01-01T00:00:00", "007", "quarantined"),
            ("2000-01-02T00:00:00", "7", "quarantined"),
            ("2025-12-30T09:00:00", "=2+3", "quarantined"),
            ("2027-01-01T00:00:00", "nobody", "quarantined")])
        sheet = openpyxl.load_workbook(self.workbook())["Exceptions"]
        listed = [row for row in sheet.values if row[0] and row[1] == "quarantined"]
        self.assertEqual([(row[4], row[5]) for row in listed], [
            ("007", "007"), ("7", "7"), ("=2+3", None), ("nobody", None)])
        self.export("csv", "--member", "7", out="one")
        self.assertEqual(
            [row["at"] for row in self.rows("one/punches.csv")
             if row["used_as"] == "quarantined"], ["2000-01-02T00:00:00"])

    def test_a_rerun_has_the_same_bytes(self):
        formats = "xlsx,csv,csv-excel,jsonl,attlog,frappe,odoo,biotime,att2000"
        self.export(formats, out="one")
        self.export(formats, out="two")
        files = sorted(p.name for p in (self.folder / "one").iterdir())
        self.assertEqual(len(files), 13)
        for name in files:
            self.assertEqual(
                (self.folder / "one" / name).read_bytes(),
                (self.folder / "two" / name).read_bytes(), name)

    def test_what_is_not_known_is_empty_and_months_have_their_days(self):
        self.write("members.csv", (self.folder / "members.csv").read_text() + "new,New,Dept,MAIN,D\n")
        text = (self.folder / "gatebook.toml").read_text()
        at = text.index("\n[[branch]]") + 1
        self.write(
            "gatebook.toml", text[:at] + '[[branch]]\nid = "FAR"\nname = "Far"\n\n' + text[at:])
        self.write("members.csv", (self.folder / "members.csv").read_text().replace(
            "new,New,Dept,MAIN", "new,New,Dept,FAR"))
        self.write(
            "devices.csv",
            (self.folder / "devices.csv").read_text() + "GATE3,FAR,Far,10.0.0.3\n")
        self.export("xlsx")
        books = [openpyxl.load_workbook(self.workbook(), data_only=True)]
        if office.is_there():
            books.append(openpyxl.load_workbook(
                office.convert(self.workbook(), self.folder / "office"), data_only=True))
        for book in books:
            head, *rows = book["Summary"].iter_rows(values_only=True)
            row = next(dict(zip(head, row)) for row in rows if row[1] == "new")
            self.assertGreater(row["Unknown"], 20)
            self.assertEqual(row["Present"], 0)
            for title in ("Late", "Presence", "Counted", "Late (min)", "Early (min)",
                          "Overtime (min)"):
                self.assertIn(row[title], (None, ""), title)
            known = next(dict(zip(head, row)) for row in rows if row[1] == "M1")
            self.assertGreater(known["Presence"], datetime.timedelta(hours=24))
            head, *rows = book["Muster"].iter_rows(values_only=True)
            found = [dict(zip(head, row)) for row in rows if row[1] == "new"]
            self.assertEqual([row["Presence"] for row in found], [None, None])
        formula = openpyxl.load_workbook(self.workbook())["Summary"]
        cells = {c.value for row in formula.iter_rows(min_row=2) for c in row if c.data_type == "f"}
        self.assertTrue(any(f.startswith("=IF(COUNTIFS(") for f in cells))
        with zipfile.ZipFile(self.workbook()) as parts:
            charts = [parts.read(f"xl/charts/chart{n}.xml").decode() for n in (1, 2)]
        # October has 31 days, November 30.
        self.assertIn("$E$1:$AI$1", charts[0])
        self.assertIn("$E$1:$AH$1", charts[1])

    @unittest.skipUnless(office.is_there(), "needs LibreOffice")
    def test_office_computes_the_same_numbers_and_no_error(self):
        self.export("xlsx")
        # A wrong value of a formula proves that formulas are really computed again.
        wrong = self.folder / "wrong.xlsx"
        with zipfile.ZipFile(self.workbook()) as old, zipfile.ZipFile(wrong, "w") as new:
            for part in old.namelist():
                data = old.read(part)
                if part == "xl/worksheets/sheet2.xml":
                    at = data.index(b"</f><v>") + 7
                    data = data[:at] + b"99" + data[at:]
                new.writestr(part, data)
        ours = openpyxl.load_workbook(self.workbook(), data_only=True)
        theirs = openpyxl.load_workbook(
            office.convert(wrong, self.folder / "office"), data_only=True)
        formulas = openpyxl.load_workbook(self.workbook())
        computed = 0
        for sheet in ours:
            other = theirs[sheet.title]
            for row in sheet.iter_rows():
                for cell in row:
                    value = other.cell(cell.row, cell.column).value
                    place = (sheet.title, cell.coordinate)
                    if isinstance(cell.value, (datetime.datetime, datetime.timedelta)):
                        difference = abs((value - cell.value).total_seconds())
                        self.assertLess(difference, 0.01, place)
                    elif isinstance(cell.value, str):
                        # LibreOffice writes _x0041_ as it is.
                        self.assertIn(value, (cell.value, unescape(cell.value)), place)
                    else:
                        self.assertEqual(value, cell.value, place)
                    formula = formulas[sheet.title][cell.coordinate].value
                    computed += isinstance(formula, str) and formula.startswith("=") \
                        and formulas[sheet.title][cell.coordinate].data_type == "f"
        self.assertGreater(computed, 1000)

    # Injection

    def test_no_text_of_a_workbook_is_a_formula(self):
        self.assertGreaterEqual(len(RISKY), 40)
        self.export("xlsx")
        book = openpyxl.load_workbook(self.workbook())
        names = {unescape(cell.value) for cell in book["Days"]["D"][1:]}
        # The roster takes blanks off names.
        self.assertLessEqual({name.strip() for name in RISKY}, names)
        for sheet in ("Days", "Punches", "Exceptions", "Policy"):
            for row in book[sheet].iter_rows():
                for cell in row:
                    self.assertNotEqual(cell.data_type, "f", (sheet, cell.coordinate))

    @unittest.skipUnless(office.is_there(), "needs LibreOffice")
    def test_no_text_of_guarded_csv_is_computed(self):
        self.export("csv,csv-excel", "--what", "days")
        plain = office.convert(
            self.folder / "out/days.csv", self.folder / "office", infilter=office.EVALUATING_CSV)
        formulas = self.formulas(plain)
        self.assertGreater(len(formulas), 0, "this reader computes nothing: it proves nothing")
        guarded = office.convert(
            self.folder / "out/days-excel.csv", self.folder / "office",
            infilter=office.EVALUATING_CSV)
        self.assertEqual(self.formulas(guarded), [])

    @staticmethod
    def formulas(path):
        book = openpyxl.load_workbook(path)
        return [c.value for sheet in book for row in sheet.iter_rows() for c in row
                if c.data_type == "f"]

    def test_the_guard_spares_numbers_and_can_be_undone(self):
        self.export("csv,csv-excel")
        for name in ("days", "punches"):
            path = self.folder / f"out/{name}-excel.csv"
            data = path.read_bytes()
            self.assertTrue(data.startswith(b"\xef\xbb\xbfsep=,\r\n"))
            path.write_bytes(data.split(b"\r\n", 1)[1])
            plain = self.rows(f"out/{name}.csv")
            guarded = self.rows(f"out/{name}-excel.csv")
            self.assertEqual(len(plain), len(guarded))
            for before, after in zip(plain, guarded):
                for key, text in before.items():
                    bare = text.lstrip("'")
                    risky = bare[:1] in ("=", "+", "-", "@", "\t", "\r") and bare != ""
                    self.assertEqual(after[key], "'" + text if risky else text)

    # What is said about a file

    def test_a_workbook_says_what_it_is_limited_to_and_which_gates_are_behind(self):
        from command import gatebook
        self.run_ok(
            "export", "--from", "2025-11-01", "--to", "2025-11-20", "--format", "xlsx", "--out",
            "out", "--as-of", AS_OF, "--member", "M1", "--member", "007",
            "--branch", "MAIN")
        def told(book):
            return [tuple(cell.value for cell in row) for row in book.worksheets[0]]
        lines = told(openpyxl.load_workbook(self.workbook()))
        self.assertIn(("Only", "Branches: MAIN"), lines)
        self.assertIn(("Only", "People: 007, M1"), lines)
        note = next(text for label, text in lines if label == "Note")
        self.assertIn("Not read after every one of these dates was over: =Door; Gym.", note)
        muster = openpyxl.load_workbook(self.workbook())["Muster"]
        foot = next(row for row in muster if row[2].value == "Present")
        # The dates asked for are counted, the rest of the month is not told, never zero.
        self.assertIsNotNone(foot[4 + 19].value)
        self.assertIsNone(foot[4 + 20].value)
        result = gatebook(
            "export", "--from", "2026-01-02", "--to", "2026-01-03", "--as-of", AS_OF,
            cwd=self.folder)
        self.assertEqual(result.code, 64)
        self.assertIn("--from 2026-01-02 is still to come on 2026-01-01", result.err)
        result = gatebook(
            "export", "--from", "2025-10-01", "--to", "2025-10-03", "--member", "1e5x",
            cwd=self.folder)
        self.assertEqual(result.code, 64)
        self.assertIn("did you mean “1e5”?", result.err)

    def test_the_policy_has_every_rule_that_decides_about_days(self):
        import tomllib
        path = self.folder / "gatebook.toml"
        path.write_text(path.read_text().replace(
            'id = "N"\n', 'id = "N"\nweekly_off = ["fri", "sat:2,4"]\n'))
        self.export("xlsx", "--member", "M1")
        told = {tuple(row[i].value for i in (0, 1, 3)): row[4].value
                for row in openpyxl.load_workbook(self.workbook())["Policy"]}
        rules = tomllib.loads(path.read_text())
        wanted = [("attendance", None, key) for key in rules["attendance"]]
        for shift in rules["shift"]:
            wanted += [("shift", shift["id"], key) for key in shift if key not in ("id", "from")]
        for section, owner, key in wanted:
            # Times of a day's length are told in minutes.
            self.assertTrue(
                (section, owner, key) in told or (section, owner, key + "_minutes") in told, key)
        self.assertEqual(told["shift", "N", "weekly_off"], "fri, sat:2,4")
        self.assertEqual(told["gate", "GATE1", "name"], "=Door")
        self.assertEqual(told["gate", "GATE2", "role"], "both")

    def test_a_place_that_is_no_folder_is_told(self):
        from command import gatebook
        for out in ("members.csv", "members.csv/deeper/down"):
            result = gatebook(
                "export", "--from", "2025-10-01", "--to", "2025-10-02", "--out", out,
                cwd=self.folder)
            self.assertEqual(result.code, 1)
            self.assertIn(
                f"cannot make the folder {out}: members.csv is no folder", result.err)

    def test_what_is_replaced_and_left_out_is_said(self):
        words = ["export", "--from", "2025-10-01", "--to", "2025-10-20", "--format", "csv,frappe",
                 "--out", "out", "--as-of", AS_OF]
        first = self.run_ok(*words)
        self.assertNotIn("replaced", first.err)
        import re
        line = re.search(r"frappe: (\d+) of \d+ punches .* left out: (.+)", first.err)
        reasons = [int(part.split()[0]) for part in line[2].split(", ")]
        self.assertEqual(sum(reasons), int(line[1]))
        self.assertIn("without member_id", line[2])
        again = self.run_ok(*words)
        self.assertIn("replaced days.csv, punches.csv, frappe-2025-10-01_2025-10-20.csv", again.err)

    def test_long_reasons_have_room(self):
        self.export("xlsx")
        days = openpyxl.load_workbook(self.workbook())["Days"]
        width = days.column_dimensions["R"].width
        for row in range(2, days.max_row + 1):
            text = days.cell(row, 18).value
            height = days.row_dimensions[row].height
            if len(text) <= width:
                self.assertIsNone(height)
            elif len(text) > 1.25 * width:
                self.assertGreaterEqual(height, 30)

    def test_codes_stand_for_people_in_every_file(self):
        self.run_ok(
            "correct", "M1", "2025-10-05", "--out", "2025-10-05T18:00:00", "--reason",
            "Invented reason", "--by", "Invented Boss")
        told = self.export(
            "xlsx,csv,csv-excel,jsonl,punches-iso,days-iso,frappe,odoo,biotime,att2000,attlog",
            "--pseudonymous")
        self.assertEqual(told["rows"]["days"], len(self.rows("out/days.csv")))
        secrets = ["রহিম উদ্দিন", "محمد الهاشمي", "राजेश कुमार", "Invented"]
        for path in (self.folder / "out").iterdir():
            data = path.read_bytes()
            if path.suffix == ".xlsx":
                with zipfile.ZipFile(path) as parts:
                    data = b"".join(parts.read(name) for name in parts.namelist())
            for secret in secrets:
                self.assertFalse(secret.encode() in data, f"{secret} in {path.name}")
        rows = self.rows("out/days.csv")
        codes = {row["member_id"] for row in rows}
        self.assertEqual(len(codes), len(self.people))
        for row in rows:
            self.assertRegex(row["member_id"], r"^M-[0-9a-f]{16}$")
            self.assertEqual(row["name"], row["member_id"])
        self.assertLessEqual(
            {row["member_id"] for row in self.rows("out/punches.csv") if row["name"]}, codes)
        log = self.run_ok("export", "--log", "--json").json["log"]
        self.assertEqual([entry["number"] for entry in log], [1])
        self.assertIn(", pseudonymous", log[0]["what"])
        self.assertIn(log[0]["sha256"], self.run_ok("export", "--log").out)

    def test_the_page_of_columns_is_about_these_columns(self):
        import re
        page = pathlib.Path(__file__).parents[2] / "templates/exports/COLUMNS.md"
        told = {}
        for line in page.read_text().splitlines():
            if heading := re.match(r"## (\w+\.csv)$", line):
                columns = told.setdefault(heading[1], [])
            elif row := re.match(r"\| `(\w+)` \| [a-z-]+ \| .+ \| .+ \|$", line):
                columns.append(row[1])
        self.run_ok(
            "export", "--from", "2025-10-01", "--to", "2025-10-02", "--format", "csv", "--audit",
            "--out", "out", "--as-of", AS_OF)
        found = {}
        with zipfile.ZipFile(next((self.folder / "out").glob("audit-*.zip"))) as parts:
            self.assertEqual(parts.read("COLUMNS.md"), page.read_bytes())
            for name in parts.namelist():
                if name.startswith("data/") and name.endswith(".csv"):
                    head = parts.read(name).decode().split("\r\n")[0]
                    found[name.removeprefix("data/")] = head.split(",")
        self.assertEqual(told, found)
        for name in ("days", "punches"):
            head = (self.folder / f"out/{name}.csv").read_text().splitlines()[0]
            self.assertEqual(told[f"{name}.csv"], head.split(","))

    def test_times_with_offset_and_in_parts(self):
        text = (self.folder / "gatebook.toml").read_text()
        import re
        import zoneinfo
        zone = re.search(r'^time_zone = "([^"]+)"', text, re.MULTILINE)[1]
        self.export("punches-iso,days-iso,csv")
        place = zoneinfo.ZoneInfo(zone)
        plain = self.rows("out/punches.csv")
        rows = self.rows("out/punches-iso.csv")
        self.assertEqual(len(rows), len(plain))
        for before, after in zip(plain, rows):
            self.assertEqual({key: after[key] for key in before}, before)
            at = datetime.datetime.fromisoformat(after["at_with_offset"])
            self.assertEqual(
                at, datetime.datetime.fromisoformat(before["at"]).replace(tzinfo=place))
            self.assertEqual(f"{after['at_date']}T{after['at_time']}", before["at"])
            self.assertEqual(after["at"] + after["offset"], after["at_with_offset"])
            self.assertEqual(after["zone"], zone)
            read = datetime.datetime.fromisoformat(before["read_at"]).replace(tzinfo=place)
            self.assertEqual(datetime.datetime.fromisoformat(
                after["read_at_utc"].replace("Z", "+00:00")), read)
        nights = 0
        for before, after in zip(self.rows("out/days.csv"), self.rows("out/days-iso.csv")):
            self.assertEqual({key: after[key] for key in before}, before)
            for key in ("first_in", "last_out"):
                self.assertEqual(after[f"{key}_time"], before[key])
                if before[key]:
                    moment = datetime.datetime.fromisoformat(after[f"{key}_with_offset"])
                    self.assertEqual(moment.date().isoformat(), after[f"{key}_date"])
                    self.assertEqual(moment.time().isoformat(), before[key])
            nights += after["last_out_date"] > after["date"]
        self.assertGreater(nights, 0)

    # Layouts

    def test_columns_of_the_layouts(self):
        self.export("frappe,odoo,biotime,att2000,attlog")
        out = self.folder / "out"
        def head(name):
            return (out / name).read_bytes().decode().split("\r\n")[0]
        span = "2025-10-01_2025-11-30"
        self.assertEqual(
            head(f"frappe-{span}.csv"),
            "employee,employee_name,log_type,shift,time,device_id,skip_auto_attendance")
        self.assertEqual(head(f"odoo-{span}.csv"), "employee_id,check_in,check_out")
        self.assertEqual(
            head(f"biotime-{span}.csv"),
            "id,emp,emp_code,first_name,last_name,department,position,punch_time,punch_state,"
            "punch_state_display,verify_type,verify_type_display,work_code,gps_location,"
            "area_alias,terminal_sn,temperature,is_mask,terminal_alias,upload_time")
        self.assertEqual(
            head(f"att2000-{span}.csv"),
            "USERID,CHECKTIME,CHECKTYPE,VERIFYCODE,SENSORID,Memoinfo,WorkCode,sn,UserExtFmt")
        line = (out / "GATE1_attlog.dat").read_bytes().split(b"\r\n")[0].decode()
        self.assertRegex(line, r"^ *\S+\t2025-10-01 \d\d:\d\d:\d\d\t1\t0\t1\t0$")
        self.assertEqual(len(line.split("\t")[0]), 9)
        # Odoo refuses a record that starts before the one before it ended.
        for person in {row["employee_id"] for row in self.rows(f"out/odoo-{span}.csv")}:
            last = ""
            for row in self.rows(f"out/odoo-{span}.csv"):
                if row["employee_id"] == person:
                    self.assertLess(last, row["check_in"])
                    self.assertLess(row["check_in"], row["check_out"])
                    last = row["check_out"]

    def test_a_layout_of_ones_own(self):
        self.write(
            "templates/exports/payroll.toml",
            'rows = "days"\nfile = "payroll-{range}.txt"\nheader = false\nseparator = "\\t"\n'
            'only = { status = ["present"] }\n'
            '[[column]]\nname = "id"\nfield = "member_id"\n'
            '[[column]]\nname = "date"\nfield = "date"\nformat = "DD/MM/YYYY"\n'
            '[[column]]\nname = "half"\nfield = "half_day"\nvalues = { true = "0.5" }\n'
            'otherwise = "1"\n')
        told = self.export("payroll", "--member", "M1")
        lines = (self.folder / told["exports"][0]).read_bytes().decode().split("\r\n")
        self.assertRegex(lines[0], r"^M1\t\d\d/10/2025\t(1|0\.5)$")
        self.assertEqual(told["files"][0]["rows"], len(lines) - 1)
        bad = self.folder / "templates/exports/payroll.toml"
        bad.write_text(bad.read_text().replace("member_id", "memberid"))
        from command import gatebook
        result = gatebook(
            "export", "--from", "2025-10-01", "--to", "2025-10-02", "--format", "payroll",
            cwd=self.folder)
        self.assertEqual(result.code, 78)
        self.assertIn("did you mean “member_id”", result.err)

    def test_bad_ranges_are_told_before_any_work(self):
        from command import gatebook
        for words, sentence in [
            (["--from", "2025-11-01", "--to", "2025-10-01"], "lies after"),
            (["--from", "2025-02-30", "--to", "2025-10-01"], "is no date"),
            (["--from", "2025-10-01"], "needs --to"),
            (["--from", "2025-10-01", "--to", "2025-10-02", "--format", "xslx"], "xlsx"),
            (["--from", "2025-10-01", "--to", "2025-10-02", "--branch", "MIAN"], "MAIN"),
            (["--from", "2025-10-01", "--to", "2025-10-02", "--member", "nobody"], "nobody"),
        ]:
            result = gatebook("export", *words, "--out", "none", cwd=self.folder)
            self.assertEqual(result.code, 64, result.err)
            self.assertIn(sentence, result.err)
        self.assertFalse((self.folder / "none").exists())

    # Import back

    def stored(self, folder="."):
        with sqlite3.connect(self.folder / folder / "gatebook.sqlite") as store:
            return set(store.execute(
                "SELECT g.serial, device_user_id, at, state, verify, work_code "
                "FROM punch JOIN gate g ON g.id = gate_id"))

    def test_every_layout_that_carries_enough_gives_the_same_store(self):
        self.export("xlsx,csv,csv-excel,jsonl,attlog,biotime,att2000,punches-iso")
        before = self.stored()
        self.assertIn(("GATE1", "=2+3", 1759492800, 5, 4, ""), before)
        span = "2025-10-01_2025-11-30"
        for name, files in {
            "csv": ["punches.csv"], "csv-excel": ["punches-excel.csv"],
            "jsonl": ["punches.jsonl"], "attlog": ["GATE1_attlog.dat", "GATE2_attlog.dat"],
            "biotime": [f"biotime-{span}.csv"], "att2000": [f"att2000-{span}.csv"],
            "xlsx": [f"attendance-{span}.xlsx"], "punches-iso": ["punches-iso.csv"],
        }.items():
            with self.subTest(name):
                self.run_ok("init", name)
                (self.folder / name / "devices.csv").write_bytes(
                    (self.folder / "devices.csv").read_bytes())
                told = self.run_ok(
                    "ingest", *(f"../out/{file}" for file in files), "--json",
                    cwd=self.folder / name).json
                self.assertEqual(told["punches"]["new"], len(before))
                self.assertEqual(self.stored(name), before)

    def test_days_of_json_lines_are_those_of_csv(self):
        self.export("csv,jsonl")
        for name in ("days", "punches"):
            lines = (self.folder / f"out/{name}.jsonl").read_text().splitlines()
            objects = [json.loads(line) for line in lines]
            rows = self.rows(f"out/{name}.csv")
            self.assertEqual(len(objects), len(rows))
            for entry, row in zip(objects, rows):
                plain = {
                    key: "" if value is None else str(value).lower()
                    if isinstance(value, bool) else str(value) for key, value in entry.items()}
                self.assertEqual(plain, row)


if __name__ == "__main__":
    unittest.main()
