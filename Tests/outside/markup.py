"""Pages taken apart: elements, visible text, tables; and values as English pages show them."""

import datetime
import html.parser
import json

from command import ROOT

WORDS = json.loads((ROOT / "templates/languages/en.json").read_text())
VOID = {"meta", "link", "input", "br", "img", "hr"}


class Element:
    """An element: its tag, attributes and children, which are elements and texts."""

    def __init__(self, tag, attributes):
        self.tag, self.attributes, self.children = tag, attributes, []
        self.classes = (attributes.get("class") or "").split()

    def all(self, tag=None, *classes, **attributes):
        """Every element inside with this tag, these classes and attributes, in order."""
        for child in self.children:
            if isinstance(child, str):
                continue
            if ((tag is None or child.tag == tag) and all(c in child.classes for c in classes)
                    and all(child.attributes.get(k) == v for k, v in attributes.items())):
                yield child
            yield from child.all(tag, *classes, **attributes)

    def one(self, tag=None, *classes, **attributes):
        return next(self.all(tag, *classes, **attributes), None)

    @property
    def text(self):
        """What is to be seen; what only screen readers say is not in it."""
        if "hidden" in self.classes or self.tag in ("script", "style"):
            return ""
        text = "".join(c if isinstance(c, str) else c.text for c in self.children)
        return " ".join(text.split())


class Page(html.parser.HTMLParser):
    """A page as a tree."""

    def __init__(self, path):
        super().__init__()
        self.root = Element("root", {})
        self.open = [self.root]
        self.feed(path.read_text())
        self.main = self.root.one("main")

    def handle_starttag(self, tag, attributes):
        element = Element(tag, dict(attributes))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attributes):
        self.open[-1].children.append(Element(tag, dict(attributes)))

    def handle_endtag(self, tag):
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)

    def tables(self):
        """The plain tables by their captions: rows of texts by the titles of the columns."""
        found = {}
        for table in self.main.all("table", "plain"):
            caption = "".join(c for c in table.one("caption").children if isinstance(c, str))
            rows = []
            for row in table.one("tbody").all("tr"):
                rows.append([(td.attributes["data-label"], td.text) for td in row.all("td")])
            found[caption] = rows
        return found

    def tiles(self):
        """The figures of the board by what they are about."""
        return {tile.classes[1]: int(tile.one("b").text.replace(",", ""))
                for tile in self.main.all("li", "tile")}

    def lists(self):
        """The short lists by their headings' style: count, and lines of (name, figure)."""
        found = {}
        for panel in self.main.all("section", "panel", "list"):
            lines = [(li.one("bdi").text, (li.one("span", "figure") or Element("", {})).text)
                     for ul in panel.all("ul", "lines") for li in ul.all("li")]
            found[panel.classes[2]] = (int(panel.one("span", "count").text.replace(",", "")), lines)
        return found


def span(seconds):
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours:,} h {minutes:02} min" if hours else f"{minutes} min"


def date(value, pattern="{day} {mon}"):
    day = datetime.date.fromisoformat(value)
    return pattern.format(
        day=day.day, mon=day.strftime("%b"), wd=day.strftime("%a"), year=day.year,
        month=day.strftime("%B"))


def moment(value):
    return date(value[:10], "{wd} {day} {mon} {year}") + ", " + value[11:16]


def shown(key, value, day=None):
    """How a page shows the value that JSON has under `key`; `day` is the date of the page."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return WORDS["yes" if value else "no"]
    if key.endswith("_seconds"):
        return span(value)
    if key.endswith("_minutes"):
        return span(value * 60) if value else "0"
    if isinstance(value, int):
        return f"{value:,}"
    word = WORDS.get(f"{key}_{value}")
    if key in ("status", "kind", "cause", "seen", "origin", "what") and word:
        return word
    if len(value) == 19 and value[10] == "T":
        if day and value[:10] == day:
            return value[11:16]
        if day and datetime.date.fromisoformat(value[:10]) - datetime.date.fromisoformat(
                day) == datetime.timedelta(days=1):
            return f"{value[11:16]} {WORDS['next_day']}"
        return moment(value)
    if len(value) == 10 and value[4] == value[7] == "-":
        # What begins or ends may do so in another year.
        is_long = key in ("from", "to", "until", "entitled_from", "entitled_until")
        return moment(value + "T00:00:00").rsplit(",", 1)[0] if is_long else date(value)
    if len(value) == 8 and value[2] == value[5] == ":":
        return value[:5]
    return value


def keys_of(title, row):
    """The keys of a JSON row that a column may be about."""
    return [key for key in row if WORDS.get(f"column_{key}") == title]
