#!/usr/bin/env python3
"""Has one vendor hang, and looks whether calls to another notice.

    hanging.py [PROGRAM] [--rounds 11] [--seconds 5] [--rate 2000] [--hanging-rate 100] [--seed N]

A gateway with one loop on core 0 has a connection to nginx in Cxpress's place, which answers at once, and two to a
server in Track's place that accepts, reads, and never answers. Contacts are asked of the first at a moderate rate,
a tenth of what the gateway can do. Other clients ask as well, a hundred times a second each, in all rounds: in every
other one of a vendor that answers, in the rest of those two, so that what asking costs falls on both. They are `impatient`, whose calls may take half a second, so that they are given up, made again within the retry budget
and then stopped by the breaker but for its probes; and `patient`, whose calls may take a minute, so that they pile
up until `max_in_flight` of them hang, which they do for the whole round.

The promise is that the median over the rounds of p99 with hanging calls / p99 without is below 1.1. Against noise:
requests arrive at random and are timed from when they were due, so that p99 holds whatever makes them wait;
each round has 10,000 of them, a hundred of which lie past p99; each round with hanging calls is compared with the
mean of its two neighbours without, so that what drifts falls on both; and the median passes over the rounds that
something else on the machine disturbed. The same ratio among rounds without hanging calls is shown besides: where
that is far from 1, the machine is too busy to tell. What no noise touches: calls to the first vendor have to find their
connections open, whatever the others hold. Exits with 1 when a promise is broken."""

import argparse
import contextlib
import os
import pathlib
import random
import selectors
import socket
import statistics
import sys
import tempfile
import threading
import time

import offering
from flooding import VENDORS, print_table
from processes import Gateway

ROOT = pathlib.Path(__file__).resolve().parents[2]
HANGING = VENDORS["track"]
# The connections to the vendor that hangs, and how long a call of theirs may take, in seconds.
TIMEOUTS = {"impatient": .5, "patient": 60}
MOST_IN_FLIGHT = 256
HANGING_CONNECTIONS = 1000
HEALTHY_CONNECTIONS = 256
# Until as many calls hang as will, from the first of them on, at a hundred a second.
FILLING = 3


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("program", nargs="?", default=ROOT / ".build/release/cx-gateway")
    parser.add_argument("--rounds", type=int, default=11, help="of them with hanging calls")
    parser.add_argument("--seconds", type=float, default=5, help="of a round")
    parser.add_argument("--rate", type=float, default=2000, help="of calls to the vendor that answers")
    parser.add_argument("--hanging-rate", type=float, default=100, help="of calls by each connection that hangs")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    arguments = parser.parse_args()
    print(f"hanging.py, seed {arguments.seed}, {offering.around()}", flush=True)
    with tempfile.TemporaryDirectory() as directory:
        return play(arguments, pathlib.Path(directory))


def play(arguments, directory):
    generator = offering.Generator(directory)
    os.sched_setaffinity(0, {offering.LOAD_CORE})
    silent = SilentVendor()
    upstream = offering.Upstream(directory)
    gateway = Gateway(
        arguments.program, directory, configuration(upstream, silent), core=offering.GATEWAY_CORE)
    try:
        gateway.start()
        scene = Hanging(arguments, generator, gateway, upstream, silent)
        scene.run()
        return scene.report()
    finally:
        gateway.stop()
        upstream.stop()
        silent.stop()


def configuration(upstream, silent):
    connections = [upstream.connection()]
    for name, seconds in TIMEOUTS.items():
        connections.append({
            "name": name, "vendor": "track", "base_url": f"http://127.0.0.1:{silent.port}",
            "credentials": HANGING["credentials"], "max_in_flight": MOST_IN_FLIGHT,
            "timeouts": dict.fromkeys(("connect", "first_byte", "total"), f"{seconds * 1000:.0f}ms"),
            "quota": [{"limit": 1000000, "window": "1s", "margin": "0s"}]})
    # Nor may the deadline of requests end what is to hang.
    return {
        "server": {"loops": 1, "request_timeout": "120s"}, "store": {"kind": "memory"},
        "consumers": offering.CONSUMERS, "connections": connections}


def hanging_path(name):
    """What is asked of a connection whose vendor hangs."""
    return HANGING["path"].replace("track", name, 1)


class SilentVendor:
    """Accepts, reads, and says nothing."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
        self.port = self.listener.getsockname()[1]
        self.requests = self.at_once = 0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        with selectors.DefaultSelector() as selector:
            selector.register(self.listener, selectors.EVENT_READ)
            while not self.over.is_set():
                for key, _ in selector.select(0.1):
                    if key.fileobj is self.listener:
                        selector.register(self.listener.accept()[0], selectors.EVENT_READ)
                    elif not self.read(key.fileobj):
                        selector.unregister(key.fileobj)
                        key.fileobj.close()
                self.at_once = len(selector.get_map()) - 1

    def read(self, connection):
        """Whether the other side is still there."""
        try:
            received = connection.recv(65536)
        except OSError:
            return False
        self.requests += received.count(b"\r\n\r\n")
        return bool(received)

    def stop(self):
        self.over.set()
        self.thread.join()
        self.listener.close()


class Hanging:
    """Rounds without and with hanging calls, in turn."""

    def __init__(self, arguments, generator, gateway, upstream, silent):
        self.arguments = arguments
        self.silent = silent
        self.upstream = upstream
        self.generator = generator
        self.gateway = gateway
        self.random = random.Random(arguments.seed)
        self.quiet = []
        self.disturbed = []
        self.hanging = []
        self.impatient = []
        self.opened = 0

    def run(self):
        self.healthy()
        self.quiet.append(self.quiet_round())
        for number in range(self.arguments.rounds):
            with self.others(*map(hanging_path, TIMEOUTS)) as (impatient, _):
                before = self.upstream.accepted()
                self.disturbed.append(self.healthy())
                self.opened += self.upstream.accepted() - before - 1
                self.hanging.append(self.silent.at_once)
                self.impatient.append(impatient())
            # The generator's end has closed the connections, and with them the calls are given up.
            end = time.monotonic() + 5
            while self.silent.at_once > 2 and time.monotonic() < end:
                time.sleep(0.01)
            self.quiet.append(self.quiet_round())
            print(
                f"        round {number + 1}: p99 {p99(self.quiet[-2])} µs, with {self.hanging[-1]} hanging calls "
                f"{p99(self.disturbed[-1])} µs, then {p99(self.quiet[-1])} µs", flush=True)

    def asking(self, path):
        """Asks for that besides, while the block runs."""
        return self.generator.offering(
            self.gateway.port, path, HANGING_CONNECTIONS,
            self.arguments.hanging_rate, FILLING + self.arguments.seconds, self.random.randrange(1 << 32))

    @contextlib.contextmanager
    def others(self, *paths):
        """Asks those, as often each, while the block runs, which begins once calls hang that are to."""
        with contextlib.ExitStack() as stack:
            waits = [stack.enter_context(self.asking(path)) for path in paths]
            time.sleep(FILLING)
            yield waits

    def quiet_round(self):
        """A round in which all vendors answer."""
        with self.others(offering.CONTACT, offering.CONTACT):
            return self.healthy()

    def healthy(self):
        """A round of calls to the vendor that answers, and the microseconds of processor time that the gateway took
        for each, whatever else it did meanwhile."""
        before = offering.processor_seconds(self.gateway.process)
        said = self.generator.offer(
            self.gateway.port, offering.CONTACT, HEALTHY_CONNECTIONS, self.arguments.rate, self.arguments.seconds,
            self.random.randrange(1 << 32))
        taken = offering.processor_seconds(self.gateway.process) - before
        said["answers"]["200"]["processor"] = 1e6 * taken / said["answers"]["200"]["count"]
        return said

    def report(self):
        ratios = [
            2 * p99(disturbed) / (p99(before) + p99(after))
            for before, disturbed, after in zip(self.quiet, self.disturbed, self.quiet[1:])]
        among_quiet = [
            2 * p99(middle) / (p99(before) + p99(after))
            for before, middle, after in zip(self.quiet, self.quiet[1:], self.quiet[2:])]
        rounds = self.quiet + self.disturbed
        asked = sum(each["offered"] - each["lacking"] for each in rounds)
        answered = sum(each["answers"].get("200", {"count": 0})["count"] for each in rounds)
        beside = sum(each["offered"] for each in self.disturbed)
        answers = {}
        for each in self.impatient:
            for status, times in each["answers"].items():
                answers[status] = answers.get(status, 0) + times["count"]
        rows = {
            "p50 without, with hanging calls": f"{middle(self.quiet, 'p50')}, {middle(self.disturbed, 'p50')}",
            "p99 without, with hanging calls": f"{middle(self.quiet, 'p99')}, {middle(self.disturbed, 'p99')}",
            "processor time a call without, with": (
                f"{middle(self.quiet, 'processor')}, {middle(self.disturbed, 'processor')}"),
            "the ratio among rounds without": listed(among_quiet),
            "without a free connection, not asked": sum(each["lacking"] for each in rounds),
            "answers to `impatient`": answers,
            "requests that the silent vendor got": self.silent.requests,
        }
        return print_table(rows, {
            "p99 with hanging calls / without, median below 1.1": (
                listed(ratios), statistics.median(ratios) < 1.1),
            "calls to the healthy vendor answered 200": (f"{answered} of {asked}", answered == asked),
            "healthy connections opened beside hanging calls, a tenth of the calls at most": (
                f"{self.opened} for {beside}", self.opened <= beside / 10),
            f"calls that hung at the end of a round, {MOST_IN_FLIGHT} at least": (
                self.hanging, min(self.hanging) >= MOST_IN_FLIGHT),
            "calls given up, and stopped by the breaker": (
                f"{answers.get('504', 0)}, {answers.get('503', 0)}",
                answers.get("504", 0) > 0 and answers.get("503", 0) > 0),
        })


def p99(round_):
    return round_["answers"]["200"]["p99"]


def middle(rounds, part):
    return f"{statistics.median(each['answers']['200'][part] for each in rounds):.0f} µs"


def listed(ratios):
    return "none" if not ratios else (
        f"{statistics.median(ratios):.2f}; from {min(ratios):.2f} to {max(ratios):.2f}")


if __name__ == "__main__":
    sys.exit(main())
