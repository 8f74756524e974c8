from pathlib import Path

import pytest

from annotations.suggesting import choosing
from tests.annotations.suggesting.tiny import make

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"


@pytest.fixture
def acceptance_article():
    found = sorted(SEEDS.glob("*.txt"))
    if not found:
        pytest.skip("optional: the acceptance article is not part of the project")
    return found[0].read_text("utf-8").strip()


@pytest.fixture
def tiny(tmp_path):
    """The folder of a small model that works."""
    return make(tmp_path / "tiny")


@pytest.fixture
def choose(settings):
    """Set what scores, as if the desk had just started."""

    def choose(name):
        settings.SCORER = name
        choosing._chosen.cache_clear()
        return choosing.scorer()

    yield choose
    choosing._chosen.cache_clear()
