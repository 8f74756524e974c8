"""The rules of the house that can be read from its source."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.source import files, imports, name, tree

WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "asave",
    "acreate",
    "aupdate",
    "adelete",
}
NOT_A_MODEL = {"session", "cache", "context", "parts", "counts", "headers", "query"}
HOLLOW = {
    "helper",
    "helpers",
    "util",
    "utils",
    "service",
    "services",
    "common",
    "manager",
    "handler",
}


def written_to(call: ast.Call) -> str:
    """Answer the first word of what a method is called on: `self` in `self.object.save()`."""
    assert isinstance(call.func, ast.Attribute)
    words = re.findall(r"\w+", ast.unparse(call.func.value))
    return words[-1] if words else ""


def writes(path: Path) -> list[str]:
    """Find calls that would change a row."""
    return [
        f"{name(path)}:{node.lineno}: {ast.unparse(node.func)}"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and written_to(node) not in NOT_A_MODEL
    ]


def test_faces_write_only_through_actions():
    # The answers kept for a repeated request are the API's own rows, not the newsroom's.
    faces = [path for path in files("api", "frontend") if name(path) != "api/idempotency.py"]
    assert [line for path in faces for line in writes(path)] == []


def test_a_write_in_a_face_would_be_found(tmp_path, monkeypatch):
    face = tmp_path / "views.py"
    face.write_text("def view(claim):\n    claim.save()\n    Claim.objects.create()\n")
    monkeypatch.setattr("tests.house.test_rules.name", str)
    assert len(writes(face)) == 2


def test_nothing_listens_to_signals():
    signals = ("django.db.models.signals", "django.dispatch", "django.core.signals")
    rooms = files("annotations", "api", "frontend", "factcheck")
    found = [
        f"{name(path)}:{line}: {what}"
        for path in rooms
        for line, what in imports(path)
        if what.startswith(signals)
    ]
    assert found == []


@pytest.mark.parametrize("ground", ["models", "text", "errors.py"])
def test_the_ground_floors_know_no_rule(ground):
    above = ("workflow", "conditions", "actions", "tasks", "jobs")
    rules = tuple(f"annotations.{room}" for room in above)
    found = [
        f"{name(path)}:{line}: {what}"
        for path in files("annotations")
        if name(path).startswith(f"annotations/{ground}")
        for line, what in imports(path)
        if what.startswith(rules)
    ]
    assert found == []


def test_nothing_is_left_for_later():
    later = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
    found = [
        f"{name(path)}:{number}: {line.strip()}"
        for path in files(endings=(".py", ".js", ".css", ".html"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if later.search(line)
    ]
    assert found == []


def test_files_stay_short_enough_to_read():
    found = [
        f"{name(path)}: {lines} lines"
        for path in files()
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines()))
        > (400 if name(path).startswith("tests/") else 250)
    ]
    assert found == []


def test_no_file_has_a_hollow_name():
    found = [name(path) for path in files() if HOLLOW & set(re.split(r"[_./]", name(path)))]
    assert found == []


def test_unescaped_text_gives_its_reason_on_the_line():
    raw = re.compile(r"mark_safe\(|\|\s*safe\b|SafeString\(|autoescape off")
    found = [
        f"{name(path)}:{number}: {line.strip()}"
        for path in files("annotations", "api", "frontend", endings=(".py", ".html"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if raw.search(line) and "#" not in line.replace("{#", "#")
    ]
    assert found == []
