"""What floods of gateways have in common: the processes, the threads that ask, the harm that is done to both,
and what was seen. Who floods says at the end which promises were kept."""

import collections
import contextlib
import http.client
import json
import math
import random
import signal
import threading
import time

from processes import Gateway, Sandbox

MARGIN = 1.0
# Those who ask the same at the same time would share a call.
ONE_CALL_EACH = {"Cache-Control": "no-cache"}

# What is asked of each vendor, what the vendor allows, and whether its tokens can be renewed.
VENDORS = {
    "cxpress": {
        "path": "/v1/tickets?limit=1",
        "limit": 300, "window": 60, "key": "egress", "renews": True,
        "credentials": {
            "domain": "sandbox", "token": "sandbox-token", "refresh_token": "sandbox-refresh-token"},
    },
    "track": {
        "path": "/v1/connections/track/passthrough/v1/organizations/"
                "5f0c7a52-6c1e-4c0a-9d55-0d6d1c1f7a01/surveys?page=1",
        "limit": 2000, "window": 60, "key": "credential", "renews": False,
        "credentials": {
            "token": "sandbox-token", "organization": "5f0c7a52-6c1e-4c0a-9d55-0d6d1c1f7a01"},
    },
}


def add_arguments(parser):
    """The options of every flood; those who flood set the defaults."""
    parser.add_argument("--vendor", choices=list(VENDORS), default="cxpress")
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--threads", type=int, default=16)
    parser.add_argument("--quota", help="LIMIT/SECONDS as 10/2, at the vendor too, for the documented limit")
    parser.add_argument(
        "--weights", default="1,1,1,1,1,1,1,1", type=lambda text: [int(part) for part in text.split(",")],
        help="a consumer each, in turn over threads")
    parser.add_argument("--kill", type=float, help="SIGKILL about every so many seconds; 0 never")
    parser.add_argument("--restart", type=float, help="SIGTERM about every so many; 0 never")
    parser.add_argument("--expire", type=float, help="tokens expire about every so many; 0 never")
    parser.add_argument("--fail", type=float, help="a call fails about every so many; 0 never")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))


class Flood:
    """One run."""

    def __init__(self, arguments, directory, processes=1):
        self.arguments = arguments
        self.vendor = VENDORS[arguments.vendor]
        self.limit, self.window = self.vendor["limit"], self.vendor["window"]
        if arguments.quota:
            self.limit, self.window = map(int, arguments.quota.split("/"))
        self.random = random.Random(arguments.seed)
        self.directory = directory
        self.processes = processes
        self.sandbox = None
        self.gateways = []
        self.threads = []
        self.over = threading.Event()
        self.lock = threading.Lock()
        self.statuses = collections.Counter()
        self.problems = collections.Counter()
        self.events = collections.Counter()
        self.served = [0] * len(arguments.weights)
        self.waits = [[] for _ in arguments.weights]
        self.answered = [[] for _ in range(processes)]
        self.refusals = []
        self.ordered = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.over.set()
        for program in (*self.gateways, self.sandbox):
            if program is not None:
                program.stop()
        # What they wait for has ended.
        for thread in self.threads:
            thread.join()

    def start(self):
        """Starts the simulator and the gateways before it, which share a store."""
        self.sandbox = Sandbox(self.arguments.program, self.directory)
        if self.arguments.quota:
            self.control("POST", "limit", {"limit": self.limit, "window_seconds": self.window})
        self.gateways = [
            Gateway(self.arguments.program, self.directory, self.configuration(), f"gateway-{number}")
            for number in range(self.processes)]
        for gateway in self.gateways:
            gateway.start()

    def configuration(self):
        """What every gateway is configured with."""
        consumers = [
            {"name": f"app-{number}", "key": f"flood-key-{number}", "scopes": ["*"], "weight": weight}
            for number, weight in enumerate(self.arguments.weights)]
        consumers.append({"name": "in-a-hurry", "key": "flood-key-in-a-hurry", "scopes": ["*"]})
        connection = {
            "name": self.arguments.vendor, "vendor": self.arguments.vendor,
            "base_url": self.sandbox.url(self.arguments.vendor),
            "credentials": self.vendor["credentials"]}
        if self.arguments.quota:
            connection["quota"] = [
                {"limit": self.limit, "window": f"{self.window}s", "key": self.vendor["key"]}]
        return {"consumers": consumers, "connections": [connection]}

    def run(self):
        """Floods for as long as was asked, and counts what came of it."""
        count = len(self.arguments.weights)
        self.threads = [
            threading.Thread(target=self.consume, args=(number % count, number // count % self.processes))
            for number in range(self.arguments.threads)]
        self.threads.append(threading.Thread(target=self.hurry))
        self.began = time.monotonic()
        for thread in self.threads:
            thread.start()
        self.disturb()
        self.over.set()
        self.ended = time.monotonic()
        self.calls = self.statistics()["calls"]

    def consume(self, consumer, process):
        """Asks one process as one consumer, until the flood is over."""
        connection = None
        fields = {"Authorization": f"Bearer flood-key-{consumer}", "Prefer": "wait=60", **ONE_CALL_EACH}
        while not self.over.is_set():
            began = time.monotonic()
            try:
                connection = connection or self.gateways[process].connect()
                connection.request("GET", self.vendor["path"], headers=fields)
                answer = connection.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException):
                connection = None
                self.over.wait(0.02)
                continue
            self.note(consumer, process, answer, body, time.monotonic() - began)
            if answer.status in (429, 502, 503):
                self.over.wait(min(float(answer.headers.get("Retry-After", 1)), 5))

    def note(self, consumer, process, answer, body, seconds):
        """Keeps book of an answer."""
        now = time.monotonic()
        with self.lock:
            if self.over.is_set():
                return
            self.statuses[answer.status] += 1
            if answer.status == 200:
                self.waits[consumer].append(seconds)
                self.answered[process].append(now)
                # The first calls go without waiting for one another.
                self.served[consumer] += now > self.began + self.window + MARGIN
            else:
                with contextlib.suppress(ValueError, KeyError):
                    self.problems[json.loads(body)["type"]] += 1

    def hurry(self):
        """Asks ten times a second without waiting for a slot, and takes the time of each refusal."""
        connection = None
        fields = {"Authorization": "Bearer flood-key-in-a-hurry", "Prefer": "wait=0", **ONE_CALL_EACH}
        while not self.over.wait(0.1):
            try:
                connection = connection or self.gateways[0].connect()
                began = time.monotonic()
                connection.request("GET", self.vendor["path"], headers=fields)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                connection = None
                continue
            if answer.status == 429 and not self.over.is_set():
                self.refusals.append(time.monotonic() - began)

    def disturb(self):
        """Does the harm that was asked for, each kind at instants of its own, but none in the last two windows."""
        kinds = {"kill": self.kill, "restart": self.restart, "expire": self.expire, "fail": self.fail}
        spans = {name: getattr(self.arguments, name) for name in kinds}
        if not self.vendor["renews"]:
            spans["expire"] = 0
        end = self.began + self.arguments.seconds
        due = {name: self.began + self.random.uniform(.5, 1) * span for name, span in spans.items() if span}
        while due:
            name = min(due, key=due.get)
            if due[name] >= end - self.calm:
                break
            self.sleep_until(due[name])
            kinds[name]()
            self.events[name] += 1
            due[name] = time.monotonic() + self.random.uniform(.5, 1.5) * spans[name]
        self.sleep_until(end)

    # How long before its end a flood does no more harm.
    calm = 0

    def sleep_until(self, moment):
        """Does nothing until then."""
        time.sleep(max(0, moment - time.monotonic()))

    def kill(self):
        gateway = self.random.choice(self.gateways)
        gateway.stop()
        gateway.start()

    def restart(self):
        gateway = self.random.choice(self.gateways)
        gateway.process.send_signal(signal.SIGTERM)
        gateway.process.wait()
        gateway.start()

    def expire(self):
        self.order("revoked_token")

    def fail(self):
        self.order("error")

    def order(self, fault):
        """Plans a fault for the next call, unless one waits for that still: several at once would meet the
        tokens that were renewed for the first of them."""
        if self.statistics()["faults"] == self.ordered:
            self.ordered += 1
            self.control("POST", "faults", {"fault": fault, "method": "GET"})

    def control(self, method, name, body=None):
        """Asks something of the simulator behind the vendor's back."""
        return self.sandbox.control(self.arguments.vendor, method, name, body)

    def statistics(self):
        """What the vendor counted."""
        return self.control("GET", "statistics")

    def possible(self):
        """How many calls the limit allowed, each window a margin longer than the vendor's."""
        return self.limit * (1 + int((self.ended - self.began) // (self.window + MARGIN)))

    def shares(self):
        """What each consumer was served, by its weight."""
        return [count / weight for count, weight in zip(self.served, self.arguments.weights)]


def jain(shares):
    """Jain's index of fairness: 1 where all are the same."""
    return sum(shares) ** 2 / (len(shares) * sum(share * share for share in shares) or 1)


def quantile(values, part):
    """The value that such a part of them does not pass; nothing of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(part * len(ordered)) - 1)] if ordered else None


def print_table(rows, checks):
    """Prints what was seen, and then what holds; gives the program's exit code."""
    width = max(map(len, (*rows, *checks)))
    for name, value in rows.items():
        print(f"        {name:<{width}}  {value}")
    for name, (value, holds) in checks.items():
        print(f"{'holds' if holds else 'BROKEN':<8}{name:<{width}}  {value}")
    return 0 if all(holds for _, holds in checks.values()) else 1
