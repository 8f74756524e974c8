from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"


@pytest.fixture
def acceptance_article():
    found = sorted(SEEDS.glob("*.txt"))
    if not found:
        pytest.skip("optional: the acceptance article is not part of the project")
    return found[0].read_text("utf-8").strip()
