"""What it takes a gateway to refuse a request that is one too many, seen from both sides."""

import contextlib
import json
import os
import signal
import socket
import time

import offering
from flooding import print_table, quantile
from processes import Gateway, Sandbox

IN_FLIGHT = 4
REFUSALS = 1000
REQUEST = (
    f"GET /v1/tickets?limit=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {offering.KEY}\r\n"
    # Each is a call of its own.
    "Cache-Control: no-cache\r\n\r\n").encode()


def refuse(program, directory):
    """Has as many requests hang at a simulator as the gateway takes, asks for more, and reports."""
    sandbox = Sandbox(program, directory, core=offering.LOAD_CORE)
    gateway = Gateway(program, directory, {
        "server": {"loops": 1}, "store": {"kind": "memory"}, "limits": {"in_flight": IN_FLIGHT},
        "log": {"access": True, "format": "json"}, "consumers": offering.CONSUMERS,
        "connections": [{
            "name": "cxpress", "vendor": "cxpress", "base_url": sandbox.url("cxpress"),
            "credentials": {
                "domain": "sandbox", "token": "sandbox-token", "refresh_token": "sandbox-refresh-token"}}],
    }, core=offering.GATEWAY_CORE)
    try:
        gateway.start()
        sandbox.control("cxpress", "POST", "faults", {"fault": "delay", "seconds": 600, "probability": 1})
        with contextlib.ExitStack() as hanging:
            for _ in range(IN_FLIGHT):
                hanging.enter_context(connect(gateway)).sendall(REQUEST)
            wait_for_calls(sandbox)
            seconds, right = ask(gateway)
        # The log is written behind the requests; what waits for that is written at the end.
        gateway.process.send_signal(signal.SIGTERM)
        gateway.process.wait()
    finally:
        gateway.stop()
        sandbox.stop()
    return report(seconds, right, own_times(gateway))


def connect(gateway):
    connection = socket.create_connection(("127.0.0.1", gateway.port), timeout=10)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def wait_for_calls(sandbox):
    """Returns once all those that shall hang are at the vendor."""
    end = time.monotonic() + 10
    while sandbox.control("cxpress", "GET", "statistics")["calls"] < IN_FLIGHT:
        if time.monotonic() > end:
            raise SystemExit(f"{IN_FLIGHT} requests do not reach the vendor")
        time.sleep(0.01)


def ask(gateway):
    """Asks again and again on one connection; the seconds of each answer, and how many were as they have to be."""
    seconds, right = [], 0
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {offering.LOAD_CORE})
    try:
        with connect(gateway) as connection:
            for _ in range(REFUSALS):
                began = time.perf_counter()
                connection.sendall(REQUEST)
                answer = connection.recv(65536)
                while answer and not is_whole(answer):
                    answer += connection.recv(65536)
                seconds.append(time.perf_counter() - began)
                head, _, body = answer.partition(b"\r\n\r\n")
                right += (
                    head.startswith(b"HTTP/1.1 503 ") and b"\r\nretry-after: " in head.lower()
                    and json.loads(body)["type"] == "/problems/overloaded")
    finally:
        os.sched_setaffinity(0, cores)
    return seconds, right


def is_whole(answer):
    head, end, body = answer.partition(b"\r\n\r\n")
    length = head.lower().partition(b"\r\ncontent-length: ")[2].partition(b"\r\n")[0]
    return bool(end) and len(body) >= int(length)


def own_times(gateway):
    """How long the gateway says that each refusal took, from its access log, in seconds."""
    lines = [json.loads(line) for line in gateway.log.read_text().splitlines() if line.startswith("{")]
    return [line["duration_us"] / 1e6 for line in lines if line.get("status") == 503]


def report(seconds, right, own):
    rows = {
        "a refusal, the median": f"{microseconds(seconds, .5)}; by the gateway's log {microseconds(own, .5)}",
        "the longest": f"{microseconds(seconds, 1)}; by the gateway's log {microseconds(own, 1)}",
    }
    return print_table(rows, {
        f"past {IN_FLIGHT}: 503 overloaded with Retry-After": (f"{right} of {REFUSALS}", right == REFUSALS),
        "99 of 100 refusals, under 1 ms": (microseconds(seconds, .99), quantile(seconds, .99) < .001),
        "99 of 100 by the gateway's log, under 1 ms": (
            f"{microseconds(own, .99)}, of {len(own)}", len(own) == REFUSALS and quantile(own, .99) < .001),
    })


def microseconds(seconds, part):
    value = quantile(seconds, part)
    return "none" if value is None else f"{value * 1e6:.0f} µs"
