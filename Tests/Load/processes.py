"""The programs that the scripts of this directory start, on free ports of this machine."""

import http.client
import json
import random
import socket
import subprocess
import threading
import time


class Sandbox:
    """`cx-gateway sandbox`, and what it lets scripts do behind the vendors' backs."""

    def __init__(self, program, directory, core=None):
        (self.port,) = free_ports(1)
        self.process = start(
            directory / "sandbox.log", program, "sandbox", "--listen", f"127.0.0.1:{self.port}", core=core)
        wait_for_port(self.port)

    def url(self, vendor):
        """Where a vendor's simulator is."""
        return f"http://127.0.0.1:{self.port}/{vendor}"

    def control(self, vendor, method, name, body=None):
        """`statistics`, `faults`, `limit`, `credentials` or `reset`; the answer's JSON, if it has some."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, f"/{vendor}/-/{name}", body=json.dumps(body) if body else None)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"the simulator answered {answer.status} to {name}: {content.decode()}")
        return json.loads(content) if content else None

    def stop(self):
        """Ends it."""
        stop(self.process)


class Gateway:
    """`cx-gateway serve` with a configuration of its own, to be ended and begun again. All those of one
    directory share a store on disk there."""

    def __init__(self, program, directory, configuration, name="gateway", core=None):
        self.program = program
        self.core = core
        self.log = directory / f"{name}.log"
        self.file = directory / f"{name}.yaml"
        self.port, admin = free_ports(2)
        server = {"listen": f"127.0.0.1:{self.port}", "admin": f"127.0.0.1:{admin}"}
        self.file.write_text(json.dumps({
            "store": {"kind": "sqlite", "path": str(directory / "gateway.db")},
            "log": {"access": False}} | configuration | {"server": server | configuration.get("server", {})}))
        self.process = None

    def start(self):
        """Begins it, and returns once it listens."""
        self.process = start(
            self.log, self.program, "serve", "--config", str(self.file), core=self.core)
        wait_for_port(self.port)

    def stop(self):
        """Ends it, if it runs."""
        if self.process is not None:
            stop(self.process)

    def set_credentials(self, connection, credentials):
        """Does what an operator does: new credentials, whether it runs or not."""
        subprocess.run(
            [self.program, "credentials", "set", connection, "--config", self.file],
            input=json.dumps(credentials), text=True, check=True, capture_output=True)

    def connect(self):
        """A connection to it, whose answers may take a while."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=70)


def start(log, *words, core=None):
    """Starts a program that writes to a log, held to one core if one is named."""
    if core is not None:
        words = ("taskset", "--cpu-list", core, *words)
    with open(log, "ab") as output:
        return subprocess.Popen(list(map(str, words)), stdout=output, stderr=output, start_new_session=True)


def stop(process):
    """Kills a process, if it runs."""
    if process.poll() is None:
        process.kill()
    process.wait()


# Below those that the kernel gives to connections: one that is tried before anybody listens could get the very
# port it is for, and be connected to itself.
PORTS = range(10_000, 32_000)
taken_ports = set()
taking_ports = threading.Lock()


def free_ports(count):
    """So many ports that nobody listens on, and that were given to nobody else here."""
    ports = []
    with taking_ports:
        while len(ports) < count:
            port = random.choice(PORTS)
            if port not in taken_ports and is_free(port):
                taken_ports.add(port)
                ports.append(port)
    return ports


def is_free(port):
    """Whether nobody listens there."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def wait_for_port(port):
    """Returns once something listens there."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.002)
    raise SystemExit(f"nothing listens on 127.0.0.1:{port}")
