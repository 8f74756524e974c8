"""A Chromium for the browser tests: the system's, else Debian's package, else Playwright's own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def executable() -> str | None:
    """Answer the path of the browser, or None where none is installed."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    return playwrights_own()


def playwrights_own() -> str | None:
    """Answer the path of the browser that Playwright downloaded, if it did."""
    home = Path.home()
    usual = [home / ".cache" / "ms-playwright", home / "Library" / "Caches" / "ms-playwright"]
    chosen = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    for cache in [Path(chosen)] if chosen else usual:
        for pattern in ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*/*/MacOS/*"):
            if found := sorted(cache.glob(pattern)):
                return str(found[-1])
    return None


def provide() -> None:
    """Install a browser if there is none. What fails here is named at the end of the tests."""
    if executable():
        return
    print("Installing Chromium for the browser tests (once)…", flush=True)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        quiet(["apt-get", "update"], env)
        quiet(["apt-get", "install", "-y", "--no-install-recommends", "chromium"], env)
    if not executable():
        quiet([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))


def quiet(argv: list[str], env: dict[str, str]) -> None:
    """Run an installer, and show what it said only if it failed."""
    done = subprocess.run(argv, env=env, check=False, capture_output=True, text=True)
    if done.returncode:
        print(f"{' '.join(argv)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}", flush=True)
