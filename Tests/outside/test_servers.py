"""The sample configurations of servers, with the real servers."""

import base64
import gzip
import http.client
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
import unittest

from command import ROOT

SAMPLES = ROOT / "samples/servers"
SECRET = "open sesame"


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_for_port(port, process=None):
    """Waits until somebody listens; a process that ended instead is told of."""
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if process and process.poll() is not None:
                raise AssertionError(process.stderr.read()) from None
            time.sleep(0.1)
    raise AssertionError("the server did not start")


class Servers(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="gatebook-server-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        # Workers of nginx run as another user.
        self.folder.chmod(0o755)
        self.site = self.folder / "site"
        for name, text in {
            "index.html": "<p>owner</p>", "days/2026-11-19/DHK.html": "<p>dhaka</p>",
            "days/2026-11-19/CTG.html": "<p>ctg</p>", "data/days/2026-11-19/DHK.json": "{}",
            "assets/site.css": "p { color: red }", "exports/a.csv": "a,b",
        }.items():
            path = self.site / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(text.encode()))
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
             "-subj", "/CN=attendance.example", "-addext", "subjectAltName=DNS:attendance.example",
             "-keyout", self.folder / "site.key", "-out", self.folder / "site.crt"],
            check=True, capture_output=True)
        self.port = free_port()

    def start(self, *words, env=None):
        process = subprocess.Popen(
            [str(word) for word in words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            env={**os.environ, "HOME": str(self.folder), **(env or {})})
        def stop():
            process.terminate()
            process.wait(timeout=20)
            process.stderr.close()
        self.addCleanup(stop)
        wait_for_port(self.port, process)

    def ask(self, path, user=None, **headers):
        context = ssl.create_default_context(cafile=self.folder / "site.crt")
        # The address is this machine; the name is that of the certificate.
        connection = http.client.HTTPSConnection("attendance.example", self.port, context=context)
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        connection.sock = context.wrap_socket(plain, server_hostname="attendance.example")
        if user:
            token = base64.b64encode(f"{user}:{SECRET}".encode()).decode()
            headers["Authorization"] = f"Basic {token}"
        headers["Host"] = "attendance.example"
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, body

    def check(self):
        self.assertEqual(self.ask("/index.html")[0], 401)
        status, headers, body = self.ask("/", user="owner")
        self.assertEqual((status, body), (200, b"<p>owner</p>"))
        self.assertIn("default-src 'none'", headers["content-security-policy"])
        self.assertEqual(headers["x-content-type-options"], "nosniff")
        self.assertEqual(headers["referrer-policy"], "no-referrer")
        self.assertEqual(headers["x-robots-tag"], "noindex, nofollow")
        self.assertIn("text/html", headers["content-type"])
        status, headers, body = self.ask(
            "/assets/site.css", user="dhaka", **{"Accept-Encoding": "gzip"})
        self.assertEqual((status, headers.get("content-encoding")), (200, "gzip"))
        self.assertEqual(gzip.decompress(body), b"p { color: red }")
        self.assertIn("text/css", headers["content-type"])
        for page in ("/days/2026-11-19/DHK.html", "/data/days/2026-11-19/DHK.json"):
            self.assertEqual(self.ask(page, user="dhaka")[0], 200)
            self.assertEqual(self.ask(page, user="owner")[0], 200)
            status, headers, body = self.ask(page, user="dhaka", **{"Accept-Encoding": "gzip"})
            self.assertEqual((status, headers.get("content-encoding")), (200, "gzip"))
            self.assertEqual(gzip.decompress(body), self.ask(page, user="dhaka")[2])
            self.assertIn("accept-encoding", headers.get("vary", "").lower())
            self.assertNotIn("gzip", headers["content-type"])
            same = self.ask(page, user="dhaka", **{"If-None-Match": self.ask(
                page, user="dhaka")[1]["etag"]})
            self.assertEqual((same[0], same[2]), (304, b""))
        for page in ("/", "/index.html", "/days/2026-11-19/CTG.html", "/exports/a.csv",
                     "/index.html.gz", "/days/2026-11-19/DHK.html/../CTG.html",
                     "/days/2026-11-19/%2e%2e/%2e%2e/index.html", "//index.html",
                     "/assets/../exports/a.csv", "/days/2026-11-19/CTG.html?/DHK.html"):
            for more in ({}, {"Accept-Encoding": "gzip"}):
                status, headers, body = self.ask(page, user="dhaka", **more)
                self.assertEqual(status, 401, page)
                self.assertNotIn(b"owner", body)
                if body:
                    self.assertIn("default-src 'none'", headers["content-security-policy"])
        self.assertIn(self.ask("/assets/", user="owner")[0], (403, 404))
        self.assertEqual(self.ask("/nowhere.html", user="owner")[0], 404)

    @unittest.skipUnless(shutil.which("nginx"), "there is no nginx")
    def test_nginx(self):
        hashed = subprocess.run(
            ["openssl", "passwd", "-apr1", SECRET], check=True, capture_output=True, text=True
        ).stdout.strip()
        (self.folder / "owner.htpasswd").write_text(f"owner:{hashed}\n")
        (self.folder / "DHK.htpasswd").write_text(f"owner:{hashed}\ndhaka:{hashed}\n")
        sample = (SAMPLES / "nginx.conf").read_text()
        sample = sample.replace("listen 443 ssl;", f"listen 127.0.0.1:{self.port} ssl;")
        sample = sample.replace("/etc/gatebook", str(self.folder))
        sample = sample.replace("/srv/gatebook/output/site", str(self.site))
        (self.folder / "nginx.conf").write_text(
            f"daemon off; pid {self.folder}/pid; error_log stderr;\nevents {{}}\n"
            "http {\n include /etc/nginx/mime.types; access_log off;\n"
            f" client_body_temp_path {self.folder}/body; proxy_temp_path {self.folder}/proxy;\n"
            f" fastcgi_temp_path {self.folder}/fast; uwsgi_temp_path {self.folder}/uwsgi;\n"
            f" scgi_temp_path {self.folder}/scgi;\n{sample}\n}}\n")
        self.start("nginx", "-p", self.folder, "-c", self.folder / "nginx.conf")
        self.check()

    @unittest.skipUnless(shutil.which("caddy"), "there is no Caddy")
    def test_caddy(self):
        hashed = subprocess.run(
            ["caddy", "hash-password", "--plaintext", SECRET], check=True, capture_output=True,
            text=True).stdout.strip()
        sample = (SAMPLES / "Caddyfile").read_text()
        sample = sample.replace("attendance.example {", f"attendance.example:{self.port} {{")
        sample = sample.replace("/etc/gatebook", str(self.folder))
        sample = sample.replace("/srv/gatebook/output/site", str(self.site))
        (self.folder / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + sample)
        self.start(
            "caddy", "run", "--config", self.folder / "Caddyfile", "--adapter", "caddyfile",
            env={"OWNER_HASH": hashed, "DHK_HASH": hashed})
        self.check()

    @unittest.skipUnless(shutil.which("apache2"), "there is no Apache")
    def test_apache(self):
        hashed = subprocess.run(
            ["openssl", "passwd", "-apr1", SECRET], check=True, capture_output=True, text=True
        ).stdout.strip()
        (self.folder / "owner.htpasswd").write_text(f"owner:{hashed}\n")
        (self.folder / "DHK.htpasswd").write_text(f"owner:{hashed}\ndhaka:{hashed}\n")
        sample = (SAMPLES / "apache.conf").read_text()
        # What the first line of the sample tells to enable, and what Debian always enables.
        named = re.search(r"a2enmod ([a-z_ ]+)", sample).group(1).split()
        always = ["mpm_event", "authz_core", "authz_user", "authn_core", "dir", "mime"]
        modules = pathlib.Path("/usr/lib/apache2/modules")
        sample = sample.replace("*:443", f"127.0.0.1:{self.port}")
        sample = sample.replace("/etc/gatebook", str(self.folder))
        sample = sample.replace("/srv/gatebook/output/site", str(self.site))
        (self.folder / "apache.conf").write_text(
            "".join(f"LoadModule {name}_module {modules}/mod_{name}.so\n"
                    for name in always + named)
            + f"ServerName attendance.example\nListen 127.0.0.1:{self.port}\n"
            f"PidFile {self.folder}/pid\nErrorLog {self.folder}/errors\n"
            f"DefaultRuntimeDir {self.folder}\nTypesConfig /etc/mime.types\n"
            "User www-data\nGroup www-data\n"
            f"<Directory />\n AllowOverride None\n Require all denied\n</Directory>\n{sample}\n")
        self.start("apache2", "-f", self.folder / "apache.conf", "-D", "FOREGROUND")
        self.check()


if __name__ == "__main__":
    unittest.main()
