"""The report: tables in Markdown, and what the budgets say."""

import dataclasses
import os
import platform
import statistics

TITLES = {
    "contact": "One small record",
    "page": "A page of 100 tickets",
    "contact-hit": "One small record from the cache",
    "page-hit": "A page of 100 tickets from the cache",
}


@dataclasses.dataclass
class Budget:
    """The gateway's processor time a request may be `factor` times a peer's; an aim may be missed."""

    work: str
    peer: str
    factor: float
    is_aim: bool = False


BUDGETS = [
    Budget("contact", "envoy", 0.8),
    Budget("contact", "nginx", 2.2),
    Budget("page", "lua", 0.2),
    Budget("page", "nginx", 2.0, is_aim=True),
    Budget("contact-hit", "nginx", 1.0),
    Budget("page-hit", "nginx", 1.0),
]
START_SECONDS = 0.1
RESIDENT_MIB = 30


def report(peers, results, start, versions, load):
    """All of it, `peers` by work; `load` is the machine's load average before the run."""
    parts = [f"# Processor time a request\n\n{surroundings(versions, load)}"]
    parts += [f"## {TITLES[work]}\n\n{table(peers[work], series)}" for work, series in results.items()]
    if start:
        parts.append(f"## Start\n\n{start_table(start)}")
    lines = [line for line, _ in verdicts(results, start)]
    if lines:
        parts.append("## Budgets\n\n" + "\n".join(lines))
    return "\n\n".join(parts) + "\n"


def surroundings(versions, load):
    """What the numbers were measured on and with."""
    with open("/proc/cpuinfo") as file:
        models = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    lines = [
        f"{models[0] if models else platform.machine()}, {os.cpu_count()} cores, Linux {platform.release()}; "
        f"load average before the run {load:.1f}.",
        *(["**Other work was running: every number is larger and less steady for it.**"] if load > 0.5 else []),
        "Each peer has one worker on core 0; the load (wrk, 16 connections kept) and the upstream are on",
        "core 1. Processor time is user and system time of all of a peer's processes; medians of rounds.",
        "",
        *[f"- {name}: {version}" for name, version in versions.items()],
    ]
    return "\n".join(lines)


def table(peers, series):
    """The peers at one piece of work."""
    gateway = series["gateway"].median("cpu_microseconds") if "gateway" in series else None
    nginx = series["nginx"].median("cpu_microseconds") if "nginx" in series else None
    lines = [
        "| | CPU µs | least–most | ÷ nginx | gateway ÷ it | requests/s | p50 µs | p99 µs | core used |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for peer in peers:
        if peer.name not in series:
            continue
        own = series[peer.name]
        cpu = own.median("cpu_microseconds")
        least, most = own.spread("cpu_microseconds")
        lines.append(
            f"| {peer.title} | {cpu:.1f} | {least:.1f}–{most:.1f} | {ratio(cpu, nginx)} | {ratio(gateway, cpu)} "
            f"| {own.median('rate'):,.0f} | {own.median('p50'):,.0f} | {own.median('p99'):,.0f} "
            f"| {own.median('busy'):.0%} |")
    return "\n".join(lines)


def ratio(one, other):
    return "" if one is None or other is None else f"{one / other:.2f}"


def start_table(start):
    milliseconds = sorted(second * 1000 for second in start.seconds)
    return "\n".join([
        "| | median | least–most |",
        "| --- | ---: | ---: |",
        f"| start to first answer, ms | {statistics.median(milliseconds):.1f} "
        f"| {milliseconds[0]:.1f}–{milliseconds[-1]:.1f} |",
        f"| resident memory at rest, MiB | {start.resident_kib / 1024:.1f} | |",
    ])


def verdicts(results, start):
    """A line for each budget that was measured, and whether it is kept."""
    for budget in BUDGETS:
        series = results.get(budget.work, {})
        if "gateway" not in series or budget.peer not in series:
            continue
        own = series["gateway"].median("cpu_microseconds")
        allowed = budget.factor * series[budget.peer].median("cpu_microseconds")
        kept = own <= allowed
        word = ("met" if kept else "not met") if budget.is_aim else ("kept" if kept else "MISSED")
        kind = "aim" if budget.is_aim else "budget"
        yield (
            f"- {TITLES[budget.work]}, {kind} {budget.factor} × {budget.peer} = {allowed:.1f} µs: "
            f"{own:.1f} µs, **{word}**", kept or budget.is_aim)
    if start:
        median = statistics.median(start.seconds)
        yield limit("Start to first answer, ms", median * 1000, START_SECONDS * 1000)
        yield limit("Resident memory at rest, MiB", start.resident_kib / 1024, RESIDENT_MIB)


def limit(name, value, allowed):
    kept = value <= allowed
    return f"- {name}, budget {allowed:.0f}: {value:.1f}, **{'kept' if kept else 'MISSED'}**", kept
