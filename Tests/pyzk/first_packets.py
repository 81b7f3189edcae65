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
from zk.base import make_commkey
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


def first_passage(zk):
    for _ in zk.live_capture(5):
        zk.end_live_capture = True


# What the gate holds: one person, one finger, and a log that takes two chunks over TCP.
PEOPLE = struct.pack(
    "<HB8s24sIB8s24s", 5, 14, b"4321", b"Ann Lee", 12345678, 1, b"", b"1001")
FINGERS = struct.pack("<HHBB", 6 + len(TEMPLATE), 5, 6, 1) + TEMPLATE
PUNCH = struct.pack("<H24sBIB8s", 5, b"1001", 1, 0x2E48C970, 0, b"")
PUNCH_COUNT = 1700
PASSAGE = b"1001".ljust(24, b"\0") + bytes([1, 0, 24, 2, 29, 12, 34, 56])

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
    "info": (
        0, False, lambda zk: (
            zk.get_serialnumber(), zk.get_device_name(), zk.get_platform(),
            zk.get_firmware_version(), zk.get_fp_version(), zk.get_face_version())),
    "network-options": (0, False, lambda zk: (zk.get_network_params(), zk.get_mac())),
    "read-users": (0, False, lambda zk: zk.get_users()),
    "read-templates": (0, False, lambda zk: zk.get_templates()),
    "read-attendance": (0, False, lambda zk: zk.get_attendance()),
    "live": (0, False, first_passage),
    "events": (
        0, False, lambda zk: (zk.reg_event(0xFFFF), zk.reg_event(8), zk.reg_event(0))),
    "enroll": (0, False, lambda zk: zk.enroll_user(5, 6, "1001")),
    "restart": (0, False, lambda zk: zk.restart()),
    "udp-connect-key-12": (12, True, lambda zk: None),
    "udp-read-attendance": (0, False, lambda zk: zk.get_attendance()),
    "udp-enroll": (0, False, lambda zk: zk.enroll_user(5, 6, "1001")),
}

# Whatever pyzk works out without a gate, beside the vectors of exchanges.
KEYS = [0, 1, 12, 45, 255, 256, 65535, 65536, 123456, 654321, 999999]
SESSIONS = [0x0001, 0x1234, 0x45CF, 0x9A3B, 0xFFFE, 0xFFFF]
TIMES = [
    "2000-01-01 00:00:01", "2000-02-29 23:59:59", "2001-12-31 00:00:00", "2016-01-01 19:02:00",
    "2018-06-25 16:09:38", "2024-02-29 12:34:56", "2026-01-31 08:59:58", "2038-01-19 03:14:08",
    "2068-12-31 23:59:59", "2099-12-31 23:59:59",
]


def checksum(packet):
    """The ones' complement of the sum of the words of a packet whose checksum field is zero."""
    if len(packet) % 2:
        packet += b"\0"
    total = sum(struct.unpack("<%dH" % (len(packet) // 2), packet))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return total ^ 0xFFFF


def packet(command, session, reply, data=b""):
    """A packet: a datagram, or what follows the prefix in a TCP stream."""
    packed = struct.pack("<4H", command, 0, session, reply) + data
    return packed[:2] + struct.pack("<H", checksum(packed)) + packed[4:]


def answers(request, wants_key, over_udp):
    """The packets with which the gate answers a packet."""
    command, _, _, reply = struct.unpack("<4H", request[:8])
    data = request[8:]

    def say(command, data=b""):
        return packet(command, SESSION, reply, data)

    if command == 2000:
        return []
    if command == 1000 and wants_key:
        return [say(2005)]
    if command == 88:
        return [say(1501, TEMPLATE + b"\1")]
    if command == 11:
        return [say(2000, data.rstrip(b"\0") + b"=TEST0001\0")]
    if command == 500 and data[0] == 1:
        return [say(2000), packet(500, 1, 0, PASSAGE)]
    if command == 61:
        # Nobody comes: the event of an enrolment that ended by itself.
        return [say(2000), packet(500, 8, 0, struct.pack("<H", 6))]
    if command == 1503:
        held = {9: PEOPLE, 7: FINGERS}.get(struct.unpack("<H", data[1:3])[0])
        if held:
            return [say(1501, struct.pack("<I", len(held)) + held)]
        size = 4 + PUNCH_COUNT * len(PUNCH)
        return [say(2000, struct.pack("<BIII", 0, size, size, 0))]
    if command == 1504:
        start, size = struct.unpack("<ii", data)
        log = struct.pack("<I", PUNCH_COUNT * len(PUNCH)) + PUNCH * PUNCH_COUNT
        chunk = log[start:start + size]
        if not over_udp:
            return [say(1501, chunk)]
        pieces = [say(1501, chunk[at:at + 1024]) for at in range(0, len(chunk), 1024)]
        return [say(1500, struct.pack("<II", len(chunk), 1024)), *pieces, say(2000)]
    sizes = [0] * 20
    sizes[4], sizes[6], sizes[8] = 1, 1, PUNCH_COUNT
    told = {201: struct.pack("<I", 0x2E48C970), 50: struct.pack("<20I", *sizes),
            1100: b"Ver 6.60\0"}
    return [say(2000, told.get(command, b""))]


class Gate(threading.Thread):
    """A gate that answers just enough, and keeps what it gets."""

    def __init__(self, wants_key):
        super().__init__(daemon=True)
        self.wants_key = wants_key
        self.sent = []
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(4)
        self.port = self.listener.getsockname()[1]

    def run(self):
        # pyzk opens a connection to see whether there is one, and closes it without a byte.
        while not self.sent:
            connection, _ = self.listener.accept()
            with connection:
                self.serve(connection)

    def serve(self, connection):
        while True:
            prefix = self.take(connection, 8)
            if prefix is None:
                return
            request = self.take(connection, struct.unpack("<I", prefix[4:])[0])
            self.sent.append(prefix + request)
            for answer in answers(request, self.wants_key, over_udp=False):
                connection.sendall(MAGIC + struct.pack("<I", len(answer)) + answer)
            if request[:2] == struct.pack("<H", 1001):
                return

    def take(self, connection, count):
        data = b""
        while len(data) < count:
            more = connection.recv(count - len(data))
            if not more:
                return None
            data += more
        return data


class DatagramGate(threading.Thread):
    """The same over UDP."""

    def __init__(self, wants_key):
        super().__init__(daemon=True)
        self.wants_key = wants_key
        self.sent = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    def run(self):
        while True:
            request, client = self.socket.recvfrom(65536)
            self.sent.append(request)
            for answer in answers(request, self.wants_key, over_udp=True):
                self.socket.sendto(answer, client)
            if request[:2] == struct.pack("<H", 1001):
                return


def record(name):
    """Lets pyzk go through the exchange `name`; returns one line of hex per packet it sent."""
    key, wants_key, work = EXCHANGES[name]
    over_udp = name.startswith("udp-")
    gate = DatagramGate(wants_key) if over_udp else Gate(wants_key)
    gate.start()
    client = ZK("127.0.0.1", port=gate.port, timeout=5, password=key, ommit_ping=True,
                force_udp=over_udp)
    client.connect()
    work(client)
    if client.is_connect:
        client.disconnect()
    else:
        # A restarted gate hears no farewell.
        client._ZK__sock.close()
    gate.join(5)
    return "".join(sent.hex() + "\n" for sent in gate.sent)


def worked_out():
    """File: what pyzk works out without a gate."""
    zk = ZK("127.0.0.1")
    keys = "".join(
        "%d %d %s\n" % (key, session, make_commkey(key, session).hex())
        for key in KEYS for session in SESSIONS)
    times = ""
    for text in TIMES:
        time = datetime.datetime.strptime(text, "%Y-%m-%d %H:%M:%S")
        number = struct.pack("<I", zk._ZK__encode_time(time))
        assert zk._ZK__decode_time(number) == time
        six = bytes([time.year - 2000, time.month, time.day, time.hour, time.minute, time.second])
        assert zk._ZK__decode_timehex(six) == time
        times += "%s %s %s\n" % (text.replace(" ", "T"), number.hex(), six.hex())
    return {"comm-keys.txt": keys, "times.txt": times}


def main():
    failed = False
    vectors = {name + "/sent.hex": record(name) for name in EXCHANGES}
    for name, lines in {**vectors, **worked_out()}.items():
        path = VECTORS / name
        if "--record" in sys.argv[1:]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(lines)
        elif path.read_text() != lines:
            failed = True
            print("%s: pyzk says\n%snot\n%s" % (name, lines, path.read_text()), end="")
    print("differences found" if failed else "%d vectors as recorded" % len(vectors))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
