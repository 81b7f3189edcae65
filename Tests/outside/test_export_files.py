"""Exported text files, what is said about all files, and reading them back in."""

import datetime
import json
import pathlib
import unittest
import zipfile

import openpyxl

import office
from exporting import AS_OF, ExportTest


class Files(ExportTest):
    """Guards, layouts, columns, refusals and the way back."""

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
