"""Readers that ask for pages all the time while sites are published and publishers are killed.

What is promised: a path that every site has is always answered; every answer is whole and belongs
to a site that was published; and what is asked for between two equal manifests is one site.
"""

import gzip
import hashlib
import http.client
import json
import random
import re
import shutil
import signal
import subprocess
import threading
import time
import unittest

from command import GATEBOOK, FolderTest
from test_servers import free_port, wait_for_port

PUBLISHES = 200
# A slow machine makes fewer of them, never less than these.
SECONDS, LEAST = 60, 40
TITLE = "Render number 0"


class Reader(threading.Thread):
    """Asks for the manifest, some files, and the manifest again, until told to stop."""

    def __init__(self, name):
        super().__init__(daemon=True)
        self.name = name
        self.stopping = threading.Event()
        self.faults = []
        self.seen = set()
        self.whole = 0

    def run(self):
        chance = random.Random(self.name)
        try:
            while not self.stopping.is_set():
                self.look(chance)
        except Exception as error:
            self.faults.append(f"{self.name}: {error!r}")

    def look(self, chance):
        before = self.get("manifest.json")
        told = {e["path"]: e["sha256"] for e in json.loads(before)["files"]}
        found = {}
        for path in ["index.html", "data/index.json", *chance.sample(sorted(told), 6)]:
            body = self.get(path)
            found[path] = hashlib.sha256(body).hexdigest()
            self.seen.add((path, found[path]))
            if path.endswith(".html"):
                names = set(re.findall(rb"Render number \d+", body))
                if len(names) != 1 or not body.endswith(b"</html>\n"):
                    self.faults.append(f"{self.name}: {path} is torn: {names}")
        if self.get("manifest.json") != before:
            return
        self.whole += 1
        for path, digest in found.items():
            if told[path] != digest:
                self.faults.append(f"{self.name}: {path} is of another site than its manifest")


class FileReader(Reader):
    """Opens the files, as somebody does who has the folder."""

    def __init__(self, site):
        super().__init__("files")
        self.site = site

    def get(self, path):
        return (self.site / path).read_bytes()


class WebReader(Reader):
    """Asks a web server, for the compressed twin every other time."""

    def __init__(self, name, port):
        super().__init__(name)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.turn = 0

    def get(self, path):
        self.turn += 1
        wants = {"Accept-Encoding": "gzip"} if self.turn % 2 else {}
        self.connection.request("GET", "/" + path, headers=wants)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise AssertionError(f"{path}: {answer.status}")
        return gzip.decompress(body) if answer.getheader("Content-Encoding") else body


class Readers(FolderTest):
    """One folder, two servers, three readers."""

    def setUp(self):
        super().setUp()
        # Workers of nginx run as another user.
        self.folder.chmod(0o755)
        self.start_directory()
        policy = self.folder / "gatebook.toml"
        policy.write_text(re.sub(r'title = "[^"]*"', f'title = "{TITLE}"', policy.read_text(), 1))
        self.assertIn(TITLE, policy.read_text())
        self.write("devices.csv", "serial,branch,name,host\nA,MAIN,Door,192.0.2.1\n")
        self.write("members.csv", "member_id,name,branch\n" + "".join(
            f"{n},Person {n},MAIN\n" for n in range(101, 106)))
        self.write("a.dat", "".join(
            f"{n:>9}\t2026-10-{day:02} {hour:02}:{n - 100:02}:00\t1\t0\t1\t0\r\n"
            for day in (5, 6) for hour in (8, 17) for n in range(101, 106)))
        self.run_ok("ingest", "a.dat", "--device", "A", "--as-of", self.as_of(0))
        self.site = self.folder / "output/site"
        self.run_ok("render", "--as-of", self.as_of(0))

    @staticmethod
    def as_of(number):
        return f"2026-10-07T{number // 60:02}:{number % 60:02}:00"

    def publish(self, number):
        """Starts a render in which every page and figure of the present is another."""
        policy = self.folder / "gatebook.toml"
        text = re.sub(r"Render number \d+", f"Render number {number}", policy.read_text())
        policy.write_text(text)
        return subprocess.Popen(
            [GATEBOOK, "render", "--as-of", self.as_of(number)], cwd=self.folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def serve(self, *words):
        process = subprocess.Popen(
            [str(word) for word in words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            cwd=self.folder)
        def stop():
            process.terminate()
            process.wait(timeout=20)
        self.addCleanup(stop)

    def readers(self):
        yield FileReader(self.site)
        if shutil.which("nginx"):
            port = free_port()
            self.write("nginx.conf", (
                f"daemon off; pid {self.folder}/pid; error_log stderr;\nevents {{}}\nhttp {{\n"
                " include /etc/nginx/mime.types; access_log off;\n"
                f" client_body_temp_path {self.folder}/body; proxy_temp_path {self.folder}/proxy;\n"
                f" fastcgi_temp_path {self.folder}/fast; uwsgi_temp_path {self.folder}/uwsgi;\n"
                f" scgi_temp_path {self.folder}/scgi;\n server {{\n  listen 127.0.0.1:{port};\n"
                f"  root {self.site}; gzip_static on;\n"
                "  location / { try_files $uri $uri/ =404; }\n }\n}\n"))
            self.serve("nginx", "-p", self.folder, "-c", self.folder / "nginx.conf")
            wait_for_port(port)
            yield WebReader("nginx", port)
        if shutil.which("caddy"):
            port = free_port()
            self.write("Caddyfile", (
                "{\n\tadmin off\n\tauto_https off\n}\n"
                f"http://127.0.0.1:{port} {{\n\troot * {self.site}\n"
                "\tfile_server {\n\t\tprecompressed gzip\n\t}\n}\n"))
            self.serve("caddy", "run", "--config", self.folder / "Caddyfile",
                       "--adapter", "caddyfile")
            wait_for_port(port)
            yield WebReader("caddy", port)

    def digests(self):
        manifest = (self.site / "manifest.json").read_bytes()
        return {(e["path"], e["sha256"]) for e in json.loads(manifest)["files"]}

    def test_a_reader_never_meets_a_gap_or_a_mix(self):
        readers = list(self.readers())
        published = self.digests()
        for reader in readers:
            reader.start()
        chance = random.Random(6)
        longest, killed, shown, number = 0.1, 0, 0, 0
        end = time.monotonic() + SECONDS
        while number < PUBLISHES and (number < LEAST or time.monotonic() < end):
            number += 1
            start = time.monotonic()
            process = self.publish(number)
            if number % 2:
                # Anywhere in the run, and now and then after its end.
                time.sleep(chance.uniform(0, 1.1 * longest))
                process.send_signal(signal.SIGKILL)
            _, told = process.communicate(timeout=120)
            if number % 2 == 0:
                self.assertEqual(process.returncode, 0, told)
                longest = time.monotonic() - start
            killed += process.returncode == -signal.SIGKILL
            before = len(published)
            published |= self.digests()
            shown += len(published) > before
        for reader in readers:
            reader.stopping.set()
        for reader in readers:
            reader.join(timeout=60)
            self.assertEqual(reader.faults[:5], [])
            self.assertEqual(sorted(reader.seen - published)[:5], [])
            self.assertGreater(reader.whole, 10, reader.name)
        self.assertGreater(killed, 10)
        self.assertGreaterEqual(shown, number // 2)
        self.check_the_end()

    def check_the_end(self):
        """After all the kills a whole run leaves a whole site, with nothing beside it."""
        self.assertEqual(self.publish(9999 % 1000).wait(), 0)
        for path, digest in self.digests():
            self.assertEqual(
                hashlib.sha256((self.site / path).read_bytes()).hexdigest(), digest, path)
        self.assertEqual(
            sorted(p.name for p in (self.folder / "output").iterdir()),
            [".site-previous", "metrics.prom", "site"])


if __name__ == "__main__":
    unittest.main()
