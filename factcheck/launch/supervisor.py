"""Keeping the programs running: output under their names, restarts with patience, one end."""

import os
import selectors
import signal
import sys
import time
from collections.abc import Callable

from factcheck.launch.children import Child, Program

QUICK = 10.0  # seconds: a program that ends sooner has failed to start
TOO_OFTEN = 5  # quick deaths in a row
PATIENCE = 6.0  # seconds for the orderly end of everything


class Supervisor:
    """Runs the programs until a signal, or until one of them cannot be kept running."""

    def __init__(self, *, say: Callable[[str, str], None]) -> None:
        self.say = say
        self.children: list[Child] = []
        self.due: list[tuple[float, Program]] = []
        self.deaths: dict[str, int] = {}
        self.asked_to_end = 0
        self.selector = selectors.DefaultSelector()
        self._hear_signals()

    def _hear_signals(self) -> None:
        # A signal writes a byte into this pipe, so that waiting ends at once and no signal is lost.
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing)
        self.selector.register(reading, selectors.EVENT_READ, lambda: os.read(reading, 512))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._end)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def _end(self, *_: object) -> None:
        self.asked_to_end += 1

    def start(self, program: Program) -> Child:
        child = Child.start(program, time.monotonic())
        self.selector.register(child.output, selectors.EVENT_READ, lambda: self._relay(child))
        self.children.append(child)
        return child

    def turn(self, seconds: float = 1.0) -> None:
        """Wait for output, for the end of a program or for a signal, and deal with it."""
        for key, _ in self.selector.select(seconds):
            key.data()
        for child in [child for child in self.children if child.ended]:
            self._bury(child)
        now = time.monotonic()
        for entry in [entry for entry in self.due if entry[0] <= now]:
            self.due.remove(entry)
            self.start(entry[1])

    def run(self) -> int:
        """Keep everything running; answer the exit status when it has ended."""
        while not self.asked_to_end:
            self.turn()
            tired = [name for name, count in self.deaths.items() if count >= TOO_OFTEN]
            if tired:
                self.say("desk", f"{tired[0]} does not stay up; everything ends.")
                self.stop()
                return 1
        self.stop()
        return 0

    def stop(self) -> None:
        """End the programs in order: Valkey only when those that talk to it are gone."""
        self.due.clear()
        until = time.monotonic() + PATIENCE
        self._end_all([child for child in self.children if child.program.name != "valkey"], until)
        self._end_all(list(self.children), until + 1)

    def _end_all(self, children: list[Child], until: float) -> None:
        impatient = self.asked_to_end + 1  # a second Ctrl-C does not wait
        for child in children:
            child.send(signal.SIGTERM)
        while any(not child.ended for child in children):
            if time.monotonic() > until or self.asked_to_end >= impatient:
                break
            for key, _ in self.selector.select(0.2):
                key.data()
        for child in children:
            self._forget(child)

    def _bury(self, child: Child) -> None:
        name = child.program.name
        quick = time.monotonic() - child.started < QUICK
        self.deaths[name] = self.deaths.get(name, 0) + 1 if quick else 1
        self._forget(child)
        pause = 0.5 * 2 ** (self.deaths[name] - 1)
        self.say("desk", f"{name} ended ({ending(child)}); next start in {pause:g} s.")
        self.due.append((time.monotonic() + pause, child.program))

    def _forget(self, child: Child) -> None:
        child.sweep()
        self._relay(child)
        self._unhear(child)
        child.output.close()
        self.children.remove(child)

    def _unhear(self, child: Child) -> None:
        if child.output in self.selector.get_map():
            self.selector.unregister(child.output)

    def _relay(self, child: Child) -> None:
        chunk = child.output.read(65536)
        if chunk == b"":  # it closed its output: nothing more to hear
            self._unhear(child)
        *lines, child.tail = (child.tail + (chunk or b"")).split(b"\n")
        for line in lines:
            self.say(child.program.name, line.decode(errors="replace"))


def ending(child: Child) -> str:
    """Say how a program ended: its exit status, or the signal that killed it."""
    code = child.process.returncode
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"


def say(name: str, line: str) -> None:
    """Print one line of one program, under its name."""
    if line.strip():
        sys.stdout.write(f"{name:>7} | {line}\n")
        sys.stdout.flush()
