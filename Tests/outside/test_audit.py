"""Bundles for auditors: what is changed in one is caught and named; another program checks them."""

import collections
import csv
import hashlib
import io
import json
import pathlib
import re
import sqlite3
import stat
import zipfile

import nacl.signing

from command import FolderTest, gatebook

AS_OF = "2026-01-01T00:00:00"


class Audit(FolderTest):

    def setUp(self):
        super().setUp()
        self.start_directory()
        self.write(
            "members.csv",
            "member_id,name,department,branch,shift\n"
            "M1,Zubaida Invented,Office,MAIN,D\nM2,Tamim Invented,Office,MAIN,D\n"
            "M3,Rokeya Invented,Gate,MAIN,D\n")
        self.write("devices.csv", "serial,branch,name,host\nG1,MAIN,Door,10.0.0.1\n")
        self.write("log.dat", "".join(
            f"{'M' + str(n):>9}\t2025-10-{day:02} {hour:02}:{n}{day % 6}:07\t1\t{state}\t1\t0\r\n"
            for day in range(1, 31) for hour, state in ((8, 0), (18, 1)) for n in (1, 2, 3)))
        self.run_ok("ingest", "log.dat", "--device", "G1")
        self.bundle = self.export()
        self.key = re.search(r"fingerprint ([0-9a-f-]+)", self.told.err).group(1)

    def export(self, *more, to="2025-10-30"):
        self.told = self.run_ok(
            "export", "--from", "2025-10-01", "--to", to, "--audit", "--out", "out", "--as-of",
            AS_OF, "--json", *more)
        return self.folder / self.told.json["exports"][-1]

    def parts(self, bundle=None):
        with zipfile.ZipFile(bundle or self.bundle) as parts:
            return {name: parts.read(name) for name in parts.namelist()}

    def pack(self, parts, name="attack.zip", more=()):
        path = self.folder / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for part, data in [*parts.items(), *more]:
                new.writestr(part, data)
        return path

    def verify(self, *bundles, words=()):
        """Verifies from a folder without configuration, as an auditor would."""
        (self.folder / "auditor").mkdir(exist_ok=True)
        return gatebook(
            "verify", *bundles, "--json", *words, cwd=self.folder / "auditor")

    def assert_caught(self, parts, kind, sentence, file=None, row=None, words=(), more=()):
        result = self.verify(self.pack(parts, more=more), words=words)
        self.assertEqual(result.code, 1, result.out + result.err)
        problems = result.json["bundles"][0]["problems"]
        found = [p for p in problems if p["kind"] == kind and sentence in p["sentence"]]
        self.assertTrue(found, problems)
        if file:
            self.assertEqual(found[0]["file"], file)
        if row:
            self.assertEqual(found[0]["row"], row)
        return problems

    def change_rows(self, change, table="data/punches.csv"):
        parts = self.parts()
        lines = parts[table].split(b"\r\n")[:-1]
        rows = lines[1:]
        change(rows)
        parts[table] = b"\r\n".join([lines[0], *rows, b""])
        return parts

    # What is as it was signed

    def test_an_untouched_bundle_is_good(self):
        result = self.verify(self.bundle, words=["--fingerprint", self.key])
        self.assertEqual(result.code, 0, result.err)
        found = result.json["bundles"][0]
        self.assertEqual((found["ok"], found["key_trusted"]), (True, True))
        manifest = json.loads(self.parts()["manifest.json"])
        self.assertEqual({t["name"]: t["rows"] for t in manifest["tables"]}["data/punches.csv"], 180)
        self.assertEqual(found["rows"], sum(t["rows"] for t in manifest["tables"]))
        unknown = self.verify(self.bundle)
        self.assertEqual(unknown.code, 0)
        self.assertIn("anybody can sign", unknown.err)

    def test_another_program_finds_the_same(self):
        parts = self.parts()
        manifest = json.loads(parts["manifest.json"])
        key = nacl.signing.VerifyKey(bytes.fromhex(manifest["public_key"]))
        key.verify(parts["manifest.json"], bytes.fromhex(parts["manifest.sig"].decode().strip()))
        with self.assertRaises(nacl.exceptions.BadSignatureError):
            key.verify(
                parts["manifest.json"] + b" ",
                bytes.fromhex(parts["manifest.sig"].decode().strip()))
        print_ = hashlib.sha256(bytes(key)).hexdigest()[:32]
        self.assertEqual(manifest["fingerprint"].replace("-", ""), print_)
        self.assertEqual(
            {f["name"] for f in manifest["files"]} | {"manifest.json", "manifest.sig"}, set(parts))
        for file in manifest["files"]:
            data = parts[file["name"]]
            self.assertEqual(len(data), file["bytes"])
            self.assertEqual(hashlib.sha256(data).hexdigest(), file["sha256"])
        for table in manifest["tables"]:
            # No field of these tables holds a line break.
            head, *rows = parts[table["name"]].split(b"\r\n")[:-1]
            link = hashlib.sha256(
                b"gatebook audit chain 1\n" + table["name"].encode() + b"\n" + head).digest()
            for row in rows:
                link = hashlib.sha256(link + hashlib.sha256(row).digest()).digest()
            self.assertEqual((len(rows), link.hex()), (table["rows"], table["head"]))

    def test_every_record_names_the_reading_that_brought_it(self):
        self.write("late.dat", f"{'M1':>9}\t2025-10-30 20:00:00\t1\t1\t1\t0\r\n")
        self.run_ok("ingest", "late.dat", "--device", "G1")
        tables = {}
        for name, data in self.parts(self.export()).items():
            if name.endswith(".csv"):
                rows = csv.DictReader(io.StringIO(data.decode(), newline=""))
                tables[name] = list(rows)
        readings = {row["reading"]: row for row in tables["data/readings.csv"]}
        origins = collections.Counter(
            pathlib.Path(readings[row["reading"]]["origin"]).name
            for row in tables["data/raw.csv"])
        self.assertEqual(origins, {"log.dat": 180, "late.dat": 1})
        for row in tables["data/raw.csv"]:
            self.assertEqual(row["read_at"], readings[row["reading"]]["read_at"])
        # The bundle before it is in the log.
        digest = hashlib.sha256(self.parts()["manifest.json"]).hexdigest()
        self.assertEqual(
            [(row["bundle"], row["sha256"]) for row in tables["data/exports.csv"]],
            [("1", digest)])

    def test_raw_records_are_those_of_the_people_and_gates_asked_for(self):
        path = self.folder / "gatebook.toml"
        path.write_text(path.read_text() + '\n[[branch]]\nid = "FAR"\nname = "Far"\n')
        self.write(
            "devices.csv",
            "serial,branch,name,host\nG1,MAIN,Door,10.0.0.1\nG2,FAR,Far door,10.0.0.2\n")
        self.write(
            "members.csv",
            "member_id,name,department,branch,shift,device_user_id,gates\n"
            "M1,Zubaida Invented,Office,MAIN,D,M1,MAIN;FAR\n"
            "F1,Tamim Invented,Office,FAR,D,7,FAR\nM2,Rokeya Invented,Office,MAIN,D,7,MAIN\n")
        self.write("far.dat", "".join(
            f"{who:>9}\t2025-10-30 {time}\t1\t0\t1\t0\r\n"
            for who, time in (("M1", "08:30:00"), ("7", "08:31:00"))))
        self.write("near.dat", f"{'7':>9}\t2025-10-30 08:32:00\t1\t0\t1\t0\r\n")
        self.run_ok("ingest", "far.dat", "--device", "G2")
        self.run_ok("ingest", "near.dat", "--device", "G1")

        def rows(*words, table):
            data = self.parts(self.export(*words))[f"data/{table}.csv"].decode()
            return [(row["serial"], row.get("device_user_id"), row.get("at", "")[:10])
                    for row in csv.DictReader(io.StringIO(data, newline=""))]
        # A person of the branch was at a gate of another one: that record, and no other of it.
        raw = rows("--branch", "MAIN", table="raw")
        self.assertIn(("G2", "M1", "2025-10-30"), raw)
        self.assertNotIn(("G2", "7", "2025-10-30"), raw)
        self.assertLessEqual(set(rows("--branch", "MAIN", table="punches")), set(raw))
        self.assertIn("G2", [row[0] for row in rows("--branch", "MAIN", table="readings")])
        # An id is another person's at another gate.
        self.assertEqual(rows("--member", "M2", table="raw"), [("G1", "7", "2025-10-30")])

    def test_keys_are_private_and_exports_are_logged(self):
        mode = stat.S_IMODE((self.folder / "audit.key").stat().st_mode)
        self.assertEqual(mode, 0o600)
        self.run_ok(
            "export", "--from", "2025-10-01", "--to", "2025-10-02", "--format", "csv", "--out",
            "out", "--as-of", AS_OF)
        with sqlite3.connect(self.folder / "gatebook.sqlite") as store:
            log = store.execute(
                "SELECT bundle, what, days, punches, digest FROM export_log ORDER BY number"
            ).fetchall()
            with self.assertRaises(sqlite3.IntegrityError):
                store.execute("DELETE FROM export_log")
        digest = hashlib.sha256(self.parts()["manifest.json"]).hexdigest()
        self.assertEqual(log[0], (1, "audit bundle", 90, 180, digest))
        self.assertEqual(log[1][:4], (None, "csv", 6, 12))
        (self.folder / "audit.key").chmod(0o644)
        result = gatebook(
            "export", "--from", "2025-10-01", "--to", "2025-10-02", "--audit", cwd=self.folder)
        self.assertEqual(result.code, 1)
        self.assertIn("chmod 600", result.err)

    def test_the_export_log_knows_its_bundles(self):
        result = self.run_ok("verify", self.bundle, "--json")
        self.assertIs(result.json["bundles"][0]["logged"], True)
        self.assertIn("the export log has it: made at 2026-01-01T00:00:00 by ", result.err)
        self.assertIsNone(self.verify(self.bundle).json["bundles"][0]["logged"])
        # Another site has bundles, too, and they are good ones.
        self.run_ok("init", "other")
        other = self.folder / "other"
        result = self.run_ok("verify", self.bundle, "--json", cwd=other)
        self.assertIs(result.json["bundles"][0]["logged"], False)
        self.assertIn("the export log has no bundle 1: another site's", result.err)
        (other / "members.csv").write_bytes((self.folder / "members.csv").read_bytes())
        (other / "devices.csv").write_bytes((self.folder / "devices.csv").read_bytes())
        self.run_ok("ingest", "../log.dat", "--device", "G1", cwd=other)
        self.run_ok(
            "export", "--from", "2025-10-01", "--to", "2025-10-03", "--audit", "--out", "out",
            "--as-of", AS_OF, cwd=other)
        (other / "audit.pub").unlink()
        result = self.run_ok("verify", self.bundle, "--json", cwd=other)
        self.assertIs(result.json["bundles"][0]["logged"], False)
        self.assertIn("this is not the bundle 1 of the export log, made at", result.err)

    def test_codes_stand_for_people(self):
        bundle = self.export("--pseudonymous")
        for name, data in self.parts(bundle).items():
            self.assertNotIn(b"Invented", data, name)
            self.assertNotRegex(data, rb"\bM[123]\b", name)
        again = self.export("--pseudonymous", to="2025-10-02")
        def codes(path):
            return {line.split(b",")[2] for line in self.parts(path)["data/days.csv"].split()[1:]
                    if line.startswith(b"2025-10-01")}
        self.assertEqual(codes(bundle), codes(again))
        self.assertEqual(self.verify(bundle).code, 0)

    # Attacks

    def test_edited_row(self):
        def attack(rows):
            rows[16] = rows[16].replace(b":07,", b":08,")
        self.assert_caught(
            self.change_rows(attack), "edited", "row 17 was edited", "data/punches.csv", 17)

    def test_deleted_row(self):
        self.assert_caught(
            self.change_rows(lambda rows: rows.pop(16)), "deleted", "row 17 was deleted",
            "data/punches.csv", 17)

    def test_inserted_row(self):
        def attack(rows):
            rows.insert(16, rows[3].replace(b":07,", b":09,"))
        self.assert_caught(
            self.change_rows(attack), "inserted", "row 17 was inserted", "data/punches.csv", 17)

    def test_row_inserted_twice(self):
        self.assert_caught(
            self.change_rows(lambda rows: rows.insert(5, rows[4])), "inserted",
            "row 6 was inserted", "data/punches.csv", 6)

    def test_moved_row(self):
        def attack(rows):
            rows.insert(29, rows.pop(9))
        self.assert_caught(
            self.change_rows(attack), "moved", "row 10 was moved: it stands in row 30 now",
            "data/punches.csv", 10)

    def test_exchanged_rows(self):
        def attack(rows):
            rows[4], rows[5] = rows[5], rows[4]
        self.assert_caught(
            self.change_rows(attack), "moved", "row 5 was moved", "data/punches.csv", 5)

    def test_cut_off_end(self):
        def attack(rows):
            del rows[150:]
        self.assert_caught(
            self.change_rows(attack), "cut_off", "row 151 is the first of 30 cut off",
            "data/punches.csv", 151)

    def test_rows_added_at_the_end(self):
        self.assert_caught(
            self.change_rows(lambda rows: rows.append(rows[0])), "inserted",
            "row 181 was added at the end", "data/punches.csv", 181)

    def test_changed_header(self):
        parts = self.parts()
        parts["data/days.csv"] = parts["data/days.csv"].replace(b"late_minutes", b"early_minutes", 1)
        self.assert_caught(parts, "header", "the header was edited", "data/days.csv")

    def test_raw_record_edited(self):
        def attack(rows):
            rows[0] = rows[0].replace(b"T08:", b"T07:")
        self.assert_caught(
            self.change_rows(attack, "data/raw.csv"), "edited", "row 1 was edited",
            "data/raw.csv", 1)

    def test_policy_edited(self):
        parts = self.parts()
        parts["data/gatebook.toml"] += b"\n# nothing\n"
        self.assert_caught(parts, "edited", "data/gatebook.toml was changed")

    def test_row_and_its_mark_edited(self):
        def attack(rows):
            rows[16] = rows[16].replace(b":07,", b":08,")
        parts = self.change_rows(attack)
        row = parts["data/punches.csv"].split(b"\r\n")[17]
        marks = parts["chain/punches.txt"].split(b"\n")
        marks[16] = hashlib.sha256(row).hexdigest()[:32].encode()
        parts["chain/punches.txt"] = b"\n".join(marks)
        problems = self.assert_caught(
            parts, "edited", "rows from 1 to 180 are not those that were signed",
            "data/punches.csv")
        self.assertIn("chain/punches.txt", [p["file"] for p in problems])

    def rewritten(self):
        """A bundle with an edited row and a manifest that fits it."""
        def attack(rows):
            rows[16] = rows[16].replace(b":07,", b":08,")
        parts = self.change_rows(attack)
        manifest = json.loads(parts["manifest.json"])
        head, *rows = parts["data/punches.csv"].split(b"\r\n")[:-1]
        link = hashlib.sha256(b"gatebook audit chain 1\ndata/punches.csv\n" + head).digest()
        marks = b""
        for row in rows:
            digest = hashlib.sha256(row)
            link = hashlib.sha256(link + digest.digest()).digest()
            marks += digest.hexdigest()[:32].encode() + b"\n"
        parts["chain/punches.txt"] = marks
        for table in manifest["tables"]:
            if table["name"] == "data/punches.csv":
                table["head"] = link.hex()
        for file in manifest["files"]:
            data = parts[file["name"]]
            file["bytes"], file["sha256"] = len(data), hashlib.sha256(data).hexdigest()
        return parts, manifest

    def test_everything_rewritten_without_the_key(self):
        parts, manifest = self.rewritten()
        parts["manifest.json"] = json.dumps(manifest).encode()
        problems = self.assert_caught(parts, "signature", "manifest.json was changed or exchanged")
        self.assertEqual(len(problems), 1)

    def test_everything_rewritten_and_signed_with_another_key(self):
        parts, manifest = self.rewritten()
        key = nacl.signing.SigningKey.generate()
        public = bytes(key.verify_key)
        manifest["public_key"] = public.hex()
        digits = hashlib.sha256(public).hexdigest()[:32]
        manifest["fingerprint"] = "-".join(digits[i:i + 4] for i in range(0, 32, 4))
        parts["manifest.json"] = json.dumps(manifest).encode()
        parts["manifest.sig"] = key.sign(parts["manifest.json"]).signature.hex().encode() + b"\n"
        self.assert_caught(
            parts, "key", "but the fingerprint given is", words=["--fingerprint", self.key])
        public_file = (self.folder / "audit.pub").read_text()
        self.assert_caught(
            parts, "key", "the one that should have signed it",
            words=["--key", self.folder / "audit.pub"])
        self.assertIn(self.key, public_file)
        # Without knowing the key nobody can tell; so that is said.
        self.assertIn("anybody can sign", self.verify(self.pack(parts)).err)

    def test_manifest_of_another_bundle(self):
        other = self.parts(self.export(to="2025-10-20"))
        parts = self.parts()
        parts["manifest.json"] = other["manifest.json"]
        self.assert_caught(parts, "signature", "exchanged")
        parts["manifest.sig"] = other["manifest.sig"]
        problems = self.assert_caught(
            parts, "edited", "are not those that were signed (90 of 60 rows)", "data/days.csv")
        self.assertNotIn("signature", [p["kind"] for p in problems])

    def test_signature_removed_and_empty(self):
        parts = self.parts()
        parts["manifest.sig"] = b""
        self.assert_caught(parts, "signature", "no signature")
        del parts["manifest.sig"]
        self.assert_caught(parts, "signature", "no signature")

    def test_file_removed(self):
        parts = self.parts()
        del parts["data/corrections.csv"]
        self.assert_caught(parts, "missing", "data/corrections.csv is missing")
        parts = self.parts()
        del parts["chain/raw.txt"]
        self.assert_caught(parts, "missing", "chain/raw.txt is missing")

    def test_file_added_and_doubled(self):
        self.assert_caught(
            self.parts(), "added", "was added later", more=[("data/more.csv", b"a\r\n")])
        self.assert_caught(
            self.parts(), "added", "is in the bundle 2 times",
            more=[("data/punches.csv", b"serial\r\n")])

    def test_read_me_changed(self):
        parts = self.parts()
        parts["README.txt"] = parts["README.txt"].replace(self.key.encode(), b"0000")
        self.assert_caught(parts, "edited", "README.txt was changed")

    def test_bundle_exchanged_or_missing_in_the_chain(self):
        second = self.export(to="2025-10-20")
        third = self.export(to="2025-10-10")
        result = self.verify(third, self.bundle, second)
        self.assertEqual(result.code, 0, result.err)
        self.assertEqual([b["number"] for b in result.json["bundles"]], [1, 2, 3])
        result = self.verify(self.bundle, third)
        self.assertEqual(result.code, 1)
        self.assertEqual(result.json["bundles"][1]["problems"][0]["kind"], "chain")
        self.assertIn("follows bundle 2", result.err)
        # The first bundle made again says the same, but is another one.
        parts, manifest = self.rewritten()
        parts["manifest.json"] = json.dumps(manifest).encode()
        result = self.verify(self.pack(parts), second)
        self.assertIn("another bundle 1", result.err)

    def test_damaged_zip_files(self):
        data = self.bundle.read_bytes()
        for attack in (data[:-40], data[:len(data) // 2], b"PK" + bytes(200), b""):
            path = self.write("damaged.zip", attack)
            result = self.verify(path)
            self.assertEqual(result.code, 65, result.err)
        at = data.index(b"data/raw.csv") + 40
        broken = data[:at] + bytes(30) + data[at + 30:]
        result = self.verify(self.write("damaged.zip", broken))
        self.assertEqual(result.code, 1)
        self.assertIn("data/raw.csv is damaged", result.err)
        self.assertEqual(self.verify(self.folder / "log.dat").code, 65)
        self.assertEqual(self.verify(self.folder / "nothing.zip").code, 65)


if __name__ == "__main__":
    import unittest
    unittest.main()
