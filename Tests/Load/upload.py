#!/usr/bin/env python3
"""Uploads files of 16 MiB through a gateway, and looks how much memory that takes.

    upload.py [PROGRAM] [--times 5] [--most 2048]

A vendor of its own takes each file slowly, in small reads, and keeps its digest. The gateway's resident memory is
read before, and its highest since then afterwards (`VmHWM`, which the kernel forgets on request); between them
there may be `--most` KiB. A file past the limit has to be refused: by its length before it is sent, and in chunks
when it passes it. Exits with 1 when one of that does not hold."""

import argparse
import hashlib
import http.client
import http.server
import json
import os
import pathlib
import sys
import tempfile
import threading
import time

from flooding import print_table
from processes import Gateway, free_ports

ROOT = pathlib.Path(__file__).resolve().parents[2]
SIZE = 16 << 20
BOUNDARY = "form-of-upload-py"


class Vendor(http.server.BaseHTTPRequestHandler):
    """Takes a form in chunks and answers as the document shows."""

    protocol_version = "HTTP/1.1"
    digests = []

    def do_POST(self):
        digest = hashlib.sha256()
        content = b""
        while size := int(self.rfile.readline(), 16):
            left = size
            while left:
                piece = self.rfile.read(min(left, 16384))
                if not piece:
                    return
                left -= len(piece)
                content += piece
            self.rfile.readline()
            time.sleep(0.0005)
        self.rfile.readline()
        # What is kept is the test's own memory, not the gateway's.
        file = content.split(b"\r\n\r\n", 2)[2].rsplit(b"\r\n--", 1)[0]
        digest.update(file)
        self.digests.append((len(file), digest.hexdigest()))
        answer = b'{"media": {"mediaID": "1051023410284838"}, "error": null}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("program", nargs="?", default=ROOT / ".build/release/cx-gateway")
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--most", type=int, default=2048, help="KiB")
    arguments = parser.parse_args()
    (port,) = free_ports(1)
    vendor = http.server.ThreadingHTTPServer(("127.0.0.1", port), Vendor)
    threading.Thread(target=vendor.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as directory:
        gateway = Gateway(arguments.program, pathlib.Path(directory), configuration(port))
        gateway.start()
        try:
            return run(gateway, arguments)
        finally:
            gateway.stop()


def configuration(port):
    """One connection, all of whose hosts are the vendor of this script."""
    hosts = {name: f"http://127.0.0.1:{port}" for name in ("api", "api_v2", "data", "media")}
    return {
        "consumers": [{"name": "app", "key": "key", "scopes": ["*"]}],
        "connections": [{
            "name": "tatodesk", "vendor": "tatodesk", "base_urls": hosts, "credentials": {"api_key": "k"}}],
    }


def run(gateway, arguments):
    content = os.urandom(SIZE)
    # What is made or loaded once, at the first uploads of all, is not what an upload takes.
    for chunked in [False, True]:
        upload(gateway, content[:1 << 20], chunked)
    Vendor.digests.clear()
    growths = []
    for chunked in [False, True] * ((arguments.times + 1) // 2):
        forget_peak(gateway)
        before = memory(gateway, "VmRSS")
        status, answer = upload(gateway, content, chunked)
        if status != 201:
            raise SystemExit(f"an upload was answered {status}: {answer}")
        growths.append(memory(gateway, "VmHWM") - before)
    refusals = too_large(gateway)
    expected = (SIZE, hashlib.sha256(content).hexdigest())
    checks = {
        "files that came as they were sent": (
            f"{Vendor.digests.count(expected)} of {len(growths)}",
            Vendor.digests == [expected] * len(growths)),
        f"memory taken by an upload, {arguments.most} KiB at most": (
            f"{growths} KiB", max(growths) < arguments.most),
        "a file one byte too large": (refusals, all(status == 413 for status in refusals.values())),
    }
    return print_table({"uploads": len(growths)}, checks)


def form(content):
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="app_id"\r\n\r\na1\r\n--{BOUNDARY}\r\n'
        'Content-Disposition: form-data; name="media"; filename="x.bin"\r\n\r\n')
    return head.encode(), content, f"\r\n--{BOUNDARY}--\r\n".encode()


def upload(gateway, content, chunked=False):
    """The status and the body of the answer."""
    connection = gateway.connect()
    parts = form(content)
    headers = {"Authorization": "Bearer key", "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    if not chunked:
        headers["Content-Length"] = str(sum(map(len, parts)))
    try:
        connection.request("POST", "/v1/media", iter(parts), headers, encode_chunked=chunked)
    except (BrokenPipeError, ConnectionResetError):
        # The gateway has answered before the end.
        pass
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def too_large(gateway):
    """What becomes of a length that is too large, with nothing of the body sent; of a file that is, in chunks."""
    connection = gateway.connect()
    connection.putrequest("POST", "/v1/media")
    connection.putheader("Authorization", "Bearer key")
    connection.putheader("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
    connection.putheader("Content-Length", str(SIZE + (1 << 20)))
    connection.endheaders()
    by_length = connection.getresponse().status
    in_chunks, answer = upload(gateway, bytes(SIZE + 1), chunked=True)
    if in_chunks == 413 and json.loads(answer)["type"] != "/problems/payload-too-large":
        raise SystemExit(answer)
    return {"by its length": by_length, "in chunks": in_chunks}


def forget_peak(gateway):
    pathlib.Path(f"/proc/{gateway.process.pid}/clear_refs").write_text("5")


def memory(gateway, name):
    """`VmRSS` or `VmHWM` of the gateway, in KiB."""
    for line in pathlib.Path(f"/proc/{gateway.process.pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise SystemExit(f"the kernel does not tell {name}")


if __name__ == "__main__":
    sys.exit(main())
