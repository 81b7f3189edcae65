"""Exported workbooks, opened by the programs of others."""

import datetime
import json
import sqlite3
import unittest
import zipfile

import openpyxl
from openpyxl.utils.escape import unescape

import office
from command import ROOT
from exporting import AS_OF, RISKY, ExportTest


class Workbooks(ExportTest):
    """Cells, sheets and print set-up, in every language."""

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


if __name__ == "__main__":
    unittest.main()
