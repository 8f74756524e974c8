"""`python -m factcheck.launch [--host HOST] [--port PORT]`: start the desk, end it with Ctrl-C."""

import argparse
import os
import subprocess
import sys

from factcheck.launch import programs
from factcheck.launch.places import ROOT, CannotStart, claim_folder, listen
from factcheck.launch.supervisor import Supervisor, say
from factcheck.launch.visit import FirstVisit

LOOPBACK = {"127.0.0.1", "localhost", "::1"}  # elsewhere the demo's known password is no password
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - only compared


def arguments() -> argparse.Namespace:
    """Read where the desk is to answer."""
    parser = argparse.ArgumentParser(prog="make run", description="Start the desk.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    return parser.parse_args()


def run(host: str, port: int) -> int:
    """Start everything and stay until the end; answers the exit status."""
    os.chdir(ROOT)
    with claim_folder(), listen(host, port) as listener:
        near = EVERYWHERE.get(host, host)
        shown = f"[{near}]" if ":" in near else near
        base_url = f"http://{shown}:{port}"
        redis_url, bundled = programs.choose_redis()
        env = programs.environment(base_url, redis_url, shown)
        desk = Supervisor(say=say)
        if bundled:
            desk.start(programs.valkey(bundled, env))
        if subprocess.run(programs.prepare(demo=host in LOOPBACK), env=env, check=False).returncode:
            desk.stop()
            return 0 if desk.asked_to_end else complain("The database could not be prepared.")
        if not desk.asked_to_end:
            listener.set_inheritable(True)
            desk.start(programs.web(listener.fileno(), env))
            desk.start(programs.worker(env))
            FirstVisit((near, port), desk.selector, lambda: welcome(base_url))
        return desk.run()


def welcome(base_url: str) -> None:
    """Say where to look."""
    print(f"\nFactcheck is ready at {base_url}  (Ctrl-C ends it)\n", flush=True)


def complain(sentence: str) -> int:
    """Print the sentence where errors belong; answers the exit status."""
    print(sentence, file=sys.stderr)
    return 1


def main() -> int:
    """Start the desk, or say in one sentence why not."""
    given = arguments()
    try:
        return run(given.host, given.port)
    except CannotStart as error:
        return complain(str(error))


if __name__ == "__main__":
    sys.exit(main())
