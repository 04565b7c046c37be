#!/usr/bin/env python3
"""Kills a gateway while it renews a rotating pair of tokens, again and again, and looks what became of it.

    refresh_kills.py [PROGRAM] [--times 200] [--scenes 4] [--seed N]

Each time the token is made to expire, a call makes the gateway renew it, and SIGKILL ends the gateway at a
random instant of that. Started again on the same store it has to work, or to say `credentials-expired`, and
then to work with new credentials; and no refresh token may ever be presented twice. Several scenes are played
at once, each with a gateway, a simulator and a store of its own. Exits with 1 when one of that does not hold."""

import argparse
import collections
import concurrent.futures
import http.client
import json
import pathlib
import random
import sys
import tempfile
import threading
import time

from flooding import print_table
from processes import Gateway, Sandbox

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAIR = {"token": "sandbox-token", "refresh_token": "sandbox-refresh-token"}
# How long the vendor takes to answer a token call, and the span of instants in which the gateway is killed.
DELAY = 0.010
SPAN = 0.040
MOST_SCENES = 4


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("program", nargs="?", default=ROOT / ".build/release/cx-gateway")
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--scenes", type=int, default=MOST_SCENES, choices=range(1, MOST_SCENES + 1))
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    arguments = parser.parse_args()
    print(f"refresh_kills.py, seed {arguments.seed}", flush=True)
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(arguments.scenes) as pool:
        scenes = list(pool.map(lambda number: play(arguments, number), range(arguments.scenes)))
    return report(scenes, time.monotonic() - began)


def play(arguments, number):
    """One scene, and what was seen in it."""
    times = arguments.times // arguments.scenes + (number < arguments.times % arguments.scenes)
    with tempfile.TemporaryDirectory() as directory:
        scene = Scene(arguments.program, pathlib.Path(directory), f"{arguments.seed}/{number}")
        try:
            for turn in range(times):
                scene.kill_once(f"scene {number}, kill {turn}")
        finally:
            scene.gateway.stop()
            scene.sandbox.stop()
        return scene


def report(scenes, seconds):
    """Prints what was seen in all scenes."""
    seen = sum((scene.seen for scene in scenes), collections.Counter())
    faults = [fault for scene in scenes for fault in scene.faults]
    for fault in faults:
        print(f"        {fault}")
    rows = {f"{stage}: {outcome}": count for (stage, outcome), count in sorted(seen.items())}
    rows["in all"] = f"{seen.total()} kills in {seconds:.0f} s"
    outcomes = collections.Counter()
    for (_, outcome), count in seen.items():
        outcomes[outcome] += count
    told = outcomes["works"] + outcomes["credentials-expired"]
    return print_table(rows, {
        "works, or says credentials-expired": (
            f"{outcomes['works']} + {outcomes['credentials-expired']} of {seen.total()}",
            told == seen.total()),
        "refresh tokens presented twice": (
            sum(scene.presented_twice for scene in scenes), not any(s.presented_twice for s in scenes)),
        "works before each kill, and with new credentials": (f"{len(faults)} faults", not faults),
    })


class Scene:
    """A gateway, and the vendor before which it is killed."""

    def __init__(self, program, directory, seed):
        self.random = random.Random(seed)
        self.sandbox = Sandbox(program, directory)
        self.gateway = Gateway(program, directory, {
            "consumers": [{"name": "app", "key": "planted-app-key", "scopes": ["*"]}],
            "connections": [{
                "name": "cxpress", "vendor": "cxpress", "base_url": self.sandbox.url("cxpress"),
                "credentials": {"domain": "sandbox"} | PAIR,
                # Each kill costs a block of the quota, a hundredth of it, for as long as its window.
                "quota": [{"limit": 1000000, "window": "1s", "key": "egress"}]}]})
        self.seen = collections.Counter()
        self.presented_twice = 0
        self.faults = []

    def kill_once(self, name):
        self.sandbox.control("cxpress", "POST", "reset", {"only": ["statistics", "faults"]})
        self.gateway.start()
        if (before := self.ask()) != "works":
            self.faults.append(f"{name}: before the renewal it says {before}{self.last_words()}")
        self.order({"fault": "delay", "seconds": DELAY, "method": "PUT", "path": "/external/update/token"})
        self.order({"fault": "revoked_token", "method": "GET"})
        asking = threading.Thread(target=self.ask)
        asking.start()
        time.sleep(self.random.uniform(0, SPAN))
        self.gateway.stop()
        asking.join()
        stage = "vendor not asked" if self.statistics()["token_calls"] == 0 else "vendor asked"
        self.sandbox.control("cxpress", "POST", "reset", {"only": ["faults"]})
        self.gateway.start()
        after = self.ask()
        self.seen[stage, after] += 1
        if after not in ("works", "credentials-expired"):
            self.faults.append(f"{name}: after the restart it says {after}{self.last_words()}")
        if after == "credentials-expired":
            self.renew(name)
        self.gateway.stop()
        self.presented_twice += self.statistics()["spent_refresh_tokens_presented"]

    def statistics(self):
        return self.sandbox.control("cxpress", "GET", "statistics")

    def order(self, fault):
        self.sandbox.control("cxpress", "POST", "faults", fault)

    def renew(self, name):
        """Does what an operator does: new credentials, to the gateway that runs."""
        self.gateway.set_credentials("cxpress", self.sandbox.control("cxpress", "POST", "credentials"))
        end = time.monotonic() + 5
        while (now := self.ask()) != "works":
            if time.monotonic() > end:
                self.faults.append(f"{name}: with new credentials it says {now}")
                return
            time.sleep(0.1)

    def last_words(self):
        """Whether the gateway runs, and what it logged last."""
        status = self.gateway.process.poll()
        lines = self.gateway.log.read_text().splitlines()
        return f" ({'it runs' if status is None else f'it ended with {status}'}; {lines[-1:]})"

    def ask(self):
        """`works`, the slug of the problem, or what else happened."""
        try:
            connection = self.gateway.connect()
            connection.request("GET", "/v1/tickets?limit=1", headers={
                "X-API-Key": "planted-app-key", "Cache-Control": "no-cache"})
            answer = connection.getresponse()
            body = json.loads(answer.read())
        except (OSError, http.client.HTTPException) as error:
            return f"no answer, {type(error).__name__}"
        if answer.status != 200:
            return body["type"].removeprefix("/problems/")
        return "works"


if __name__ == "__main__":
    sys.exit(main())
