#!/usr/bin/env python3
"""Offers a gateway twice what it can do, and looks what it still does; then has it refuse, and takes the time.

    overload.py [PROGRAM] [--work page|contact] [--rounds 5] [--seconds 5] [--in-flight 64] [--seed N]

The gateway has one loop on core 0. nginx in the vendor's place and the generator share core 1, which they do not
fill; so what is measured is the gateway. First the capacity is found: the greatest goodput (200s a second) of
several numbers of requests under way at once. Then rounds at that number alternate with rounds in which twice as
much arrives at random and does not wait for answers: what the gateway refuses does not slow the arrivals down. The
promise is that the median over the rounds of goodput / goodput in the round before is at least 0.9, so that what else
the machine does falls on both. As many connections are open in all rounds, eight times `limits.in_flight`.

The work is a page of 100 tickets, some 170 microseconds of the core. To refuse a request takes about ten, most of
it the kernel's: beside work as cheap as `contact`, which takes 40, refusing as much again as is served takes more than
a tenth of the core whatever is done.
`limits.in_flight` is 64 rather than its default of 2,048: one loop serves some six thousand pages a second, so 64 is
ten milliseconds of work. What waits beyond that makes answers later and, as it leaves the processor's caches, dearer.

Then a gateway with `in_flight: 4`, whose four requests hang at a simulator: 1,000 requests one after the other have to
be refused, 99 of 100 in less than a millisecond, by this script's clock and by the gateway's own (`duration_us` of
its access log). Exits with 1 when a promise is broken."""

import argparse
import pathlib
import random
import statistics
import sys
import tempfile
import time

import offering
import refusing
from flooding import print_table
from processes import Gateway

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = {"page": offering.PAGE, "contact": offering.CONTACT}
AT_ONCE = [16, 64, 256]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("program", nargs="?", default=ROOT / ".build/release/cx-gateway")
    parser.add_argument("--work", choices=list(WORK), default="page")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5, help="of a round")
    parser.add_argument("--in-flight", type=int, default=64)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    arguments = parser.parse_args()
    print(f"overload.py {arguments.work}, seed {arguments.seed}, {offering.around()}", flush=True)
    with tempfile.TemporaryDirectory() as directory:
        flooded = flood(arguments, pathlib.Path(directory))
    with tempfile.TemporaryDirectory() as directory:
        refused = refusing.refuse(arguments.program, pathlib.Path(directory))
    return max(flooded, refused)


def flood(arguments, directory):
    """Twice the capacity."""
    generator = offering.Generator(directory)
    upstream = offering.Upstream(directory)
    gateway = Gateway(arguments.program, directory, {
        "server": {"loops": 1}, "store": {"kind": "memory"}, "limits": {"in_flight": arguments.in_flight},
        "consumers": offering.CONSUMERS, "connections": [upstream.connection()]}, core=offering.GATEWAY_CORE)
    try:
        gateway.start()
        overload = Overload(arguments, generator, gateway)
        overload.run()
        return overload.report()
    finally:
        gateway.stop()
        upstream.stop()


class Overload:
    """Rounds at the capacity and at twice as much."""

    def __init__(self, arguments, generator, gateway):
        self.arguments = arguments
        self.generator = generator
        self.gateway = gateway
        self.random = random.Random(arguments.seed)
        self.peaks = []
        self.floods = []
        self.busy = []
        self.resident = []

    def run(self):
        at_peak = []
        counts = {min(count, self.arguments.in_flight) for count in AT_ONCE}
        capacity = {count: self.round(f"{count}x", at_peak)["goodput"] for count in sorted(counts)}
        self.at_once = max(capacity, key=capacity.get)
        found = ", ".join(f"{count}: {goodput:,.0f}/s" for count, goodput in capacity.items())
        print(f"        goodput by requests at once: {found}", flush=True)
        self.at_peak = max(at_peak)
        for number in range(self.arguments.rounds):
            self.peaks.append(self.round(f"{self.at_once}x"))
            self.floods.append(self.round(2 * self.peaks[-1]["goodput"], self.resident))
            print(
                f"        round {number + 1}: {self.peaks[-1]['goodput']:,.0f}/s, then "
                f"{self.floods[-1]['goodput']:,.0f}/s of {self.floods[-1]['rate']:,.0f}/s", flush=True)

    def round(self, rate, memory=None):
        """What came of a round; the gateway's memory, every tenth of a second of it, goes to `memory`."""
        seconds = self.arguments.seconds
        before = offering.processor_seconds(self.gateway.process)
        with self.generator.offering(
                self.gateway.port, WORK[self.arguments.work], 8 * self.arguments.in_flight, rate, seconds,
                self.random.randrange(1 << 32)) as wait:
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                if memory is not None:
                    memory.append(offering.resident(self.gateway.process))
                time.sleep(0.1)
            busy = offering.processor_seconds(self.gateway.process) - before
            said = wait()
        return said | {
            "goodput": said["good"] / seconds, "rate": said["offered"] / seconds, "processor": busy / seconds}

    def report(self):
        ratios = [flood["goodput"] / peak["goodput"] for peak, flood in zip(self.peaks, self.floods)]
        offered = [flood["rate"] / peak["goodput"] for peak, flood in zip(self.peaks, self.floods)]
        answers = {}
        for flood in self.floods:
            for status, times in flood["answers"].items():
                answers.setdefault(status, []).append(times)
        counts = {status: sum(times["count"] for times in each) for status, each in answers.items()}
        refused = counts.get("503", 0)
        right = sum(flood["overloaded"] for flood in self.floods)
        missing = {name: sum(flood[name] for flood in self.floods) for name in ("lacking", "broken", "lost")}
        third = len(self.resident) // 3
        early, late = (statistics.median(part) for part in (self.resident[:third], self.resident[-third:]))
        rows = {
            "goodput at the capacity": f"{self.median(self.peaks, 'goodput'):,.0f}/s, {self.at_once} at once",
            "goodput at twice the capacity": f"{self.median(self.floods, 'goodput'):,.0f}/s",
            "processor time of the gateway": f"{self.median(self.peaks, 'processor'):.0%} of its core, then "
                                             f"{self.median(self.floods, 'processor'):.0%}",
            "goodput / its processor time": f"{self.efficiency():.2f} of that at the capacity; what is more, by "
                                            f"refusals: {self.refusal():.0f} µs each",
            "answers": counts,
            "not sent or not answered": f"{missing} of {sum(flood['offered'] for flood in self.floods)}",
        } | {
            f"{status}s, median and 99 of 100": ", ".join(
                f"{statistics.median(times[part] for times in each) / 1000:.1f} ms" for part in ("p50", "p99"))
            for status, each in answers.items()}
        checks = {
            "offered / capacity, 1.9 at least": (listed(offered), min(offered) >= 1.9),
            "goodput / capacity, median 0.9 at least": (listed(ratios), statistics.median(ratios) >= .9),
            "answers that are 200, or 503 overloaded with Retry-After": (
                f"{counts.get('200', 0)} + {right} of {sum(counts.values())}",
                right > 0 and right == refused and counts.get("200", 0) + right == sum(counts.values())),
            "arrivals that were answered, 99% at least": (
                missing, sum(missing.values()) < .01 * sum(flood["offered"] for flood in self.floods)),
            "503s at twice the capacity, half of them under 1 ms": (
                milliseconds(answers.get("503", []), "p50"),
                all(times["p50"] < 1000 for times in answers.get("503", []))),
            "greatest memory over that at the capacity, 10 MiB at most": (
                mebibytes(max(self.resident) - self.at_peak, self.at_peak),
                max(self.resident) - self.at_peak <= 10 << 10),
            "its growth, the last third over the first, 2 MiB at most": (
                mebibytes(late - early, early), late - early <= 2 << 10),
        }
        return print_table(rows, checks)

    def efficiency(self):
        """Goodput for a second of the gateway's processor time, at twice the capacity against at it: what other
        work on the machine hardly changes."""
        return statistics.median(
            (flood["goodput"] / flood["processor"]) / (peak["goodput"] / peak["processor"])
            for peak, flood in zip(self.peaks, self.floods))

    def refusal(self):
        """The microseconds of processor time that a refusal takes, if a 200 takes what it took at the capacity."""
        return 1e6 * statistics.median(
            (flood["processor"] - flood["goodput"] * peak["processor"] / peak["goodput"]) * self.arguments.seconds
            / max(1, flood["answers"].get("503", {"count": 0})["count"])
            for peak, flood in zip(self.peaks, self.floods))

    def median(self, rounds, name):
        return statistics.median(each[name] for each in rounds)


def listed(ratios):
    return f"{statistics.median(ratios):.2f}; {', '.join(f'{ratio:.2f}' for ratio in ratios)}"


def milliseconds(rounds, part):
    return ", ".join(f"{times[part] / 1000:.1f} ms" for times in rounds)


def mebibytes(more, base):
    return f"{more / 1024:+.1f} MiB over {base / 1024:.1f}"


if __name__ == "__main__":
    sys.exit(main())
