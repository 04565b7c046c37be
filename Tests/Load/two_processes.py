#!/usr/bin/env python3
"""Floods two gateways that share a store, and with it a vendor's limit and a rotating pair of tokens.

    two_processes.py [PROGRAM] [--seconds 20] [--quota 30/3] [--threads 16] [--seed N] ...

Starts `cx-gateway sandbox` and, before it, two `cx-gateway serve` with the same configuration on one SQLite
file. Threads ask both as fast as they are let, while one or the other is killed (SIGKILL), stopped (SIGTERM)
and started again, and tokens expire and calls fail. The simulator judges: no window past the limit, no refresh
token presented twice. Where a kill left it unknown whether a token was spent, the gateways have to say
`credentials-expired`, and an operator gives new ones. When the flood is over each process is asked once more and
has to serve. Between processes there is no fairness, so how they shared is only shown. `--quota ''` floods the
documented limit. Exits with 1 when a promise is broken."""

import argparse
import pathlib
import sys
import tempfile
import threading
import time

from flooding import MARGIN, ONE_CALL_EACH, Flood, add_arguments, print_table, quantile

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXPIRED = "/problems/credentials-expired"


def main():
    arguments = parse()
    print(f"two_processes.py {arguments.vendor}, seed {arguments.seed}", flush=True)
    with tempfile.TemporaryDirectory() as directory, \
            TwoProcesses(arguments, pathlib.Path(directory)) as flood:
        flood.start()
        flood.run()
        return flood.report()


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("program", nargs="?", default=ROOT / ".build/release/cx-gateway")
    add_arguments(parser)
    parser.set_defaults(seconds=20, quota="30/3", kill=3, restart=5, expire=1, fail=3)
    return parser.parse_args()


class TwoProcesses(Flood):
    """One run: the vendor's statistics over all credentials that the operator gave."""

    def __init__(self, arguments, directory):
        super().__init__(arguments, directory, processes=2)
        self.calm = 2 * (self.window + MARGIN)
        self.operator_acted = threading.Lock()
        self.acted = []

    def note(self, consumer, process, answer, body, seconds):
        super().note(consumer, process, answer, body, seconds)
        if answer.status == 502 and EXPIRED.encode() in body and self.operator_acted.acquire(blocking=False):
            try:
                self.give_new_credentials()
            finally:
                self.operator_acted.release()

    def give_new_credentials(self):
        """Does what an operator does, unless it was done just now and is still to be found."""
        if self.acted and time.monotonic() < self.acted[-1] + 2:
            return
        # Tokens that nobody had before: a process that presents the ones before at this moment spends those.
        self.gateways[0].set_credentials(self.arguments.vendor, self.control("POST", "credentials"))
        self.acted.append(time.monotonic())

    def ask(self, gateway):
        """The status that a call to one process ends with, which may wait for its slot."""
        connection = gateway.connect()
        connection.request("GET", self.vendor["path"], headers={
            "Authorization": "Bearer flood-key-in-a-hurry", "Prefer": "wait=60",
            **ONE_CALL_EACH})
        return connection.getresponse().status

    def report(self):
        asked = [self.ask(gateway) for gateway in self.gateways]
        statistics = self.statistics()
        issued, presented_twice = statistics["tokens_issued"], statistics["spent_refresh_tokens_presented"]
        calm = self.ended - self.calm
        served = [len(moments) for moments in self.answered]
        at_last = [sum(calm <= moment <= self.ended for moment in moments) for moments in self.answered]
        used = self.calls / self.possible()
        rows = {
            "answers": dict(self.statuses),
            "problems": dict(self.problems),
            "harm done": dict(self.events),
            "served by each process": served,
            f"in the undisturbed last {self.calm:.0f} s": at_last,
            "tokens issued": issued,
            "new credentials by the operator": len(self.acted),
            "limit used": f"{used:.2%}: {self.calls} calls of {self.possible()} possible in "
                          f"{self.ended - self.began:.1f} s",
            "half of the waits, longest": f"{quantile(sum(self.waits, []), .5) or 0:.2f} s, "
                                          f"{max(max(waits, default=0) for waits in self.waits):.1f} s",
        }
        checks = {
            f"fullest window of {self.window} s, {self.limit} at most": (
                statistics["most_in_any_window"], statistics["most_in_any_window"] <= self.limit),
            "refused by the vendor for its limit": (statistics["refused"], statistics["refused"] == 0),
            "refresh tokens presented twice": (presented_twice, presented_twice == 0),
            "tokens were renewed": (issued, issued > 0 or not self.arguments.expire),
            "credentials lost, no more than kills": (
                len(self.acted), len(self.acted) <= self.events["kill"]),
            "both serve when the flood is over": (asked, asked == [200, 200]),
        }
        return print_table(rows, checks)


if __name__ == "__main__":
    sys.exit(main())
