"""One scorer in a fresh process on one core: `python -m bench.alone desk` (or `rules`).

Prints JSON: seconds to load, sentences a second of processor time, and what it adds to the
process, in MB: proportional set after loading and after SENTENCES, and resident set at its peak.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import django

from bench import corpus
from bench.desk import pss

SENTENCES = 5_000
WARM = 200


def main() -> None:
    """Measure and print."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()
    print(json.dumps(measure(sys.argv[1])))


def measure(name: str) -> dict[str, float]:
    """Load the scorer, let it score, and return what that took."""
    sentences = corpus.sentences(SENTENCES)
    before, resident = pss(os.getpid()), _status("VmRSS")
    began = time.perf_counter()
    from annotations.suggesting import choosing, rules

    scorer = rules.Rules() if name == "rules" else choosing.scorer()
    scorer.score(sentences[:1])
    seconds, loaded = time.perf_counter() - began, pss(os.getpid())
    scorer.score(sentences[:WARM])
    began = time.process_time()
    scorer.score(sentences)
    used = time.process_time() - began
    return {
        "load_s": seconds,
        "per_second": len(sentences) / used,
        "loaded_mb": loaded - before,
        "scored_mb": pss(os.getpid()) - before,
        "peak_mb": _status("VmHWM") - resident,
    }


def _status(name: str) -> float:
    """Return a size of this process in MB, as the kernel names it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


if __name__ == "__main__":
    main()
