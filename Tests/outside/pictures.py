"""Plays the demo and takes the pictures of the README. Usage: pictures.py FOLDER"""

import pathlib
import sys
import tempfile

from browser import Browser
from command import gatebook

AS_OF = "2026-11-20T02:00:00"
PICTURES = [
    ("overview", "index.html", {"width": 1280, "height": 960}),
    ("day", "days/2026-11-19/DHK.html", {"width": 1280, "height": 960, "dark": True}),
    ("month", "months/2026-11/DHK.html", {"width": 1280, "height": 960}),
    ("phone", "index.html", {"width": 390, "height": 844}),
]


def main(folder):
    with tempfile.TemporaryDirectory(prefix="gatebook-pictures-") as top:
        bank = pathlib.Path(top) / "bank"
        gatebook("demo", bank, "--as-of", AS_OF, cwd=top, timeout=600)
        browser = Browser()
        try:
            for name, page, look in PICTURES:
                browser.look(**look)
                browser.open((bank / "output/site" / page).as_uri())
                browser.picture(pathlib.Path(folder) / f"{name}.png")
        finally:
            browser.stop()


main(sys.argv[1])
