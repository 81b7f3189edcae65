"""Reads gates on 127.0.0.1 with pyzk, as people do with it: the whole log, a thread a gate.

Usage: pyzk_peer.py THREADS TIMEOUT EXPECTED PORT…; EXPECTED is how many punches must come in all. A
line of JSON tells what it took; gates that do not answer are left out.
"""
import json
import resource
import socket
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import zk.base
from zk import ZK
from zk.exception import ZKError

received = 0
lock = threading.Lock()


class CountingSocket(socket.socket):
    """Counts what comes in."""

    def recv(self, *words):
        global received
        data = super().recv(*words)
        with lock:
            received += len(data)
        return data


zk.base.socket = CountingSocket
threads, timeout, expected = (int(word) for word in sys.argv[1:4])


def read(port):
    gate = ZK("127.0.0.1", port=int(port), timeout=timeout, ommit_ping=True)
    try:
        gate.connect()
        punches = gate.get_attendance()
        gate.disconnect()
        return len(punches)
    except (ZKError, OSError):
        return 0


before = resource.getrusage(resource.RUSAGE_SELF)
start = time.monotonic()
with ThreadPoolExecutor(threads) as pool:
    count = sum(pool.map(read, sys.argv[4:]))
seconds = time.monotonic() - start
after = resource.getrusage(resource.RUSAGE_SELF)
if count != expected:
    sys.exit(f"pyzk read {count} punches, not {expected}")
print(json.dumps({
    "count": count, "seconds": seconds, "bytes": received, "peakKiB": after.ru_maxrss,
    "cpuSeconds": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime}))
