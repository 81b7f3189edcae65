#!/usr/bin/env python3
"""Writes the seeds of the fuzzer from the vectors of the tests. Usage: make-seeds.py

The seeds are in the tree; this is for whoever adds a vector or changes what a target reads first.
"""
import pathlib
import struct

HERE = pathlib.Path(__file__).resolve().parent
VECTORS = HERE.parent / "ZKProtocolTests" / "Vectors"


def write(target, name, data):
    folder = HERE / "Corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def frames():
    for line in (VECTORS / "frames.txt").read_text().splitlines():
        if not line.startswith("#"):
            parts = line.split(" ", 7)
            data = bytes.fromhex(parts[7].split(" | ")[0])
            yield int(parts[0]), parts[2], data, data[8:] if parts[2] == "tcp" else data


def records():
    return {
        line.split(" ")[0]: bytes.fromhex(line.split(" ")[2])
        for line in (VECTORS / "records.txt").read_text().splitlines() if not line.startswith("#")}


def dataset(data):
    return struct.pack("<I", len(data)) + data


def lists(record):
    write("users", "wide", bytes([2]) + record["U1"] + record["U2"])
    write("users", "narrow", bytes([3]) + record["U3"] * 3)
    for name, keys in {"8": ["F", "F2", "F2b"], "16": ["E"] * 3, "40": ["A", "B", "A"],
                       "49": ["D"] * 3, "torn": ["A", "B", "F"]}.items():
        write("attendance", name, bytes([3, 0]) + b"".join(record[key] for key in keys))
    write("templates", "list", bytes(2) + dataset(record["T1"] * 2))
    write("templates", "single", struct.pack("<H", 10) + record["T1"][6:] + b"\1")
    operation = bytes.fromhex("0000062AC29B6823030000000700 0205".replace(" ", ""))
    write("operations", "two", operation * 2)
    write("times", "plain", record["E"][4:8] + bytes([26, 1, 31, 8, 59, 58]) + b"\0\0\0\0\x69\x50\0\0")


def payloads(everything):
    stream = b""
    for number, carrier, data, packet in everything:
        command, _, field, _ = struct.unpack("<4H", packet[:8])
        body = packet[8:]
        if carrier == "tcp" and number in (1, 5, 6, 17, 29, 47, 60):
            write("frames", "frame-%d" % number, bytes([1]) + data)
        if carrier == "tcp" and number < 20:
            stream += data
        if command == 500 and body and field:
            write("events", "frame-%d" % number, struct.pack("<H", field) + body)
        if command == 2000 and b"=" in body:
            write("options", "frame-%d" % number, body)
        if command == 2000 and len(body) in (80, 92, 112):
            write("sizes", "frame-%d" % number, body)
        if command in (1500, 1503, 1504) or command == 2000 and len(body) == 13:
            write("payloads", "frame-%d" % number, bytes(6) + body)
    write("frames", "stream", bytes([7]) + stream)


def scripts(record):
    """Answers of a scripted gate: a kind each, and what the kind needs."""
    ok, silence = bytes([0, 0]), bytes([10])

    def inline(data):
        return bytes([11]) + struct.pack("<H", len(data)) + data

    def staged(data):
        whole = dataset(data)
        return (bytes([4]) + struct.pack("<H", len(whole)) + bytes([9, len(whole)]) + whole + ok)

    def told(data):
        return bytes([0, len(data)]) + data

    users = record["U1"] + record["U2"]
    sizes = told(struct.pack("<20I", *[0] * 4, 2, 0, 2, 0, 3, *[0] * 11))
    event = bytes([7, 1, 0, 12]) + struct.pack("<IBB6B", 1001, 1, 0, 26, 1, 31, 8, 59, 58)
    visits = {
        "info": (0, ok + told(b"~SerialNumber=TEST0001\0") * 8 + sizes),
        "users": (3, ok + sizes + inline(users) + sizes + inline(record["T1"])),
        "staged": (5, ok + sizes + staged(record["A"] * 3) + inline(record["A"] * 3)),
        "tail": (6, ok + staged(record["A"] * 4) + inline(b"")),
        "write": (9, ok * 20),
        "events": (12, ok + ok + event + ok * 3 + event),
        "refused": (3, ok + bytes([6, 0]) * 20),
    }
    for name, (first, answers) in visits.items():
        write("conversation", name, bytes([0, first]) + answers)
        write("conversation", name + "-datagrams", bytes([1, first]) + answers + silence)
        write("session", name, bytes([0, 2, 0]) + b"".join(
            bytes([4]) + answers[i:i + 1] for i in range(len(answers)))[:600])
    request = bytes([1, 1, 0x40, 0x00])
    for name, lossy in (("stream", 0), ("datagrams", 1)):
        write("session", "read-" + name,
              bytes([lossy, 2, 0, 4]) + ok + request + b"".join(
                  bytes([4]) + part for part in (
                      bytes([4, 84, 0]), bytes([9, 4]) + b"abcd", bytes([9, 4]) + b"abcd", ok)))
    for flags in (0, 1, 2, 3, 4, 5, 12, 68, 132, 196):
        write("dialogue", "gate-%d" % flags, bytes([flags, 0, 0, 0, 0, 0, 3, 0, 4, 0, 1] + [0] * 40))


def requests(everything):
    commands = [
        1000, 1102, 1503, 1504, 1502, 1500, 1501, 110, 87, 119, 8, 18, 19, 134, 88, 9, 7, 13, 34, 11, 12,
        50, 500, 61, 62, 202, 201, 1003, 1002, 31, 14, 1004, 1013, 64, 1001, 20, 15, 33]
    visit = bytes([0])
    for exchange in sorted((VECTORS / "pyzk").glob("*/sent.hex")):
        script = b""
        for line in exchange.read_text().split():
            packet = bytes.fromhex(line)[8:]
            command, body = struct.unpack("<H", packet[:2])[0], packet[8:]
            if command == 1000:
                continue
            kind = bytes([commands.index(command)] if command in commands else [0xF0])
            number = b"" if command in commands else struct.pack("<H", command)
            count = (bytes([len(body)]) if len(body) < 250
                     else bytes([255]) + struct.pack("<H", len(body)))
            script += kind + number + count + body
        write("emulator", "pyzk-" + exchange.parent.name, bytes([0]) + script)
        visit += script
    for number, name in enumerate(("users", "attendance", "templates", "operations")):
        inner = [(9, 5), (13, 0), (7, 2), (34, 0)][number]
        script = bytes([2, 11]) + struct.pack("<BHII", 1, inner[0], inner[1], 0)
        write("emulator", "read-" + name, bytes([number]) + script + bytes([3, 8]) + struct.pack(
            "<II", 0, 64) + bytes([4, 0]))
    write("emulator", "stream", bytes([8]) + b"".join(
        data for number, carrier, data, _ in everything if carrier == "tcp" and number < 24))


def main():
    everything, record = list(frames()), records()
    lists(record)
    payloads(everything)
    scripts(record)
    requests(everything)


if __name__ == "__main__":
    main()
