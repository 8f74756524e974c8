"""One program of the desk: how it is started, and how it is ended with all that it started."""

import contextlib
import ctypes
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

PR_SET_PDEATHSIG = 1
# Loaded before any fork: between fork and exec nothing may be imported.
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass
class Program:
    """What to run; `keeps` are the open descriptors that it inherits."""

    name: str
    argv: list[str]
    env: dict[str, str]
    keeps: tuple[int, ...] = ()


@dataclass
class Child:
    """A program that runs, leading a process group of its own."""

    program: Program
    process: subprocess.Popen[bytes]
    output: io.FileIO
    started: float
    tail: bytes = b""

    @classmethod
    def start(cls, program: Program, now: float) -> "Child":
        process = subprocess.Popen(
            program.argv,
            env=program.env,
            bufsize=0,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=program.keeps,
            # Ctrl-C reaches the launcher alone, which then ends the others in order.
            process_group=0,
            preexec_fn=end_with(os.getpid()),  # noqa: PLW1509 - the launcher has one thread
        )
        output = cast("io.FileIO", process.stdout)
        os.set_blocking(output.fileno(), False)
        return cls(program, process, output, now)

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def send(self, number: signal.Signals) -> None:
        """Signal the program alone; it ends its own children in its own order."""
        self.process.send_signal(number)

    def sweep(self) -> None:
        """Kill whatever is left of its process group, the program included."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def end_with(parent: int) -> Callable[[], None] | None:
    """Ask Linux to end the child when the launcher dies, even by SIGKILL.

    Other systems have no such call: there the launcher's own orderly end has to do.
    """
    if LIBC is None:
        return None

    def ask() -> None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return ask
