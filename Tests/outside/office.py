"""LibreOffice, without a window: reads what gatebook wrote and writes what it made of it."""

import pathlib
import shutil
import subprocess

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""

# Comma, double quote, UTF-8, from line 1; special numbers are detected and formulas evaluated.
EVALUATING_CSV = "Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,0,true"


def is_there():
    return shutil.which("soffice") is not None


def convert(path, folder, kind="xlsx", infilter=None):
    """Opens a file, computes every formula again and saves it in `folder`."""
    folder = pathlib.Path(folder)
    profile = folder / "profile"
    settings = profile / "user/registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    if not settings.exists():
        settings.write_text(ALWAYS_RECALCULATE)
    words = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless"]
    if infilter:
        words.append(f"--infilter={infilter}")
    words += ["--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(words, check=True, capture_output=True, timeout=180)
    return folder / (pathlib.Path(path).stem + "." + kind)


def shown(path, folder, sheet):
    """A sheet, the first being 1, as a person sees it: the text of its cells as CSV."""
    rules = f"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,{sheet}"
    target = pathlib.Path(folder) / f"shown-{sheet}"
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.csv"):
        old.unlink()
    try:
        convert(path, target, rules)
    except subprocess.CalledProcessError:
        pass
    return next(target.glob("*.csv")).read_text(encoding="utf-8")
