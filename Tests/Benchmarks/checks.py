"""What must hold before anything is timed: every peer gives the right answer."""

import json
import urllib.request

from measure import HEADERS, PASSED_HEADERS
from peers import HITS, VENDOR_PATHS, Peer, Workshop


def ask(url, headers):
    """The fields and the body behind a URL; raises for any status but a success."""
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as answer:
        return answer.headers, answer.read()


def fetch(url):
    """The body behind a URL, past any cache."""
    return ask(url, PASSED_HEADERS)[1]


def check(peers, upstream_port):
    """Those that pass on give the upstream's bytes; those that translate agree with one another.

    Raises AssertionError with the first difference.
    """
    for work, path in VENDOR_PATHS.items():
        original = fetch(f"http://127.0.0.1:{upstream_port}{path}")
        reference = None
        for peer in peers:
            body = fetch(peer.url(work))
            if not peer.translates:
                assert body == original, f"{peer.name} changes the {work}"
                continue
            answer = comparable(json.loads(body))
            reference = reference or (peer.name, answer)
            place = difference(reference[1], answer)
            assert place is None, f"{peer.name} and {reference[0]} differ in the {work}: {place}"
        sizes = ", ".join(f"{peer.name} {len(fetch(peer.url(work)))}" for peer in peers)
        print(f"{work}: upstream {len(original)} bytes; {sizes}", flush=True)


def check_hits(nginx: Peer, gateway: Peer, workshop: Workshop):
    """Both answer from their caches, and with the same number of bytes: nginx keeps the gateway's answers.

    Raises AssertionError with what is not so.
    """
    for work, passed in HITS.items():
        first = ask(gateway.url(work), HEADERS)[1]
        fields, body = ask(gateway.url(work), HEADERS)
        status = fields.get("Cache-Status")
        assert status and "; hit" in status, f"the gateway does not keep the {passed}, Cache-Status: {status}"
        assert json.loads(body)["data"] == json.loads(first)["data"], f"the gateway keeps another {passed}"
        workshop.give_upstream(passed, body)
        ask(nginx.url(work), HEADERS)
        fields, kept = ask(nginx.url(work), HEADERS)
        status = fields.get("X-Cache")
        assert status == "HIT", f"nginx does not keep the {passed}, X-Cache: {status}"
        assert kept == body, f"nginx keeps another {passed} than the gateway's"
        print(f"{work}: {len(body)} bytes", flush=True)


def check_lua(peer: Peer):
    """nginx's Lua is LuaJIT with its compiler on."""
    runtime = fetch(f"http://127.0.0.1:{peer.port}/runtime").decode().strip()
    assert runtime.startswith("LuaJIT") and runtime.endswith("true"), f"Lua runs as {runtime}"


def comparable(answer):
    """The answer without what each server makes its own way: the cursor is opaque, so that only its
    presence can be compared."""
    if "meta" in answer:
        answer["meta"]["next_cursor"] = answer["meta"]["next_cursor"] is not None
    return answer


def difference(one, other, place=""):
    """Where two JSON values differ; None when they are equal."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in one.keys() | other.keys():
            if name not in one or name not in other:
                return f"{place}/{name} is in one only"
            found = difference(one[name], other[name], f"{place}/{name}")
            if found:
                return found
        return None
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        found = (difference(a, b, f"{place}/{index}") for index, (a, b) in enumerate(zip(one, other)))
        return next(filter(None, found), None)
    same = one == other and type(one) is type(other)
    return None if same else f"{place}: {one!r} and {other!r}"
