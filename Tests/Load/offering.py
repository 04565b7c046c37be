"""What offering requests at a rate takes: the generator, a fast vendor before which a gateway is the slowest part,
and what the kernel says of a process. The gateway has core 0, everything else core 1."""

import contextlib
import getpass
import json
import os
import pathlib
import subprocess
import sys
import urllib.request

from processes import free_ports, start, wait_for_port

HERE = pathlib.Path(__file__).resolve().parent
BENCHMARKS = HERE.parent / "Benchmarks"
sys.path.append(str(BENCHMARKS))
import records  # noqa: E402  the benchmarks' answers

GATEWAY_CORE = 0
LOAD_CORE = 1
KEY = "load-key"
CONSUMERS = [{"name": "app", "key": KEY, "scopes": ["*"]}]
CONTACT = f"/v1/contacts/cxpress:{records.CONTACT_ID}"
PAGE = f"/v1/tickets?limit={records.TICKETS}"


class Generator:
    """`offer.c`, compiled. No generator of Debian's would do: wrk offers no more than is answered, and the
    clients of h2load, when given a rate, ask all in the same instants."""

    def __init__(self, directory):
        if not {GATEWAY_CORE, LOAD_CORE} <= os.sched_getaffinity(0):
            raise SystemExit(f"cores {GATEWAY_CORE} and {LOAD_CORE} are needed, one for the gateway alone")
        self.program = directory / "offer"
        subprocess.run(
            ["cc", "-O2", "-Wall", "-Wextra", "-o", self.program, HERE / "offer.c", "-lm"], check=True)

    @contextlib.contextmanager
    def offering(self, port, path, connections, rate, seconds, seed):
        """Offers while the block runs, past the gateway's cache and its sharing of calls; gives a function that
        waits for what came of it, as `offer.c` says it. The rate is a number, so many a second, or as text `64x`,
        so many at once."""
        process = subprocess.Popen(
            ["taskset", "--cpu-list", str(LOAD_CORE), self.program, str(port), str(connections), str(rate),
             str(seconds), str(seed)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        process.stdin.write(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {KEY}\r\n"
            "Cache-Control: no-cache\r\n\r\n".encode())
        process.stdin.close()

        def wait():
            said = process.stdout.read()
            if process.wait():
                raise SystemExit(f"the generator ended with {process.returncode}")
            return json.loads(said)

        try:
            yield wait
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            process.stdout.close()

    def offer(self, *arguments):
        """Offers, and waits for what came of it."""
        with self.offering(*arguments) as wait:
            return wait()


class Upstream:
    """nginx in Cxpress's place with the benchmarks' two answers: a contact, and a page of 100 tickets."""

    def __init__(self, directory):
        directory = directory / "upstream"
        directory.mkdir()
        records.write(directory)
        (self.port,) = free_ports(1)
        text = (BENCHMARKS / "peers/nginx-upstream.conf").read_text()
        for name, value in {
            "CONTACT_ID": records.CONTACT_ID, "DIRECTORY": directory, "PORT": self.port, "USER": getpass.getuser(),
        }.items():
            text = text.replace(f"@{name}@", str(value))
        (directory / "nginx.conf").write_text(text)
        self.process = start(
            directory / "nginx.log", "nginx", "-p", "/usr/lib/nginx", "-e", "stderr", "-c",
            directory / "nginx.conf", "-g", "daemon off;", core=LOAD_CORE)
        wait_for_port(self.port)

    def connection(self, **more):
        """The gateway's connection to it, whose quota no load comes near."""
        return {
            "name": "cxpress", "vendor": "cxpress", "base_url": f"http://127.0.0.1:{self.port}",
            "credentials": {"domain": "load", "token": "token", "refresh_token": "refresh"},
            "quota": [{"limit": 1000000, "window": "1s", "margin": "0s"}]} | more

    def accepted(self):
        """How many connections it was sent, the one that asks this included."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/-/status", timeout=10) as answer:
            return int(answer.read().split()[7])

    def stop(self):
        """Ends it, its worker first asked to."""
        self.process.terminate()
        self.process.wait()


def resident(process):
    """The resident memory of a process in KiB."""
    for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise SystemExit("the kernel does not tell VmRSS")


def processor_seconds(process):
    """The processor time that a process has taken, in steps of a clock tick."""
    words = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def around():
    """The machine's load, which every number of time depends on."""
    return f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
