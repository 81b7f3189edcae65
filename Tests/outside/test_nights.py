"""Night after night: only what the new data touches is made again, and it comes to the same."""

import datetime
import shutil

from command import FolderTest

PEOPLE = {"1": (8, 55), "2": (9, 20)}
START = datetime.date(2026, 10, 26)


class Nights(FolderTest):

    def setUp(self):
        super().setUp()
        self.start_directory()
        self.write("devices.csv", "serial,branch,host,enabled\nG1,HQ,,no\n")
        self.write("members.csv", "member_id,name,branch,shift,device_user_id\n"
                   "E-1,Nila Tamsin,HQ,day,1\nE-2,Oren Vask,HQ,day,2\n")
        with (self.folder / "gatebook.toml").open("a") as policy:
            policy.write('\n[[branch]]\nid = "HQ"\nname = "Head office"\n'
                         '\n[[shift]]\nid = "day"\nstart = "09:00"\nend = "17:00"\n')

    def night(self, date):
        """The punches of `date` arrive in the night behind it; the tree of the site then."""
        rows = [f"{person}\t{date} {h:02}:{m:02}:00\t1\t0\t1\t0\n"
                for person, (hour, minute) in PEOPLE.items() for h, m in [(hour, minute), (17, 5)]]
        self.write("attlog.dat", "".join(rows))
        now = f"{date + datetime.timedelta(days=1)}T02:00:00"
        self.run_ok("ingest", "attlog.dat", "--device", "G1", "--read-at", now, "--as-of", now)
        self.run_ok("render", "--as-of", now)
        self.now = now
        return self.tree()

    def test_a_night_leaves_older_days_alone_and_comes_to_the_same_as_a_whole_render(self):
        before, kept = {}, 0
        for number in range(12):
            date = START + datetime.timedelta(days=number)
            after = self.night(date)
            for name, (data, modified) in before.items():
                # With a new month the calendars of the old one are complete.
                if not name.startswith("days/2") or date.day == 1:
                    continue
                if name[5:15] < str(date - datetime.timedelta(days=1)):
                    self.assertEqual(after[name], (data, modified), f"{name} in the night of {date}")
                    kept += 1
            before = after
        self.assertGreater(kept, 60)
        whole = {name: data for name, (data, _) in before.items()}
        self.run_ok("render", "--all", "--as-of", self.now)
        self.assertEqual({name: data for name, (data, _) in self.tree().items()}, whole)
        shutil.rmtree(self.folder / "output")
        self.run_ok("render", "--as-of", self.now, env={"TZ": "Asia/Tokyo", "LANG": "de_DE.UTF-8"})
        self.assertEqual({name: data for name, (data, _) in self.tree().items()}, whole)

    def test_pages_of_now_say_since_when_nothing_was_read_and_days_stay_as_they_are(self):
        fresh = self.night(START)
        stale = "No gate has been read since"
        self.assertFalse([n for n, (data, _) in fresh.items() if stale.encode() in data])
        later = f"{START + datetime.timedelta(days=3)}T02:00:00"
        self.run_ok("render", "--as-of", later)
        old = self.tree()
        told = {n for n, (data, _) in old.items() if stale.encode() in data}
        pages = {n for n in old if n.endswith(".html")}
        of_date = {n for n in pages if n.startswith(("days/2", "denied/2"))}
        self.assertEqual(told, pages - of_date)
        self.assertIn("months/2026-10.html", told)
        # A day later it is said in the same words, and the first day is left alone.
        self.run_ok("render", "--as-of", f"{START + datetime.timedelta(days=4)}T02:00:00")
        again = self.tree()
        for name in told:
            self.assertIn(stale.encode(), again[name][0], name)
        for name in (f"days/{START}.html", f"days/{START}/HQ.html", f"denied/{START}.html"):
            self.assertEqual(again[name], old[name], name)
        whole = {name: data for name, (data, _) in again.items()}
        self.run_ok("render", "--all", "--as-of", f"{START + datetime.timedelta(days=4)}T02:00:00")
        self.assertEqual({name: data for name, (data, _) in self.tree().items()}, whole)
