"""The servers that are compared, each with its configuration filled in, and the upstream behind them."""

import dataclasses
import getpass
import os
import pathlib
import shutil
import urllib.request

import records
from processes import Server, free_port

HERE = pathlib.Path(__file__).resolve().parent
PEER_CORE = 0
LOAD_CORE = 1

# What a work asks for; those of the second kind are answered from a cache.
PASSED = {"contact", "page"}
HITS = {"contact-hit": "contact", "page-hit": "page"}

VENDOR_PATHS = {
    "contact": f"/external/consumer/{records.CONTACT_ID}",
    "page": f"/external/ticket?limit={records.TICKETS}&page=1",
}
UNIFIED_PATHS = {
    "contact": f"/v1/contacts/cxpress:{records.CONTACT_ID}",
    "page": f"/v1/tickets?limit={records.TICKETS}",
}


@dataclasses.dataclass
class Peer:
    """A server to compare: `translates` tells one that answers with unified JSON from one that passes
    the vendor's bytes on."""

    name: str
    title: str
    translates: bool
    port: int
    server: Server

    def url(self, work):
        """Where the peer does a piece of work."""
        paths = UNIFIED_PATHS if self.translates else VENDOR_PATHS
        return f"http://127.0.0.1:{self.port}{paths[HITS.get(work, work)]}"


class Workshop:
    """Makes the servers, each with a directory of its own under `directory`."""

    def __init__(self, directory, environment):
        self.directory = pathlib.Path(directory)
        self.environment = pathlib.Path(environment)
        self.upstream_port = free_port()
        self._askings = 0

    def upstream(self):
        """nginx in the vendor's place, with the two answers as files."""
        directory = self._directory("upstream")
        records.write(directory)
        return self._nginx("upstream", self.upstream_port, LOAD_CORE)

    def upstream_calls(self):
        """How many requests the upstream has had, without those that ask this."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.upstream_port}/-/status", timeout=10) as answer:
            self._askings += 1
            return int(answer.read().split()[9]) - self._askings

    def give_upstream(self, work, body):
        """Has the upstream answer the gateway's paths as the gateway does."""
        (self._directory("upstream") / f"hit-{work}.json").write_bytes(body)

    def nginx(self):
        port = free_port()
        return Peer("nginx", "nginx, passing on", False, port, self._nginx("plain", port))

    def nginx_cache(self):
        """nginx with the gateway's answers in its cache, which begins empty."""
        port = free_port()
        directory = self._directory("cache")
        shutil.rmtree(directory / "cache", ignore_errors=True)
        return Peer("nginx", "nginx, from its cache", True, port, self._nginx("cache", port))

    def lua(self):
        port = free_port()
        return Peer("lua", "nginx with Lua and cjson", True, port, self._nginx("lua", port))

    def envoy(self):
        port = free_port()
        directory = self._directory("envoy")
        file = self._fill("envoy.yaml", directory, PORT=port)
        command = [
            self.environment / "bin/envoy", "--config-path", file, "--concurrency", 1,
            "--disable-hot-restart", "--log-level", "error",
        ]
        return Peer("envoy", "Envoy, passing on", False, port, Server("envoy", command, PEER_CORE, directory))

    def fastapi(self):
        port = free_port()
        command = [
            self.environment / "bin/uvicorn", "fastapi_peer:app", "--app-dir", HERE / "peers",
            "--host", "127.0.0.1", "--port", port, "--workers", 1, "--loop", "uvloop", "--http", "httptools",
            "--no-access-log", "--log-level", "warning",
        ]
        environment = os.environ | {"UPSTREAM_PORT": str(self.upstream_port), "PYTHONDONTWRITEBYTECODE": "1"}
        server = Server("fastapi", command, PEER_CORE, self._directory("fastapi"), environment)
        return Peer("fastapi", "FastAPI with httpx", True, port, server)

    def gateway(self, executable):
        return self._gateway(executable, "gateway", "cx-gateway", lifetime="0s")

    def gateway_cache(self, executable):
        return self._gateway(executable, "gateway-cache", "cx-gateway, from its cache", lifetime="1h")

    def _gateway(self, executable, name, title, lifetime):
        port = free_port()
        directory = self._directory(name)
        file = self._fill("gateway.yaml", directory, PORT=port, ADMIN=free_port(), LIFETIME=lifetime)
        command = [pathlib.Path(executable).resolve(), "serve", "--config", file]
        return Peer("gateway", title, True, port, Server(name, command, PEER_CORE, directory))

    def _nginx(self, name, port, core=PEER_CORE):
        directory = self._directory(name)
        file = self._fill(f"nginx-{name}.conf", directory, PORT=port)
        command = ["nginx", "-p", "/usr/lib/nginx", "-e", "stderr", "-c", file, "-g", "daemon off;"]
        return Server(f"nginx ({name})", command, core, directory)

    def _directory(self, name):
        directory = self.directory / name
        directory.mkdir(parents=True, exist_ok=True)
        return directory

    def _fill(self, template, directory, **values):
        """Writes a configuration with its @NAME@s filled in."""
        values |= {
            "CONTACT_ID": records.CONTACT_ID, "DIRECTORY": directory, "PEERS": HERE / "peers",
            "UPSTREAM": self.upstream_port, "USER": getpass.getuser(),
        }
        text = (HERE / "peers" / template).read_text()
        for name, value in values.items():
            text = text.replace(f"@{name}@", str(value))
        file = directory / template
        file.write_text(text)
        return file
