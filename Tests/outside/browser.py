"""A real browser and a small web server with the strict policy, for tests of pages."""

import functools
import http.server
import pathlib
import threading

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:"


class Handler(http.server.SimpleHTTPRequestHandler):
    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, *_):
        pass


class Server:
    """Serves a folder on a free port of this machine."""

    def __init__(self, folder):
        handler = functools.partial(Handler, directory=str(folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Browser:
    """Debian's Chromium, driven from here."""

    def __init__(self):
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                     "--disable-dev-shm-usage", "--force-color-profile=srgb"):
            options.add_argument(word)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))

    def stop(self):
        self.driver.quit()

    def look(self, width=1280, height=900, dark=False, paper=False):
        """Sets the size of the window and the taste of the reader."""
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height,
                     deviceScaleFactor=1, mobile=width < 500)
        self.command("Emulation.setEmulatedMedia", media="print" if paper else "", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def scripts(self, are_on):
        self.command("Emulation.setScriptExecutionDisabled", value=not are_on)

    def command(self, name, **values):
        return self.driver.execute_cdp_cmd(name, values)

    def open(self, url):
        # A page of its own, also where only the fragment differs.
        self.driver.get("about:blank")
        self.driver.get(url)

    def run(self, script, *values):
        return self.driver.execute_script(script, *values)

    def complaints(self):
        """What the console holds, violations of the policy included."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def markup(self, selector):
        """The markup of an element as the browser has it, also while scripts are off."""
        root = self.command("DOM.getDocument", depth=0)["root"]["nodeId"]
        node = self.command("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        return self.command("DOM.getOuterHTML", nodeId=node)["outerHTML"]

    def picture(self, path, height=None):
        path = pathlib.Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        self.driver.save_screenshot(str(path))
