"""The project's own source, as the house tests read it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ["annotations", "api", "bench", "factcheck", "frontend", "tests"]
BUILT = {"node_modules", "__pycache__", "vendor"}


def files(*rooms: str, endings: tuple[str, ...] = (".py",)) -> Iterator[Path]:
    """Find the files of the rooms, without what was built or comes from others."""
    for room in rooms or ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in endings and not BUILT & set(path.parts):
                yield path


@cache
def tree(path: Path) -> ast.Module:
    """Parse one file of Python."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    """Write a path as people say it: from the top of the project."""
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Find what a file imports: line and dotted name."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"
