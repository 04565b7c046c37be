"""Starting servers on one core, reading the processor time they took, and stopping them again."""

import ctypes
import pathlib
import socket
import subprocess
import time

libc = ctypes.CDLL(None, use_errno=True)


class Server:
    """A process, and those it starts, held to one core for as long as it is used in a `with` statement.

    What it says goes to `output.log` in its directory.
    """

    def __init__(self, name, command, core, directory, environment=None):
        self.name = name
        self.command = ["taskset", "--cpu-list", str(core), *map(str, command)]
        self.directory = pathlib.Path(directory)
        self.environment = environment
        self.process = None

    def __enter__(self):
        self.log = open(self.directory / "output.log", "wb")
        self.process = subprocess.Popen(
            self.command, cwd=self.directory, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=self.log, stderr=subprocess.STDOUT)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            for pid in reversed(self.pids()):
                subprocess.run(["kill", "-KILL", str(pid)], check=False)
            self.process.wait()
        self.log.close()

    def wait_for_port(self, port, seconds=15):
        """Returns once something accepts connections on the port."""
        deadline = time.monotonic() + seconds
        while True:
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.name} ended: {self.output()}")
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except ConnectionRefusedError:
                if time.monotonic() > deadline:
                    raise RuntimeError(f"{self.name} accepts no connections: {self.output()}") from None
                time.sleep(0.002)

    def output(self):
        """The end of what the process said."""
        return (self.directory / "output.log").read_text(errors="replace")[-2000:].strip()

    def pids(self):
        """The process and all its descendants, itself first."""
        return descendants(self.process.pid)

    def cpu_seconds(self):
        """The processor time that the process and its descendants have taken, all threads together."""
        return sum(cpu_seconds(pid) for pid in self.pids())

    def resident_kib(self):
        """The resident memory of the process and its descendants, in KiB."""
        return sum(resident_kib(pid) for pid in self.pids())


def descendants(pid):
    """The process and those it started, directly or not."""
    children = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    found = [pid]
    for process in found:
        found.extend(children.get(process, []))
    return found


def cpu_seconds(pid):
    """A process's own clock (clock_getcpuclockid(3)): user and system time of all its threads, those
    that ended included, to the nanosecond. /proc/PID/stat says the same in steps of 10 ms."""
    clock = ctypes.c_int()
    error = libc.clock_getcpuclockid(pid, ctypes.byref(clock))
    if error:
        raise ProcessLookupError(error, f"process {pid} has no clock")
    return time.clock_gettime(clock.value)


def resident_kib(pid):
    """VmRSS of a process."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def free_port():
    """A port of the loopback address that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
