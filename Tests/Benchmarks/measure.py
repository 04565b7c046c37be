"""Measuring: processor time a request under load, and how long a server takes to start."""

import dataclasses
import json
import math
import pathlib
import statistics
import subprocess
import time
import urllib.error
import urllib.request

from peers import HITS, LOAD_CORE

CONNECTIONS = 16
HEADERS = {"Authorization": "Bearer bench"}
# What is passed on is asked for past caches, and past calls that others wait for.
PASSED_HEADERS = HEADERS | {"Cache-Control": "no-cache"}
# Enough requests that those in flight when a round ends do not count. A peer that would need longer than
# this for them does fewer.
LEAST_REQUESTS = {"contact": 5000, "page": 1000, "contact-hit": 20000, "page-hit": 5000}
MOST_SECONDS = 4


@dataclasses.dataclass
class Round:
    """One run of the load generator against one peer."""

    requests: int
    seconds: float
    cpu_seconds: float
    p50: float
    p99: float

    @property
    def cpu_microseconds(self):
        """Processor time a request."""
        return self.cpu_seconds / self.requests * 1e6

    @property
    def rate(self):
        """Requests a second."""
        return self.requests / self.seconds

    @property
    def busy(self):
        """How much of its core the peer used."""
        return self.cpu_seconds / self.seconds


class Series:
    """The rounds of one peer at one piece of work."""

    def __init__(self):
        self.rounds = []

    def median(self, name):
        """The median of a property of the rounds."""
        return statistics.median(getattr(round, name) for round in self.rounds)

    def spread(self, name):
        """The least and the greatest of it."""
        values = [getattr(round, name) for round in self.rounds]
        return min(values), max(values)


def headers(work):
    """What requests of a work say."""
    return HEADERS if work in HITS else PASSED_HEADERS


def load(url, fields, seconds):
    """Runs wrk and returns what it says; any failed request is an error."""
    command = [
        "taskset", "--cpu-list", str(LOAD_CORE), "wrk", "--threads", "1", "--connections", str(CONNECTIONS),
        "--duration", f"{seconds}s", "--timeout", "20s",
        "--script", str(pathlib.Path(__file__).with_name("wrk_report.lua")),
    ]
    for name, value in fields.items():
        command += ["--header", f"{name}: {value}"]
    run = subprocess.run([*command, url], capture_output=True, text=True, check=True)
    said = json.loads(run.stdout.strip().splitlines()[-1])
    if said["failed"] or not said["requests"]:
        raise RuntimeError(f"{url}: {said['failed']} of {said['requests']} requests failed")
    return said


def measure_round(peer, work, seconds, upstream_calls):
    """One round against a peer. The upstream has to have answered as often as the peer, or never for a hit; else
    what was timed is something else, and that is an error."""
    before, calls_before = peer.server.cpu_seconds(), upstream_calls()
    said = load(peer.url(work), headers(work), seconds)
    cpu = peer.server.cpu_seconds() - before
    calls = upstream_calls() - calls_before
    if calls > 0 if work in HITS else calls < said["requests"]:
        raise RuntimeError(f"{peer.title}, {work}: {calls} calls of the upstream for {said['requests']} answers")
    return Round(said["requests"], said["duration"] / 1e6, cpu, said["p50"], said["p99"])


def measure(peers, work, rounds, least_requests, upstream_calls):
    """Alternating rounds: every peer once, then every peer again, so that what else the machine does
    falls on all of them. Warms up first, and learns how long each peer needs for its requests."""
    seconds = {}
    for peer in peers:
        rate = measure_round(peer, work, 1, upstream_calls).rate
        seconds[peer.name] = min(MOST_SECONDS, math.ceil(1.1 * least_requests / rate))
    series = {peer.name: Series() for peer in peers}
    for number in range(rounds):
        for peer in peers:
            series[peer.name].rounds.append(measure_round(peer, work, seconds[peer.name], upstream_calls))
        print(f"{work}: round {number + 1} of {rounds}", flush=True)
    return series


@dataclasses.dataclass
class Start:
    """How the gateway starts and rests."""

    seconds: list
    resident_kib: int


def measure_start(make_peer, times=5):
    """From spawning the process to its first 200 on /healthz, and its memory a second later."""
    seconds = []
    for _ in range(times):
        peer = make_peer()
        url = f"http://127.0.0.1:{peer.port}/healthz"
        begin = time.monotonic()
        with peer.server:
            while not answers(url):
                if peer.server.process.poll() is not None or time.monotonic() - begin > 15:
                    raise RuntimeError(f"the gateway does not start: {peer.server.output()}")
                time.sleep(0.0005)
            seconds.append(time.monotonic() - begin)
            if len(seconds) == times:
                time.sleep(1)
                resident = peer.server.resident_kib()
    return Start(seconds, resident)


def answers(url):
    """Whether a GET is answered with a success."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError):
        return False
