#!/usr/bin/env python3
"""Learns which ways a gateway takes and how often, for the compiler to lay them out by.

    train.py PROGRAM PROFILE

PROGRAM was built to count (`make profile` does it), PROFILE is what the counts are written to. A gateway before the
simulators of all vendors is asked for every list and for single records, is written to, and repeats what it keeps;
each vendor and each list is asked as often as the others, so that none is fast at the cost of another. Then it is asked
more at once than it takes."""

import contextlib
import http.client
import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "Tests/Load"))
from processes import free_ports, start, wait_for_port  # noqa: E402  how the load scripts start programs

TIMES = 300
KEY = "training-key"
NO_LIMIT = {"limit": 1_000_000, "window": "1s", "margin": "0s"}
TOKEN = "sandbox-token"
CREDENTIALS = {
    "track": {"token": TOKEN, "organization": "5f0c7a52-6c1e-4c0a-9d55-0d6d1c1f7a01"},
    "track_nps": {"token": TOKEN},
    "indecx": {"company_key": "sandbox-company-key"},
    "cxpress": {"domain": "sandbox", "token": TOKEN, "refresh_token": "sandbox-refresh-token"},
    "tatodesk": {f"{kind}_key": f"sandbox-{kind}-key" for kind in ("api", "report", "visits", "crm", "survey")},
}
PATHS = {"track_nps": "/v2"}
HOSTS = {"tatodesk": ["api", "api_v2", "data", "media"]}
# Lists that need no more than a limit, and those of them whose records are read alone as well.
LISTS = [
    "contacts", "tickets", "surveys", "responses", "response-categories", "feedback", "invites", "suppressions",
    "templates", "channels", "custom-fields", "exports", "locations", "companies", "visits", "messages",
    "campaign-items",
]
SINGLE = {"contacts", "tickets", "surveys", "visits"}
# What is asked for most.
OFTEN = {"contacts": 10, "tickets": 30}
# How many requests the gateway takes at once, and how many it is sent.
IN_FLIGHT = 32
AT_ONCE = 64


def main():
    program, profile = map(pathlib.Path, sys.argv[1:])
    with tempfile.TemporaryDirectory() as place:
        directory = pathlib.Path(place)
        with programs(program.resolve(), directory) as port:
            train(Client(port))
            overwhelm(port)
        merge(directory / "serve.counts", profile)


@contextlib.contextmanager
def programs(program, directory):
    """The simulators and a gateway before them, ended so that they write what they counted."""
    sandbox, gateway, admin = free_ports(3)
    file = directory / "gateway.yaml"
    file.write_text(json.dumps(configuration(sandbox, gateway, admin)))
    running = []
    try:
        for name, port, words in (
            ("sandbox", sandbox, ["--listen", f"127.0.0.1:{sandbox}"]), ("serve", gateway, ["--config", file]),
        ):
            os.environ["LLVM_PROFILE_FILE"] = str(directory / f"{name}.counts")
            running.append(start(directory / "output.log", program, name, *words))
            wait_for_port(port)
        for vendor in CREDENTIALS:
            lift_limit(sandbox, vendor)
        yield gateway
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait()


def configuration(sandbox, port, admin):
    """A connection to each simulator, with a quota that no training comes near."""
    connections = []
    for vendor, credentials in CREDENTIALS.items():
        url = f"http://127.0.0.1:{sandbox}/{vendor}{PATHS.get(vendor, '')}"
        base = {"base_urls": {host: f"{url}/{host}" for host in HOSTS[vendor]}} if vendor in HOSTS else {"base_url": url}
        connections.append({
            "name": vendor, "vendor": vendor, "credentials": credentials, "quota": [NO_LIMIT]} | base)
    return {
        "server": {"listen": f"127.0.0.1:{port}", "admin": f"127.0.0.1:{admin}"},
        "store": {"kind": "memory"},
        "limits": {"in_flight": IN_FLIGHT},
        "consumers": [{"name": "training", "key": KEY, "scopes": ["*"]}],
        "connections": connections,
    }


def lift_limit(port, vendor):
    """Has a simulator refuse nothing for being asked too often."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("POST", f"/{vendor}/-/limit", json.dumps({"limit": 1_000_000, "window_seconds": 1}))
    connection.getresponse().read()


class Client:
    """One app."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method, target, body=None, **fields):
        """The status and the JSON of an answer."""
        headers = {"Authorization": f"Bearer {KEY}"} | {name.replace("_", "-"): value for name, value in fields.items()}
        if body is not None:
            headers["Content-Type"] = "application/json"
        self.connection.request(method, target, json.dumps(body) if body is not None else None, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        return answer.status, json.loads(content) if content else None

    def read(self, target, **fields):
        """What is read; a read that fails teaches nothing."""
        status, answer = self.ask("GET", target, **fields)
        if status != 200:
            raise SystemExit(f"{target}: {status} {answer}")
        return answer


def train(client):
    """Asks for everything."""
    for name, vendor in itertools.product(LISTS, CREDENTIALS):
        target = f"/v1/{name}?limit=100&connection={vendor}"
        status, page = client.ask("GET", target)
        if status != 200:
            continue
        for _ in range(TIMES * OFTEN.get(name, 1)):
            client.read(target, Cache_Control="no-cache")
        if name in SINGLE and page["data"]:
            repeat(client, f"/v1/{name}/{page['data'][0]['id']}")
    for name in LISTS:
        for _ in range(TIMES // 10):
            client.read(f"/v1/{name}?limit=20", Cache_Control="no-cache")
    write(client)


def repeat(client, target):
    """Reads a record past what is kept and out of it, if it can be read alone."""
    if client.ask("GET", target)[0] != 200:
        return
    for _ in range(TIMES * 10):
        client.read(target, Cache_Control="no-cache")
        client.read(target)


def write(client):
    """Makes, changes and deletes."""
    for number in range(TIMES):
        draft = {"given_name": "Training", "emails": [f"training-{number}@example.com"]}
        status, made = client.ask("POST", "/v1/contacts", draft, Idempotency_Key=f"training-{number}")
        if status != 201:
            raise SystemExit(f"a contact: {status} {made}")
        target = f"/v1/contacts/{made['data']['id']}"
        client.ask("PATCH", target, {"given_name": "Trained"})
        client.ask("DELETE", target)
        client.ask("GET", "/v1/nothing")


def overwhelm(port):
    """Asks for more at once than is taken, which has calls wait and requests refused."""
    clients = [http.client.HTTPConnection("127.0.0.1", port, timeout=60) for _ in range(AT_ONCE)]
    fields = {"Authorization": f"Bearer {KEY}", "Cache-Control": "no-cache"}
    for target in ("/v1/tickets?limit=100&connection=cxpress", "/v1/contacts?limit=1&connection=cxpress"):
        refused = 0
        for _ in range(TIMES // 3):
            for client in clients:
                client.request("GET", target, headers=fields)
            for client in clients:
                answer = client.getresponse()
                answer.read()
                refused += answer.status == 503
        if refused == 0:
            raise SystemExit("nothing was refused")


def merge(counts, profile):
    """Writes what the gateway counted as the compiler reads it.

    The simulators' counts are left out: beside their searching through records, little of the gateway would seem to
    be worth a thought. So are those of functions that the compiler makes, of which every module has a copy and each
    copy the counts of all."""
    compiler = subprocess.run(["which", "swiftc"], capture_output=True, text=True, check=True).stdout.strip()
    subprocess.run(
        [pathlib.Path(compiler).resolve().parent / "llvm-profdata", "merge", "--sparse",
         "--no-function=^__swift_|W(O|l)[a-zA-Z]*$", "-o", profile, counts], check=True)


if __name__ == "__main__":
    main()
