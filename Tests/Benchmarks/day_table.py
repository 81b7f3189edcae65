"""The table of a day as Jinja2 renders it: the peer of the benchmark "render-table".

usage: day_table.py FOLDER     FOLDER holds the JSON of days, as the site has it

Prints how many pages, rows, punches and bytes it made, in which time, with how much memory, as JSON.
Reading the JSON and compiling the template are not in the time, as they are not in ours.
"""

import json
import pathlib
import resource
import sys
import time

import jinja2

TABLE = """\
<table class="ledger">
<caption><bdi>{{ place }}</bdi></caption>
<thead>
<tr><th scope="col">Status</th><th scope="col">Person</th>{% for f in figures %}<th scope="col" class="number">{{ f.title }}</th>{% endfor %}</tr>
</thead>
{% for p in people %}
<tbody id="p-{{ p.member_id }}" data-status="{{ p.status }}" data-first="{{ p.first_in or '' }}" data-late="{{ p.late_minutes or '' }}">
<tr><td class="state"><span class="chip {{ p.status }}"><i class="code" aria-hidden="true">{{ p.code }}</i>{{ statuses[p.status] }}</span></td><th scope="row"><a href="../people/{{ p.member_id }}.html"><bdi class="name">{{ p.name }}</bdi></a>{% if p.half_day %} <span class="tag">half day</span>{% endif %}{% if p.corrected %} <span class="tag">corrected</span>{% endif %}<small>{{ p.member_id }} · Shift {{ p.shift }}</small></th>{% for f in figures %}{% set value = p[f.key] %}<td class="number {% if value is none %}missing{% elif value == 0 %}zero{% else %}given{% endif %}" data-label="{{ f.title }}">{{ f.shown(value) }}{% if value is none %}<span class="hidden">not known</span>{% endif %}</td>{% endfor %}</tr>
<tr class="why"><td colspan="{{ figures|length + 2 }}">
<details>
<summary><span>{{ p.why }}</span> <b>{{ p.punches|length }} punches</b></summary>
{% for note in p.notes %}
<p lang="en" dir="ltr">{{ note }}</p>
{% endfor %}
<ol class="punches">
{% for punch in p.punches %}
<li class="{{ punch.used_as }}"><time datetime="{{ punch.at }}">{{ punch.at[11:] }}</time> <span>{{ uses[punch.used_as] }}</span> <bdi>{{ gates[punch.device] or punch.device }}</bdi> <small>state {{ punch.state }} (other), verify {{ punch.verify }}{% if punch.reason %}. <span lang="en" dir="ltr">{{ punch.reason }}</span>{% endif %}</small></li>
{% endfor %}
</ol>
</details>
</td></tr>
</tbody>
{% endfor %}
</table>
"""


def clock(value):
    return "—" if value is None else value[-8:-3]


def span(seconds):
    if seconds is None:
        return "—"
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


def minutes(value):
    return "—" if value is None else span(value * 60) if value else "0"


FIGURES = [
    {"key": "first_in", "title": "First in", "shown": clock},
    {"key": "last_out", "title": "Last out", "shown": clock},
    {"key": "presence_seconds", "title": "Presence", "shown": span},
    {"key": "counted_seconds", "title": "Counted", "shown": span},
    {"key": "late_minutes", "title": "Late", "shown": minutes},
    {"key": "early_minutes", "title": "Early", "shown": minutes},
    {"key": "overtime_minutes", "title": "Overtime", "shown": minutes},
]

WORDS = {
    "statuses": {"present": "Present", "absent": "Absent", "unknown": "Not known", "off": "Off"},
    "uses": {"in": "in", "out": "out", "duplicate": "read twice", "extra": "in between",
             "quarantined": "set aside"},
}


def main(folder):
    days = [json.loads(path.read_text()) for path in sorted(pathlib.Path(folder).glob("*.json"))]
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    table = environment.from_string(TABLE)
    figures = [f for f in FIGURES[:3]] + [
        f for f in FIGURES[3:]
        if any(p[f["key"]] is not None for day in days for p in day["people"])]
    size = 0
    start, cpu = time.perf_counter(), time.process_time()
    for day in days:
        page = table.render(
            place="Branch", people=day["people"], figures=figures, gates={}, **WORDS).encode()
        size += len(page)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    rows = sum(len(day["people"]) for day in days)
    assert page.count(b"<tbody") == len(days[-1]["people"])
    punches = sum(len(p["punches"]) for day in days for p in day["people"])
    json.dump({"count": len(days), "seconds": seconds, "cpuSeconds": cpu, "rows": rows,
               "punches": punches, "bytes": size,
               "peakKiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}, sys.stdout)


main(sys.argv[1])
