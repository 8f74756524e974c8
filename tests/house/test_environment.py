"""Every variable that the desk reads stands in the README."""

import ast
import re

from tests.house.source import ROOT, files, tree

OURS = re.compile(r"(FACTCHECK_\w+|DATABASE_URL|REDIS_URL)\Z")


def variables() -> set[str]:
    """Collect the names in the source that look like variables of ours."""
    return {
        node.value
        for path in [*files("factcheck", "annotations", "api", "frontend", "tests")]
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and OURS.match(node.value)
    }


def test_every_variable_stands_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in sorted(variables()) if name not in readme] == []


def test_the_settings_are_among_them():
    assert {"DATABASE_URL", "REDIS_URL", "FACTCHECK_SECRET_KEY"} <= variables()
