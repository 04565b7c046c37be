#!/usr/bin/env python3
"""Asks a gateway ten thousand times for the same at once, and asks the vendor how often it was called.

    identical.py [PROGRAM] [--requests 10000] [--delay 5]

Before a simulator that takes `--delay` seconds to answer, each request has a connection of its own, and all are sent
before the first is answered; the gateway has one loop a core. A crowd asks for a list that may not be kept at all:
one call has to serve all who came while it was under way. A second crowd asks another connection for a list that
may be kept for a minute: one call again; and a third asks the same, for which no call may be made. Every answer has
to be a 200 with the same data. The calls are the simulator's count. Limits of the gateway, of its quota and of the
simulator are set so high that none of them could be what keeps the calls few; `max_in_flight` is its default. Exits
with 1 when a promise is broken."""

import argparse
import collections
import json
import pathlib
import resource
import select
import socket
import sys
import tempfile
import time

import offering
from flooding import VENDORS, print_table
from processes import Gateway, Sandbox

ROOT = pathlib.Path(__file__).resolve().parents[2]
# How long a crowd waits for its answers.
PATIENCE = 60
SCENES = {
    "a list that may not be kept": ("shared", 1),
    "a list that may be kept": ("kept", 1),
    "the same again": ("kept", 0),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("program", nargs="?", default=ROOT / ".build/release/cx-gateway")
    parser.add_argument("--requests", type=int, default=10000)
    parser.add_argument("--delay", type=float, default=5, help="seconds that the vendor takes")
    arguments = parser.parse_args()
    allow_files(2 * arguments.requests)
    print(f"identical.py, {arguments.requests} requests at once, {offering.around()}", flush=True)
    with tempfile.TemporaryDirectory() as directory:
        sandbox = Sandbox(arguments.program, pathlib.Path(directory))
        gateway = Gateway(
            arguments.program, pathlib.Path(directory), configuration(arguments.requests, sandbox))
        try:
            gateway.start()
            return run(arguments, gateway, sandbox)
        finally:
            gateway.stop()
            sandbox.stop()


def allow_files(count):
    """Has this process, and those it starts, open so many files."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < count:
        raise SystemExit(f"{count} open files are needed, and the system allows {most}; ask with fewer --requests")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def configuration(requests, sandbox):
    connections = [{
        "name": name, "vendor": "cxpress", "base_url": sandbox.url("cxpress"),
        "credentials": VENDORS["cxpress"]["credentials"], "cache": {"listTickets": lifetime},
        "quota": [{"limit": 1000000, "window": "60s", "key": "egress"}],
    } for name, lifetime in (("shared", "0s"), ("kept", "60s"))]
    return {
        "server": {"max_connections": 2 * requests}, "limits": {"in_flight": 2 * requests},
        "consumers": offering.CONSUMERS, "connections": connections}


def run(arguments, gateway, sandbox):
    sandbox.control("cxpress", "POST", "limit", {"limit": 1000000, "window_seconds": 60})
    sandbox.control(
        "cxpress", "POST", "faults", {"fault": "delay", "seconds": arguments.delay, "probability": 1})
    rows, checks = {}, {}
    crowd = Crowd(gateway.port, arguments.requests)
    try:
        for name, (connection, allowed) in SCENES.items():
            before = sandbox.control("cxpress", "GET", "statistics")["calls"]
            crowd.ask(f"/v1/tickets?limit=20&connection={connection}")
            calls = sandbox.control("cxpress", "GET", "statistics")["calls"] - before
            rows |= {f"{name}: {what}": value for what, value in crowd.seen().items()}
            checks |= {
                f"{name}: vendor calls, {allowed}": (calls, calls == allowed),
                f"{name}: answers 200 with the same data": crowd.agreed(),
            }
            # Of what is kept, the last are still asking while the first are answered.
            if allowed:
                checks[f"{name}: all sent before the vendor answers, {arguments.delay:g} s"] = (
                    crowd.was_there_within(arguments.delay))
    finally:
        crowd.leave()
    return print_table(rows, checks)


class Crowd:
    """Clients with a connection each."""

    def __init__(self, port, count):
        self.port = port
        self.sockets = [self.connect() for _ in range(count)]

    def connect(self):
        client = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.setblocking(False)
        return client

    def ask(self, path):
        """All ask for the same, and wait for their answers."""
        request = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {offering.KEY}\r\n\r\n").encode()
        self.answers = collections.Counter()
        self.statuses = collections.Counter()
        self.first = None
        waiting = {client.fileno(): (client, bytearray()) for client in self.sockets}
        with select.epoll() as poll:
            for descriptor in waiting:
                poll.register(descriptor, select.EPOLLIN)
            self.began = time.monotonic()
            for client in self.sockets:
                client.send(request)
            self.sent = time.monotonic()
            while waiting and time.monotonic() < self.sent + PATIENCE:
                for descriptor, _ in poll.poll(1):
                    self.first = self.first or time.monotonic()
                    if self.is_answered(*waiting[descriptor]):
                        del waiting[descriptor]
                        poll.unregister(descriptor)
        self.last = time.monotonic()
        self.statuses["none"] = len(waiting)

    def is_answered(self, client, received):
        """Reads what came; whether an answer is whole with it, or none will be."""
        try:
            piece = client.recv(1 << 18)
        except OSError:
            piece = b""
        received += piece
        if not piece:
            self.statuses["connection lost"] += 1
            return True
        head, end, body = bytes(received).partition(b"\r\n\r\n")
        length = head.lower().partition(b"\r\ncontent-length: ")[2].partition(b"\r\n")[0]
        if not end or len(body) < int(length):
            return False
        status = int(head.split()[1])
        self.statuses[status] += 1
        if status == 200:
            self.answers[body] += 1
        return True

    def seen(self):
        return {
            "answers": {status: count for status, count in self.statuses.items() if count},
            "asked in, answered after": f"{self.sent - self.began:.2f} s, from {self.since(self.first)} to "
                                        f"{self.since(self.last)}",
        }

    def since(self, moment):
        return "never" if moment is None else f"{moment - self.began:.2f} s"

    def agreed(self):
        """Whether all were answered with a 200, whose data do not differ; the rest says how it was come by."""
        data = {json.dumps(json.loads(body)["data"]) for body in self.answers}
        count = self.answers.total()
        return f"{count} of {len(self.sockets)}, {len(data)} of data", count == len(self.sockets) and len(data) == 1

    def was_there_within(self, seconds):
        """Whether all had asked before the vendor can have answered the first."""
        return self.since(self.sent), self.sent - self.began < seconds

    def leave(self):
        for client in self.sockets:
            client.close()


if __name__ == "__main__":
    sys.exit(main())
