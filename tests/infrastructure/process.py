"""A program that the tests may start, stop and kill, with all that it started."""

import contextlib
import os
import signal
import subprocess
from pathlib import Path

from factcheck.launch.children import end_with


class Process:
    """Runs one command line; what it prints goes into its log."""

    def __init__(self, argv: list[str], env: dict[str, str], log: Path) -> None:
        self.argv = argv
        self.env = env
        self.log = log
        self.popen: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        return self.popen is not None and self.popen.poll() is None

    def start(self) -> None:
        """Start it, unless it runs."""
        if self.running:
            return
        with self.log.open("ab") as log:
            self.popen = subprocess.Popen(
                self.argv,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,
                preexec_fn=end_with(os.getpid()),  # noqa: PLW1509 - started by the tests' main thread
            )

    def stop(self, patience: float = 8.0) -> None:
        """Ask it to end, and kill it when it does not; seconds of patience."""
        if self.popen and self.running:
            self.popen.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.popen.wait(patience)
        self.kill()

    def kill(self) -> None:
        """End it and its children as a power cut would."""
        if self.popen:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.popen.pid, signal.SIGKILL)
            self.popen.wait()
        self.popen = None
