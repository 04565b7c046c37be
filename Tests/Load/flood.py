#!/usr/bin/env python3
"""Floods a gateway, and asks the vendor whether it ever saw one call too many.

    flood.py [PROGRAM] [--seconds 125] [--threads 16] [--weights 1,1,1,1,1,1,1,1] [--seed N] ...

Starts `cx-gateway sandbox` and, before it, `cx-gateway serve` with a store on disk; each consumer asks from
threads of its own as fast as it is let. Meanwhile the gateway is killed (SIGKILL) and stopped (SIGTERM) and
started again, and the vendor expires tokens and fails. At the end the simulator says how many calls the
fullest window held. Exits with 1 when a promise is broken."""

import argparse
import collections
import contextlib
import http.client
import json
import pathlib
import random
import signal
import sys
import tempfile
import threading
import time

from processes import Gateway, Sandbox

ROOT = pathlib.Path(__file__).resolve().parents[2]
MARGIN = 1.0

# What is asked of each vendor, and what the vendor allows.
VENDORS = {
    "cxpress": {
        "path": "/v1/tickets?limit=1",
        "limit": 300, "window": 60,
        "credentials": {
            "domain": "sandbox", "token": "sandbox-token", "refresh_token": "sandbox-refresh-token"},
    },
    "track": {
        "path": "/v1/connections/track/passthrough/v1/organizations/sandbox/surveys?page=1",
        "limit": 2000, "window": 60,
        "credentials": {"token": "sandbox-token", "organization": "sandbox"},
    },
}


def main():
    arguments = parse()
    print(f"seed {arguments.seed}")
    with contextlib.ExitStack() as stack:
        directory = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        flood = Flood(arguments, directory)
        stack.callback(flood.stop)
        flood.start()
        flood.run()
        return flood.report()


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("program", nargs="?", default=ROOT / ".build/release/cx-gateway")
    parser.add_argument("--vendor", choices=list(VENDORS), default="cxpress")
    parser.add_argument("--seconds", type=float, default=125)
    parser.add_argument("--threads", type=int, default=16)
    parser.add_argument("--quota", default="", help="LIMIT/SECONDS in the vendor's place, as 10/2; within it")
    parser.add_argument("--weights", default="1,1,1,1,1,1,1,1", help="a consumer each, in turn over threads")
    parser.add_argument("--kill", type=float, default=23, help="SIGKILL about every so many seconds; 0 never")
    parser.add_argument("--restart", type=float, default=41, help="SIGTERM about every so many; 0 never")
    parser.add_argument("--expire", type=float, default=11, help="tokens expire about every so many; 0 never")
    parser.add_argument("--fail", type=float, default=7, help="a call fails about every so many; 0 never")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    arguments = parser.parse_args()
    arguments.weights = [int(weight) for weight in arguments.weights.split(",")]
    return arguments


class Flood:
    """One run: the processes, the threads, and what they saw."""

    def __init__(self, arguments, directory):
        self.arguments = arguments
        self.vendor = VENDORS[arguments.vendor]
        self.limit, self.window = self.vendor["limit"], self.vendor["window"]
        if arguments.quota:
            self.limit, self.window = map(int, arguments.quota.split("/"))
        self.random = random.Random(arguments.seed)
        self.directory = directory
        self.gateway = self.sandbox = None
        self.over = threading.Event()
        self.statuses = collections.Counter()
        self.problems = collections.Counter()
        self.served = [0] * len(arguments.weights)
        self.waits = [[] for _ in arguments.weights]
        self.lock = threading.Lock()
        self.events = collections.Counter()
        self.ordered = 0

    def start(self):
        self.sandbox = Sandbox(self.arguments.program, self.directory)
        self.gateway = Gateway(self.arguments.program, self.directory, self.configuration())
        self.gateway.start()

    def configuration(self):
        consumers = [
            {"name": f"app-{number}", "key": f"flood-key-{number}", "scopes": ["*"], "weight": weight}
            for number, weight in enumerate(self.arguments.weights)]
        connection = {
            "name": self.arguments.vendor, "vendor": self.arguments.vendor,
            "base_url": self.sandbox.url(self.arguments.vendor),
            "credentials": self.vendor["credentials"]}
        if self.arguments.quota:
            connection["quota"] = [
                {"limit": self.limit, "window": f"{self.window}s", "key": "credential"}]
        return {"consumers": consumers, "connections": [connection]}

    def stop(self):
        for program in (self.gateway, self.sandbox):
            if program is not None:
                program.stop()

    def run(self):
        threads = [
            threading.Thread(target=self.consume, args=(number % len(self.arguments.weights),))
            for number in range(self.arguments.threads)]
        self.began = time.monotonic()
        for thread in threads:
            thread.start()
        self.disturb()
        self.over.set()
        self.ended = time.monotonic()
        self.calls = self.sandbox.control(self.arguments.vendor, "GET", "statistics")["calls"]
        for thread in threads:
            thread.join()

    def consume(self, consumer):
        """Asks as one consumer, until the flood is over."""
        connection = None
        fields = {"Authorization": f"Bearer flood-key-{consumer}", "Prefer": "wait=60"}
        while not self.over.is_set():
            began = time.monotonic()
            try:
                connection = connection or self.gateway.connect()
                connection.request("GET", self.vendor["path"], headers=fields)
                answer = connection.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException):
                connection = None
                self.over.wait(0.02)
                continue
            self.note(consumer, answer, body, time.monotonic() - began)
            if answer.status in (429, 503):
                self.over.wait(min(float(answer.headers.get("Retry-After", 1)), 5))

    def note(self, consumer, answer, body, seconds):
        with self.lock:
            self.statuses[answer.status] += 1
            if answer.status == 200:
                self.waits[consumer].append(seconds)
                # The first calls go without waiting for one another, and so do the last threads of all.
                settled = time.monotonic() > self.began + self.window + MARGIN
                self.served[consumer] += settled and not self.over.is_set()
            else:
                with contextlib.suppress(ValueError, KeyError):
                    self.problems[json.loads(body)["type"]] += 1

    def disturb(self):
        """Does the harm that was asked for, each kind at instants of its own."""
        kinds = {"kill": self.kill, "restart": self.restart, "expire": self.expire, "fail": self.fail}
        spans = {name: getattr(self.arguments, name) for name in kinds}
        end = self.began + self.arguments.seconds
        due = {name: self.began + self.random.uniform(.5, 1) * span for name, span in spans.items() if span}
        while due:
            name = min(due, key=due.get)
            if due[name] >= end:
                break
            time.sleep(max(0, due[name] - time.monotonic()))
            kinds[name]()
            self.events[name] += 1
            due[name] = time.monotonic() + self.random.uniform(.5, 1.5) * spans[name]
        time.sleep(max(0, end - time.monotonic()))

    def kill(self):
        self.gateway.stop()
        self.gateway.start()

    def restart(self):
        self.gateway.process.send_signal(signal.SIGTERM)
        self.gateway.process.wait()
        self.gateway.start()

    def expire(self):
        self.order("revoked_token")

    def fail(self):
        self.order("error")

    def order(self, fault):
        """Plans a fault for the next call, unless one waits for that still: several at once would meet the
        tokens that were renewed for the first of them."""
        vendor = self.arguments.vendor
        if self.sandbox.control(vendor, "GET", "statistics")["faults"] == self.ordered:
            self.ordered += 1
            self.sandbox.control(vendor, "POST", "faults", {"fault": fault, "method": "GET"})

    def report(self):
        statistics = self.sandbox.control(self.arguments.vendor, "GET", "statistics")
        elapsed = self.ended - self.began
        bursts = 1 + int(elapsed // (self.window + MARGIN))
        possible = self.limit * bursts
        shares = [count / weight for count, weight in zip(self.served, self.arguments.weights)]
        fairness = sum(shares) ** 2 / (len(shares) * sum(share * share for share in shares) or 1)
        used = self.calls / possible
        checks = {
            f"fullest window {statistics['most_in_any_window']} of {self.vendor['limit']}":
                statistics["most_in_any_window"] <= self.vendor["limit"],
            f"refused by the vendor for its limit: {statistics['refused']}": statistics["refused"] == 0,
            f"refresh tokens presented twice: {statistics['spent_refresh_tokens_presented']}":
                statistics["spent_refresh_tokens_presented"] == 0,
            f"limit used {used:.2%}: {self.calls} calls of {possible} possible in {elapsed:.1f} s":
                used >= .99,
            f"Jain's index over served / weight {fairness:.4f}": fairness >= .99,
        }
        print(f"answers {dict(self.statuses)} problems {dict(self.problems)} events {dict(self.events)}")
        print(f"served by consumer {self.served}, longest wait {max(map(max, filter(None, self.waits))):.1f} s")
        print(f"the vendor counted {json.dumps(statistics)}")
        for text, holds in checks.items():
            print(("holds   " if holds else "BROKEN  ") + text)
        return 0 if all(checks.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
