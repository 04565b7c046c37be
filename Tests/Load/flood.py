#!/usr/bin/env python3
"""Floods a gateway, and asks the vendor whether it ever saw one call too many.

    flood.py [PROGRAM] [--vendor cxpress|track] [--seconds 125] [--threads 16] [--seed N] ...

Starts `cx-gateway sandbox` and, before it, `cx-gateway serve` with a store on disk; each consumer asks from
threads of its own as fast as it is let. Meanwhile the gateway is killed (SIGKILL) and stopped (SIGTERM) and
started again, and the vendor expires tokens and fails. At the end the simulator says how many calls the
fullest window held. Exits with 1 when a promise is broken."""

import argparse
import pathlib
import sys
import tempfile

from flooding import Flood, add_arguments, jain, print_table, quantile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main():
    arguments = parse()
    print(f"flood.py {arguments.vendor}, seed {arguments.seed}", flush=True)
    with tempfile.TemporaryDirectory() as directory, Flood(arguments, pathlib.Path(directory)) as flood:
        flood.start()
        flood.run()
        return report(flood)


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("program", nargs="?", default=ROOT / ".build/release/cx-gateway")
    add_arguments(parser)
    parser.set_defaults(seconds=125, kill=23, restart=41, expire=11, fail=7)
    return parser.parse_args()


def report(flood):
    statistics = flood.statistics()
    used = flood.calls / flood.possible()
    shares = flood.shares()
    mean = sum(shares) / len(shares) or 1
    astray = max(abs(share / mean - 1) for share in shares)
    refusal = quantile(flood.refusals, .99)
    rows = {
        "answers": dict(flood.statuses),
        "problems": dict(flood.problems),
        "harm done": dict(flood.events),
        "served by consumer": f"{flood.served}, weights {flood.arguments.weights}",
        "longest wait": f"{max(max(waits, default=0) for waits in flood.waits):.1f} s",
        "tokens issued": statistics["tokens_issued"],
        "farthest from its share": f"{astray:.2%}",
    }
    checks = {
        f"fullest window of {flood.window} s, {flood.limit} at most": (
            statistics["most_in_any_window"], statistics["most_in_any_window"] <= flood.limit),
        "refused by the vendor for its limit": (statistics["refused"], statistics["refused"] == 0),
        "refresh tokens presented twice": (
            statistics["spent_refresh_tokens_presented"], statistics["spent_refresh_tokens_presented"] == 0),
        "limit used, 99% at least": (
            f"{used:.2%}: {flood.calls} calls of {flood.possible()} possible in "
            f"{flood.ended - flood.began:.1f} s", used >= .99),
        "Jain's index over served / weight, 0.99 at least": (f"{jain(shares):.4f}", jain(shares) >= .99),
        "99 of 100 refusals, 5 ms at most": (
            "none was refused" if refusal is None else
            f"{refusal * 1000:.1f} ms; the median {quantile(flood.refusals, .5) * 1000:.1f} ms, "
            f"the longest {max(flood.refusals) * 1000:.1f} ms, of {len(flood.refusals)}",
            refusal is not None and refusal <= .005),
    }
    if len(set(flood.arguments.weights)) > 1:
        checks["shares as the weights, within 5%"] = (f"{astray:.2%}", astray <= .05)
    return print_table(rows, checks)


if __name__ == "__main__":
    sys.exit(main())
