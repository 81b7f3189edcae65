#!/usr/bin/env python3
"""Records what pyzk sends, and compares it with the vectors our own client is tested against.

Needs pyzk 0.9 (`pip install pyzk==0.9` in a virtual environment) and no network but the loopback
interface. A scripted gate on a free port answers; nothing of this project is involved, so the
recording says what the field's standard client puts on the wire.

    first_packets.py            compare; exit code 1 and the difference when a byte differs
    first_packets.py --record   write the vectors anew
"""
import datetime
import pathlib
import socket
import struct
import sys
import threading

from zk import ZK
from zk.finger import Finger
from zk.user import User

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "ZKProtocolTests" / "Vectors" / "pyzk"
MAGIC = b"\x50\x50\x82\x7d"
SESSION = 0x45CF

TEMPLATE = bytes.fromhex("4d9853533231000004db")
LONG_TEMPLATE = bytes(index * 7 % 251 for index in range(2500))
ANN = User(5, "Ann Lee", 14, "4321", "", "1001", 12345678)


def narrow(zk):
    """Makes pyzk believe that the gate has the user records of old firmware."""
    zk.user_packet_size = 28
    return zk


def set_user(zk):
    zk.set_user(uid=5, name="Ann Lee", privilege=14, password="4321", user_id="1001", card=12345678)


# exchange: (comm key of the client, whether the gate asks for one, what is done once connected)
EXCHANGES = {
    "connect": (0, False, lambda zk: None),
    "connect-key-12": (12, True, lambda zk: None),
    "connect-key-123456": (123456, True, lambda zk: None),
    "connect-key-needed-none-given": (0, True, lambda zk: None),
    "clock-sizes-serial": (
        0, False, lambda zk: (zk.get_time(), zk.read_sizes(), zk.get_serialnumber())),
    "set-user-72": (0, False, set_user),
    "set-user-28": (0, False, lambda zk: set_user(narrow(zk))),
    "delete-user": (0, False, lambda zk: zk.delete_user(uid=14)),
    "save-template-72": (
        0, False, lambda zk: zk.save_user_template(ANN, [Finger(5, 6, 1, TEMPLATE)])),
    "save-template-28": (
        0, False, lambda zk: narrow(zk).save_user_template(ANN, [Finger(5, 6, 1, TEMPLATE)])),
    "save-template-long": (
        0, False, lambda zk: zk.save_user_template(
            ANN, [Finger(5, 0, 1, LONG_TEMPLATE), Finger(5, 9, 1, TEMPLATE)])),
    "get-template": (0, False, lambda zk: zk.get_user_template(5, 6)),
    "delete-template": (0, False, lambda zk: zk.delete_user_template(uid=14, temp_id=6)),
    "set-time": (
        0, False, lambda zk: zk.set_time(datetime.datetime(2024, 2, 29, 12, 34, 56))),
    "unlock-voice": (
        0, False, lambda zk: (zk.unlock(3), zk.test_voice(7))),
    "disable-refresh-enable": (
        0, False, lambda zk: (zk.disable_device(), zk.refresh_data(), zk.enable_device())),
    "clear-attendance": (0, False, lambda zk: zk.clear_attendance()),
}


def checksum(packet):
    """The ones' complement of the sum of the words of a packet whose checksum field is zero."""
    if len(packet) % 2:
        packet += b"\0"
    total = sum(struct.unpack("<%dH" % (len(packet) // 2), packet))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def frame(command, session, reply, data=b""):
    """A whole frame for a TCP stream."""
    packet = struct.pack("<4H", command, 0, session, reply) + data
    packet = packet[:2] + struct.pack("<H", checksum(packet)) + packet[4:]
    return MAGIC + struct.pack("<I", len(packet)) + packet


class Gate(threading.Thread):
    """A gate that answers just enough, and keeps the frames it gets."""

    def __init__(self, wants_key):
        super().__init__(daemon=True)
        self.wants_key = wants_key
        self.frames = []
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(4)
        self.port = self.listener.getsockname()[1]

    def run(self):
        # pyzk opens a connection to see whether there is one, and closes it without a byte.
        while not self.frames:
            connection, _ = self.listener.accept()
            with connection:
                self.serve(connection)

    def serve(self, connection):
        while True:
            prefix = self.take(connection, 8)
            if prefix is None:
                return
            packet = self.take(connection, struct.unpack("<I", prefix[4:])[0])
            self.frames.append(prefix + packet)
            command, _, _, reply = struct.unpack("<4H", packet[:8])
            connection.sendall(self.answer(command, reply))
            if command == 1001:
                return

    def take(self, connection, count):
        data = b""
        while len(data) < count:
            more = connection.recv(count - len(data))
            if not more:
                return None
            data += more
        return data

    def answer(self, command, reply):
        if command == 1000 and self.wants_key:
            return frame(2005, SESSION, reply)
        if command == 88:
            return frame(1501, SESSION, reply, TEMPLATE + b"\1")
        data = {201: struct.pack("<I", 0x2E48C970), 50: bytes(80), 11: b"~SerialNumber=TEST0001\0"}
        return frame(2000, SESSION, reply, data.get(command, b""))


def record(name):
    """Lets pyzk go through the exchange `name`; returns one line of hex per frame it sent."""
    key, wants_key, work = EXCHANGES[name]
    gate = Gate(wants_key)
    gate.start()
    client = ZK("127.0.0.1", port=gate.port, timeout=5, password=key, ommit_ping=True)
    client.connect()
    work(client)
    client.disconnect()
    gate.join(5)
    return "".join(sent.hex() + "\n" for sent in gate.frames)


def main():
    failed = False
    for name in EXCHANGES:
        lines = record(name)
        path = VECTORS / name / "sent.hex"
        print("%s:\n%s" % (name, lines), end="")
        if "--record" in sys.argv[1:]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(lines)
        elif path.read_text() != lines:
            failed = True
            print("  differs from %s:\n%s" % (path.name, path.read_text()), end="")
    print("differences found" if failed else "as recorded")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
