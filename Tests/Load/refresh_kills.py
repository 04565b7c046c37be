#!/usr/bin/env python3
"""Kills a gateway while it renews a rotating pair of tokens, again and again, and looks what became of it.

    refresh_kills.py [PROGRAM] [--times 200] [--seed N]

Each time the token is made to expire, a call makes the gateway renew it, and SIGKILL ends the gateway at a
random instant of that. Started again on the same store it has to work, or to say `credentials-expired`, and
then to work with new credentials; and no refresh token may ever be presented twice. Exits with 1 when one
of that does not hold."""

import argparse
import collections
import http.client
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import time

from processes import Gateway, Sandbox

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAIR = {"token": "sandbox-token", "refresh_token": "sandbox-refresh-token"}
# How long the vendor takes to answer a token call, and the span of instants in which the gateway is killed.
DELAY = 0.010
SPAN = 0.040


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("program", nargs="?", default=ROOT / ".build/release/cx-gateway")
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")
    with tempfile.TemporaryDirectory() as directory:
        return Kills(arguments, pathlib.Path(directory)).run()


class Kills:
    """One run."""

    def __init__(self, arguments, directory):
        self.arguments = arguments
        self.random = random.Random(arguments.seed)
        self.sandbox = Sandbox(arguments.program, directory)
        self.gateway = Gateway(arguments.program, directory, {
            "consumers": [{"name": "app", "key": "planted-app-key", "scopes": ["*"]}],
            "connections": [{
                "name": "cxpress", "vendor": "cxpress", "base_url": self.sandbox.url("cxpress"),
                "credentials": {"domain": "sandbox"} | PAIR,
                "quota": [{"limit": 1000000, "window": "60s", "key": "egress"}]}]})
        self.seen = collections.Counter()
        self.faults = []

    def run(self):
        try:
            for number in range(self.arguments.times):
                self.kill_once(number)
        finally:
            self.gateway.stop()
            self.sandbox.stop()
        for fault in self.faults:
            print(f"BROKEN  {fault}")
        print(f"{self.arguments.times} kills: {dict(self.seen)}")
        return 1 if self.faults else 0

    def kill_once(self, number):
        self.sandbox.control("cxpress", "POST", "reset", {"only": ["statistics", "faults"]})
        self.gateway.start()
        if (before := self.ask()) != "works":
            self.faults.append(f"{number}: before the renewal it says {before}")
        self.order({"fault": "delay", "seconds": DELAY, "method": "PUT", "path": "/external/update/token"})
        self.order({"fault": "revoked_token", "method": "GET"})
        asking = threading.Thread(target=self.ask)
        asking.start()
        time.sleep(self.random.uniform(0, SPAN))
        self.gateway.stop()
        asking.join()
        self.sandbox.control("cxpress", "POST", "reset", {"only": ["faults"]})
        self.gateway.start()
        after = self.ask()
        self.seen[after] += 1
        if after == "credentials-expired":
            self.renew(number)
        elif after != "works":
            self.faults.append(f"{number}: after the restart it says {after}")
        statistics = self.sandbox.control("cxpress", "GET", "statistics")
        if statistics["spent_refresh_tokens_presented"]:
            self.faults.append(f"{number}: a spent refresh token was presented")
        self.gateway.stop()

    def order(self, fault):
        self.sandbox.control("cxpress", "POST", "faults", fault)

    def renew(self, number):
        """Does what an operator does: new credentials, to the gateway that runs."""
        self.sandbox.control("cxpress", "POST", "reset", {"only": ["credentials"]})
        subprocess.run(
            [self.arguments.program, "credentials", "set", "cxpress", "--config", self.gateway.file],
            input=json.dumps(PAIR), text=True, check=True, capture_output=True)
        end = time.monotonic() + 5
        while (now := self.ask()) != "works":
            if time.monotonic() > end:
                self.faults.append(f"{number}: with new credentials it says {now}")
                return
            time.sleep(0.1)

    def ask(self):
        """`works`, the slug of the problem, or what else happened."""
        try:
            connection = self.gateway.connect()
            connection.request("GET", "/v1/tickets?limit=1", headers={"X-API-Key": "planted-app-key"})
            answer = connection.getresponse()
            body = json.loads(answer.read())
        except (OSError, http.client.HTTPException):
            return "no answer"
        if answer.status != 200:
            return body["type"].removeprefix("/problems/")
        return "works"


if __name__ == "__main__":
    sys.exit(main())
