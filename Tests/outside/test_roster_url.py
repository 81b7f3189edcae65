"""A roster from a URL: answers are believed only when they are whole."""

import http.server
import json
import os
import threading
import time

from test_sync import SyncTest, template

TOKEN = "invented-token-4711"


class Host:
    """Answers whatever it is told to, and remembers what it was asked."""

    def __init__(self):
        host = self
        self.answers, self.requests = [], []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                host.requests.append(dict(self.headers))
                status, body = host.answers[0]
                if len(host.answers) > 1:
                    host.answers.pop(0)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/access"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def say(self, body, status=200):
        self.answers = [(status, body if isinstance(body, bytes) else json.dumps(body).encode())]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def answer(denied=(), people=range(1, 21), **more):
    users = [{"device_user_id": str(n), "access": "DENY" if n in denied else "ALLOW",
              "name": f"Person {n}", "user_info": more.get(str(n))} for n in people]
    return {"status": True, "users": users}


class RosterFromURL(SyncTest):

    def setUp(self):
        super().setUp()
        self.host = Host()
        self.addCleanup(self.host.close)
        self.write("token", TOKEN + "\n")
        policy = self.folder / "gatebook.toml"
        text = policy.read_text()
        lines = [f'source = "{self.host.url}"' if line.startswith("source = ") else
                 'token_file = "token"' if line.startswith("token_file = ") else line
                 for line in text.splitlines()]
        policy.write_text("\n".join(lines) + "\n")
        self.host.say(answer())
        self.sync()
        self.count = len(self.writes())

    def test_denied_and_allowed_again(self):
        self.assertEqual(self.host.requests[0]["Authorization"], f"Bearer {TOKEN}")
        self.host.say(answer(denied=[2]))
        self.assertEqual(self.sync()["sync"]["blocked"], 2)
        denied = self.run_ok("check", "2", "--json").json["answers"]
        self.assertEqual({a["answer"] for a in denied}, {"deny"})
        self.host.say(answer())
        self.assertEqual(self.sync()["sync"]["restored"], 2)

    def test_bad_answers_block_nobody(self):
        for status, body in [
                (500, b"oops"), (200, b"<html>please log in</html>"), (200, b""),
                (200, {"status": False, "users": []}), (200, {"status": True, "users": []}),
                (200, {"users": [{"device_user_id": "1"}]}), (404, answer(denied=[1])),
                (200, json.dumps(answer(denied=[1, 2])).encode()[:-40]),
                (200, {"status": True, "users": [
                    {"device_user_id": "1", "access": "MAYBE", "name": "x"}]})]:
            with self.subTest(status=status, body=str(body)[:40]):
                self.host.say(body, status)
                result = self.run_ok("sync", code=3)
                self.assertIn("the roster could not be read", result.err)
                self.assertNotIn(TOKEN, result.out + result.err)
                self.assertEqual(len(self.writes()), self.count)

    def test_everybody_denied(self):
        self.host.say(answer(denied=range(1, 21)))
        self.assertIn("max_block_fraction", self.run_ok("sync", code=3).err)
        self.assertEqual(len(self.writes()), self.count)

    def test_a_host_that_has_to_wake_up(self):
        self.host.answers = [(503, b"waking up"),
                             (200, json.dumps(answer(denied=[3])).encode())]
        self.assertEqual(self.sync()["sync"]["blocked"], 2)

    def test_an_old_answer_blocks_nobody(self):
        self.host.say(answer(denied=[2]))
        self.run_ok("sync", "--dry-run")
        copy = self.folder / "gatebook.sqlite.roster.csv"
        then = time.time() - 48 * 3600
        os.utime(copy, (then, then))
        self.host.say(b"", 500)
        self.assertIn("48 hours old", self.run_ok("sync", code=3).err)
        self.assertEqual(len(self.writes()), self.count)

    def test_templates_come_to_the_gates(self):
        raw = b"\x4a\x53SS21" + template("imported", 400)
        info = {"uid": 99, "device_user_id": "50", "name": "Person 50",
                "templates": [{"uid": 99, "fid": 4, "valid": 1, "template": list(raw)}]}
        self.host.say(answer(people=[*range(1, 21), 50], **{"50": info}))
        result = self.sync()
        self.assertEqual(result["sync"]["created"], 2)
        for serial in ("SYNC1", "SYNC2"):
            self.assertEqual(self.held(serial)[1][("50", 4)], raw)
        self.assertEqual(self.sync()["plan"]["actions"], [])
        self.assertNotIn(raw[6:40], (self.folder / "gatebook.sqlite.roster.csv").read_bytes())
