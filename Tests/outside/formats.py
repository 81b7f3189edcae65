"""The rules of formats that others read: Atom, and the text format of Prometheus."""

import io
import re
import xml.etree.ElementTree

import feedparser
from prometheus_client.parser import text_string_to_metric_families

ATOM = "{http://www.w3.org/2005/Atom}"
NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
LABELS = re.compile(r'\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"(?:,(?!\}))?)*\}')
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
URN = re.compile(r"urn:[a-z0-9-]{2,32}:(?:[A-Za-z0-9._:/-]|%[0-9a-f]{2})+")


def check_metrics(test, text):
    """What promtool looks at; the values by name and labels."""
    test.assertTrue(text.endswith("\n"))
    helps, types, samples, family = {}, {}, {}, None
    for line in text.rstrip("\n").split("\n"):
        if line.startswith("# HELP "):
            family, told = line[7:].split(" ", 1)
            test.assertNotIn(family, helps, "one HELP a family")
            test.assertRegex(told, r"\S")
            helps[family] = told
        elif line.startswith("# TYPE "):
            name, kind = line[7:].split(" ")
            test.assertEqual(name, family, "TYPE follows HELP")
            test.assertIn(kind, ("gauge", "counter"))
            test.assertEqual(kind == "counter", name.endswith("_total"), name)
            types[name] = kind
        else:
            name = NAME.match(line).group()
            test.assertEqual(name, family, "samples stand with their family")
            test.assertIn(name, types, line)
            rest = line[len(name):]
            labels = LABELS.match(rest)
            labels = labels.group() if labels else ""
            value = rest[len(labels):]
            test.assertRegex(value, r"^ -?\d+$", line)
            test.assertNotIn((name, labels), samples, "a sample stands once")
            samples[name, labels] = int(value)
    test.assertEqual(helps.keys(), types.keys())
    read = {(s.name, tuple(sorted(s.labels.items()))): s.value
            for found in text_string_to_metric_families(text) for s in found.samples}
    test.assertEqual(len(read), len(samples))
    test.assertEqual(sorted(read.values()), sorted(samples.values()))
    return read


def check_feed(test, data):
    """What RFC 4287 wants of a feed and its entries; the entries as a reader sees them."""
    root = xml.etree.ElementTree.fromstring(data)
    test.assertEqual(root.tag, ATOM + "feed")
    ids = []
    for node in [root, *root.iter(ATOM + "entry")]:
        for name in ("id", "title", "updated"):
            test.assertEqual(len(node.findall(ATOM + name)), 1, name)
        test.assertRegex(node.find(ATOM + "updated").text, MOMENT)
        test.assertRegex(node.find(ATOM + "id").text, URN)
        ids.append(node.find(ATOM + "id").text)
        test.assertTrue((node.find(ATOM + "title").text or "").strip())
        for link in node.findall(ATOM + "link"):
            test.assertRegex(link.get("href"), r"^[A-Za-z0-9._/-]+$")
    test.assertEqual(len(set(ids)), len(ids), "ids are unique")
    test.assertEqual(len(root.findall(f"{ATOM}author/{ATOM}name")), 1)
    test.assertEqual([link.get("rel") for link in root.findall(ATOM + "link")], ["self", None])
    read = feedparser.parse(io.BytesIO(data))
    test.assertFalse(read.bozo, read.get("bozo_exception"))
    test.assertEqual(read.version, "atom10")
    test.assertEqual(len(read.entries), len(ids) - 1)
    return read.entries
