#!/usr/bin/env python3
"""Sends one POST with one Idempotency-Key many times at once, and kills the gateway meanwhile.

    duplicates.py [PROGRAM] [--duplicates 10000] [--threads 32] [--kills 20] [--seed N]

Two writes, one after the other: a contact, which Cxpress can be asked about when an answer was lost, and a ticket,
which it cannot. Each takes the vendor a while, the answer to the first try is lost, and SIGKILL ends the gateway at
random instants, a third of them while the write is under way; it is started again on the same store. The simulator
judges: one contact, and no second POST for it that it had to refuse; never two tickets. Exits with 1 when one of that does
not hold."""

import argparse
import collections
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
# How long the vendor takes for a write, and within what time behind a start the first kills come.
DELAY = 0.050
SPAN = 0.150
# What the app may be told while all that happens: made; under way, or unknown; lost on the way; no store, no token.
STATUSES = {201, 409, 502, 503}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("program", nargs="?", default=ROOT / ".build/release/cx-gateway")
    parser.add_argument("--duplicates", type=int, default=10_000, help="of each write")
    parser.add_argument("--threads", type=int, default=32)
    parser.add_argument("--kills", type=int, default=20, help="during each write")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    arguments = parser.parse_args()
    print(f"duplicates.py, seed {arguments.seed}", flush=True)
    with tempfile.TemporaryDirectory() as directory:
        scene = Scene(arguments, pathlib.Path(directory))
        try:
            return scene.play()
        finally:
            scene.gateway.stop()
            scene.sandbox.stop()


class Storm:
    """The duplicates of one write, and what they were answered."""

    def __init__(self, scene, path, body, key):
        self.scene = scene
        self.path = path
        self.body = json.dumps(body)
        self.headers = {
            "X-API-Key": "planted-app-key", "Content-Type": "application/json", "Idempotency-Key": key}
        self.left = scene.arguments.duplicates
        self.kills = 0
        self.lock = threading.Lock()
        self.statuses = collections.Counter()
        self.made = set()
        self.strange = collections.Counter()
        self.replayed = 0

    def run(self):
        """Sends them all, with the kills meanwhile, and then one more."""
        threads = [threading.Thread(target=self.send) for _ in range(self.scene.arguments.threads)]
        for thread in threads:
            thread.start()
        for number in range(self.scene.arguments.kills):
            if 3 * number < self.scene.arguments.kills:
                self.scene.wait(0, SPAN)
            else:
                self.wait_for_answers(number)
            self.scene.gateway.stop()
            self.kills += 1
            self.scene.gateway.start()
        for thread in threads:
            thread.join()
        return self.ask(self.scene.gateway.connect())

    def wait_for_answers(self, number):
        """Returns when so many of the duplicates are answered as that kill waits for."""
        kills = self.scene.arguments.kills
        part = (number + self.scene.random.random()) / kills
        while self.left > self.scene.arguments.duplicates * (1 - part):
            time.sleep(0.001)

    def send(self):
        """Sends one after the other until all are answered."""
        connection = self.scene.gateway.connect()
        while True:
            with self.lock:
                if self.left == 0:
                    return
                self.left -= 1
            while (answer := self.ask(connection)) is None:
                connection.close()
                time.sleep(0.002)

    def ask(self, connection):
        """The status of an answer and its outcome; nothing where the gateway does not answer."""
        try:
            connection.request("POST", self.path, body=self.body, headers=self.headers)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException):
            return None
        with self.lock:
            self.statuses[answer.status] += 1
            self.replayed += answer.getheader("Idempotent-Replayed") == "true"
            if answer.status == 201:
                self.made.add(body)
            elif answer.status not in STATUSES:
                self.strange[body.decode()] += 1
        return answer.status, json.loads(body).get("outcome")


class Scene:
    """A gateway before Cxpress's simulator."""

    def __init__(self, arguments, directory):
        self.arguments = arguments
        self.random = random.Random(arguments.seed)
        self.sandbox = Sandbox(arguments.program, directory)
        self.gateway = Gateway(arguments.program, directory, {
            "consumers": [{"name": "app", "key": "planted-app-key", "scopes": ["*"]}],
            "connections": [{
                "name": "cxpress", "vendor": "cxpress", "base_url": self.sandbox.url("cxpress"),
                "credentials": {
                    "domain": "sandbox", "token": "sandbox-token", "refresh_token": "sandbox-refresh-token"},
                # Each kill costs a block of the quota, a hundredth of it, for as long as its window.
                "quota": [{"limit": 1_000_000, "window": "1s", "key": "egress"}]}]})
        self.sandbox.control("cxpress", "POST", "limit", {"limit": 1_000_000, "window_seconds": 60})

    def play(self):
        """Both writes, and the judgement."""
        self.gateway.start()
        began = time.monotonic()
        contact = self.storm("/v1/contacts", {
            "given_name": "Ana", "family_name": "Sá", "document": "31415926",
            "emails": ["ana.duplicates@example.com"], "phones": ["5511900000001"]})
        contacts = self.count("/external/consumer?limit=100&search=ana.duplicates@example.com", '"user_id"')
        refused = self.sandbox.control("cxpress", "GET", "statistics")["answers"].get("409", 0)
        ticket = self.storm("/v1/tickets", self.ticket("One of many"))
        tickets = self.count("/external/ticket?limit=10000", "One of many")
        rows = {}
        for name, (storm, last) in (("contact", contact), ("ticket", ticket)):
            statuses = ", ".join(f"{count} of {status}" for status, count in sorted(storm.statuses.items()))
            rows[name] = f"{statuses}; {storm.replayed} replayed; {storm.kills} kills; at last {last}"
        rows["in all"] = f"{time.monotonic() - began:.0f} s"
        strange = contact[0].strange + ticket[0].strange
        bodies = (len(contact[0].made), len(ticket[0].made))
        return print_table(rows, {
            "contacts made": (contacts, contacts == 1),
            "second POSTs of it, which the vendor refused": (refused, refused == 0),
            "the contact is the answer at last": (contact[1], contact[1] == (201, None)),
            # A kill before the vendor had it leaves none, and nobody who could know that.
            "tickets made": (tickets, tickets == 1 or (tickets == 0 and ticket[1][1] == "unknown")),
            "the ticket is the answer, or unknown, at last": (
                ticket[1], ticket[1] == (201, None) or ticket[1][1] == "unknown"),
            "different answers that said 201": (bodies, bodies[0] == 1 and bodies[1] <= 1),
            "other answers": (strange.most_common(1), not strange),
        })

    def storm(self, path, body):
        """One write, the answer to whose first try is lost."""
        vendor_path = {"/v1/contacts": "/external/consumer", "/v1/tickets": "/external/ticket"}[path]
        faults = [{"fault": "lost_reply", "seconds": DELAY}, {"fault": "delay", "seconds": DELAY, "times": 1000}]
        for fault in faults:
            self.sandbox.control(
                "cxpress", "POST", "faults", fault | {"method": "POST", "path": vendor_path})
        storm = Storm(self, path, body, f"one of many {path}".replace(" ", "-"))
        last = storm.run()
        self.sandbox.control("cxpress", "POST", "reset", {"only": ["faults"]})
        return storm, last

    def ticket(self, subject):
        """A new ticket, of somebody who is there, for an agent of a department."""
        agents = self.get("/v1/connections/cxpress/passthrough/external/agent?limit=100")["data"]
        agent, sector = next(
            (agent, sector) for agent in agents for sector in agent["sector"] if sector["active"])
        contacts = self.get("/v1/contacts?limit=200")["data"]
        return {
            "subject": subject, "channel": "whatsapp",
            "contact_id": next(contact["id"] for contact in contacts if contact["whatsapp"]),
            "assignee_id": agent["user_id"], "department_id": sector["id"]}

    def count(self, path, word):
        """How often a word stands in an answer of the vendor's."""
        return json.dumps(self.get(f"/v1/connections/cxpress/passthrough{path}")).count(word)

    def get(self, path):
        connection = self.gateway.connect()
        connection.request("GET", path, headers={"X-API-Key": "planted-app-key"})
        answer = connection.getresponse()
        body = json.loads(answer.read())
        if answer.status != 200:
            raise SystemExit(f"{path} was answered with {answer.status}: {body}")
        return body

    def wait(self, least, most):
        time.sleep(self.random.uniform(least, most))


if __name__ == "__main__":
    sys.exit(main())
