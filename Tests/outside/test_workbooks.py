"""Workbooks that people and other programs make, read as rosters and logs."""

import csv
import datetime
import io
import sqlite3
import unittest
import zipfile

import openpyxl
import xlsxwriter

import office
from command import FolderTest, gatebook

HEAD = ["member_id", "name", "branch", "joined", "access_until", "device_user_id", "card", "shift"]
DATE = datetime.date(2026, 1, 31)


class Rosters(FolderTest):
    def setUp(self):
        super().setUp()
        self.start_directory()
        path = self.folder / "gatebook.toml"
        path.write_text(path.read_text().replace("members.csv", "members.xlsx"))
        self.write("devices.csv", "serial,branch,name,host\nG1,MAIN,Door,10.0.0.1\n")

    def book(self, rows, name="members.xlsx", before=()):
        book = openpyxl.Workbook()
        for title in before:
            book.active.title = title
            book.active.append(["Notes about nothing"])
            book.create_sheet("People")
        sheet = book[book.sheetnames[-1]]
        for row in rows:
            sheet.append(row)
        book.save(self.folder / name)
        return book

    def check(self):
        return gatebook(
            "export", "--from", "2026-02-02", "--to", "2026-02-02", "--out", "out", "--as-of",
            "2026-02-03T00:00:00", cwd=self.folder)

    def members(self):
        """What an export makes of the roster: ids and names of days.csv."""
        self.write("G1.dat", "        7\t2026-02-02 09:00:00\t1\t0\t1\t0\r\n")
        self.run_ok("ingest", "G1.dat", "--device", "G1")
        result = self.check()
        self.assertEqual(result.code, 0, result.err)
        with (self.folder / "out/days.csv").open(newline="", encoding="utf-8") as file:
            return {row["member_id"]: row["name"] for row in csv.DictReader(file)}

    def test_ids_and_dates_are_what_was_typed(self):
        self.book([
            HEAD, [7, "Ann", "MAIN", DATE, None, None, None, "D"],
            ["007", "রহিম উদ্দিন", "MAIN", "2026-01-31", None, None, 123456789012, "D"],
            ["1e5", "محمد", "", datetime.datetime(2026, 1, 31), DATE, "9", None, "D"],
            [], [None, " "], ["M-4", "राजेश", "MAIN", None, None, 44, None, "D"],
        ], before=["Read me"])
        result = self.check()
        self.assertEqual(result.code, 0, result.err)
        self.assertEqual(
            self.members(),
            {"7": "Ann", "007": "রহিম উদ্দিন", "1e5": "محمد", "M-4": "राजेश"})

    def test_what_a_spreadsheet_has_spoilt_is_told_with_its_cell(self):
        book = self.book([
            HEAD, [7.5, "Ann", "MAIN"], [1e15, "Bo", "MAIN"], [DATE, "Cy", "MAIN"],
            ["8", "Di", "MIAN", 46053], ["9", "Ed", "MAIN", "31.1.2026"],
            ["8", "Fy", "MAIN"], ["", "Gy", "MAIN"], ["10", "=1/0", "MAIN"],
        ], before=["Read me"])
        sheet = book["People"]
        sheet["B9"].data_type = "e"
        sheet["B9"] = "#DIV/0!"
        book.save(self.folder / "members.xlsx")
        result = self.check()
        self.assertEqual(result.code, 78)
        for words in [
            "members.xlsx!People!A2: the spreadsheet made the number 7.5 of this; format",
            "members.xlsx!People!A3: the spreadsheet made the number 1000000000000000 of this; format",
            "members.xlsx!People!A4: the spreadsheet made the date 2026-01-31 of this; format",
            "members.xlsx!People!C5: unknown branch “MIAN”; did you mean “MAIN”?",
            "members.xlsx!People!D5: the number 46053 is not shown as a date; format the cell",
            "members.xlsx!People!D6: joined must be a date such as 2026-01-31, found “31.1.2026”",
            "members.xlsx!People!A7: member_id “8” is listed twice, first on line 5",
            "members.xlsx!People!A8: member_id is blank",
            "members.xlsx!People!B9: the cell shows the error #DIV/0!",
        ]:
            self.assertIn(words, result.err)
        self.assertEqual(result.err.count("members.xlsx!"), 9, result.err)

    def test_truth_values_are_no_ids_but_yes_and_no(self):
        # What was typed as true, True or TRUE is the same cell afterwards.
        self.book([HEAD, [True, "Ann", "MAIN"], ["TRUE", False, "MAIN"]])
        result = self.check()
        self.assertEqual(result.code, 78)
        for words in [
            "members.xlsx!Sheet!A2: the spreadsheet made the truth value TRUE of this; format the "
            "cell as Text and type it again",
            "members.xlsx!Sheet!B3: the spreadsheet made the truth value FALSE of this",
        ]:
            self.assertIn(words, result.err)
        self.assertEqual(result.err.count("members.xlsx!"), 2, result.err)
        self.book([HEAD, ["true", "Ann", "MAIN"], ["TRUE", "Bo", "MAIN"]])
        path = self.folder / "gatebook.toml"
        path.write_text(path.read_text().replace("devices.csv", "devices.xlsx"))
        head = ["serial", "host", "enabled", "state_trusted"]
        self.book([head, ["G1", "10.0.0.1", True, False]], "devices.xlsx")
        self.assertEqual(self.check().code, 0, self.check().err)
        self.book([head, [True, "10.0.0.1", True, False]], "devices.xlsx")
        result = self.check()
        self.assertEqual(result.code, 78)
        self.assertIn("devices.xlsx!Sheet!A2: the spreadsheet made the truth value TRUE", result.err)
        self.assertEqual(result.err.count("devices.xlsx!"), 1, result.err)

    def test_headers_follow_the_rules_of_csv(self):
        self.book([["Member_ID ", "acces_until", "name"], ["1", "", "Ann"]])
        result = self.check()
        self.assertEqual(result.code, 0, result.err)
        self.assertIn("members.xlsx!Sheet!B1: column “acces_until” is ignored", result.err)
        self.book([["member_id", "nam"], ["1", "Ann"]])
        result = self.check()
        self.assertEqual(result.code, 78)
        self.assertIn("members.xlsx!Sheet!A1: column “name” is missing", result.err)

    def test_what_is_no_workbook_is_told(self):
        for data, words in [
            (b"member_id,name\r\n1,Ann\r\n", "this is no workbook (.xlsx)"),
            (b"", "this is no workbook"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old .xls workbook"),
            (self.zipped({"a.txt": b"x"}), "a zip file, but no workbook"),
            (self.zipped({"a.txt": b"x"})[:40], "damaged or cut off"),
            (self.bomb(), "unpacks to more than any workbook"),
        ]:
            self.write("members.xlsx", data)
            result = self.check()
            self.assertEqual(result.code, 78, words)
            self.assertIn("members.xlsx: ", result.err)
            self.assertIn(words, result.err)

    def write(self, name, data):
        if isinstance(data, bytes):
            (self.folder / name).write_bytes(data)
        else:
            super().write(name, data)

    @staticmethod
    def zipped(parts):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
            for name, data in parts.items():
                zipped.writestr(name, data)
        return file.getvalue()

    def bomb(self):
        """A sheet of 300 MB of blanks, packed into 300 kB."""
        self.book([HEAD, ["1", "Ann"]])
        with zipfile.ZipFile(self.folder / "members.xlsx") as old:
            parts = {name: old.read(name) for name in old.namelist()}
        sheet = parts["xl/worksheets/sheet1.xml"]
        at = sheet.index(b"</sheetData>")
        parts["xl/worksheets/sheet1.xml"] = sheet[:at] + b" " * 300_000_000 + sheet[at:]
        return self.zipped(parts)

    def test_workbooks_of_other_programs(self):
        rows = [[member, name, "MAIN", "2026-01-31", "", "", "", "D"]
                for member, name in [("7", "Ann"), ("008", "রহিম")]]
        book = xlsxwriter.Workbook(str(self.folder / "members.xlsx"))
        sheet = book.add_worksheet("People")
        for number, row in enumerate([HEAD] + rows):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
        book.close()
        self.assertEqual(self.members(), {"7": "Ann", "008": "রহিম"})
        if office.is_there():
            saved = office.convert(
                self.folder / "members.xlsx", self.folder / "office")
            (self.folder / "members.xlsx").write_bytes(saved.read_bytes())
            self.assertEqual(self.members(), {"7": "Ann", "008": "রহিম"})


class Logs(FolderTest):
    def setUp(self):
        super().setUp()
        self.start_directory()

    def stored(self):
        with sqlite3.connect(self.folder / "gatebook.sqlite") as store:
            return sorted(store.execute(
                "SELECT g.serial, device_user_id, datetime(at, 'unixepoch'), state, verify "
                "FROM punch JOIN gate g ON g.id = gate_id"))

    def test_a_workbook_of_ones_own(self):
        book = openpyxl.Workbook()
        book.active.append(["Notes"])
        sheet = book.create_sheet("Log")
        sheet.append([])
        sheet.append(["at", "device_user_id", "serial", "state"])
        at = datetime.datetime(2026, 1, 5)
        sheet.append([at, 7, "G1", 0])
        sheet.append([at.replace(hour=23, minute=59, second=59), "007", "G1", 1])
        sheet.append(["2026-01-05T08:00:00", "x", "G1", 300])
        sheet.append([46053, "x", "G1", 1])
        sheet.append([at, 1.5, "G1", 1])
        book.save(self.folder / "log.xlsx")
        result = gatebook("ingest", "log.xlsx", cwd=self.folder)
        self.assertEqual(result.code, 65, result.err)
        self.assertIn("log.xlsx!Log!D5: only 2 of 5 lines", result.err)
        sheet["D5"] = 4
        book.save(self.folder / "log.xlsx")
        result = gatebook("ingest", "log.xlsx", cwd=self.folder)
        self.assertEqual(result.code, 3, result.err)
        self.assertIn("log.xlsx!Log!A6: the spreadsheet has a fraction, a date, a truth", result.err)
        self.assertIn("log.xlsx!Log!B7: the spreadsheet has a fraction, a date, a truth", result.err)
        self.assertEqual(self.stored(), [
            ("G1", "007", "2026-01-05 23:59:59", 1, 255), ("G1", "7", "2026-01-05 00:00:00", 0, 255),
            ("G1", "x", "2026-01-05 08:00:00", 4, 255)])

    def test_a_workbook_without_punches_is_refused(self):
        book = openpyxl.Workbook()
        book.active.append(["date", "name"])
        book.save(self.folder / "log.xlsx")
        result = gatebook("ingest", "log.xlsx", cwd=self.folder)
        self.assertEqual(result.code, 65)
        self.assertIn("no sheet of the workbook holds punches", result.err)


if __name__ == "__main__":
    unittest.main()
