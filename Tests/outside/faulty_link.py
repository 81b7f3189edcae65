"""A link between client and gate that loses, swallows and forges, as bad networks and firmware do."""

import random
import socket
import struct
import threading

MAGIC = b"\x50\x50\x82\x7d"
WRITES = {8, 18, 19, 87, 110, 134, 1002, 1003, 1013}
# Every request that changes something, an upload's pieces included.
STEPS = WRITES | {119, 1500, 1501, 1502}
KINDS = ["lost", "applied_not_acknowledged", "acknowledged_not_applied", "refused"]


def checksum(packet):
    """The sum of a packet whose checksum field is left out, in ones' complement."""
    data = packet[:2] + b"\0\0" + packet[4:]
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"<{len(data) // 2}H", data))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def forged(request, code):
    """The answer `code` to a request."""
    packet = struct.pack("<HHHH", code, 0, *struct.unpack("<HH", request[4:8]))
    packet = packet[:2] + struct.pack("<H", checksum(packet)) + packet[4:]
    return MAGIC + struct.pack("<I", len(packet)) + packet


def frames(connection):
    """The packets that arrive on a connection, one after another."""
    waiting = b""
    while True:
        while len(waiting) >= 8:
            size = struct.unpack("<I", waiting[4:8])[0]
            if len(waiting) < 8 + size:
                break
            yield waiting[8:8 + size]
            waiting = waiting[8 + size:]
        more = connection.recv(65536)
        if not more:
            return
        waiting += more


class Trap:
    """Kills a process at its step number `step`: before the gate hears of it, when the gate has done
    it and nobody was told, or when it was told."""

    PHASES = ("unheard", "done", "told")

    def __init__(self, step, phase):
        self.step, self.phase = step, phase
        self.count, self.has_fired = 0, False
        self.lock = threading.Lock()
        self.kill = None

    def is_hit(self):
        """Counts a step; whether it is the one."""
        with self.lock:
            self.count += 1
            return self.count == self.step

    def fire(self):
        self.kill()
        self.has_fired = True


class FaultyLink:
    """Listens on a port of its own and passes everything on to a gate, or not."""

    def __init__(self, device, seed):
        self.target = (device["host"], device["port"])
        self.random = random.Random(seed)
        self.share = 0.0
        self.trap = None
        self.counts = dict.fromkeys(KINDS, 0)
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def close(self):
        self.listener.close()

    def serve(self, client):
        try:
            with client, socket.create_connection(self.target, timeout=10) as gate:
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                gate.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                mute, heard = threading.Event(), threading.Event()
                threading.Thread(
                    target=self.answers, args=(gate, client, mute, heard), daemon=True).start()
                for request in frames(client):
                    trap = self.trap
                    if trap and struct.unpack("<H", request[:2])[0] in STEPS and trap.is_hit():
                        self.spring(trap, request, gate, mute, heard)
                        return
                    if not self.pass_on(request, client, gate, mute):
                        return
        except OSError:
            return

    def pass_on(self, request, client, gate, mute):
        """Passes a request on; `False` ends the connection."""
        command = struct.unpack("<H", request[:2])[0]
        framed = MAGIC + struct.pack("<I", len(request)) + request
        isWrite = command in WRITES
        if self.random.random() >= (self.share if isWrite else self.share / 20):
            gate.sendall(framed)
            return True
        kind = self.random.choice(KINDS if isWrite else KINDS[:2])
        if command == 1002 and kind == "acknowledged_not_applied":
            kind = "lost"  # nothing can be read back about this one
        self.counts[kind] += 1
        if kind == "lost":
            return False
        if kind == "applied_not_acknowledged":
            mute.set()
            gate.sendall(framed)
            gate.settimeout(2)
            mute.wait(0.05)
            return False
        client.sendall(forged(request, 2000 if kind == "acknowledged_not_applied" else 2001))
        return True

    def spring(self, trap, request, gate, mute, heard):
        """Lets the process die at this request."""
        if trap.phase != "unheard":
            if trap.phase == "done":
                mute.set()
            heard.clear()
            gate.sendall(MAGIC + struct.pack("<I", len(request)) + request)
            heard.wait(10)
        trap.fire()

    def answers(self, gate, client, mute, heard):
        try:
            while more := gate.recv(65536):
                if not mute.is_set():
                    client.sendall(more)
                heard.set()
        except OSError:
            pass
