"""Programs that ask with a token, as people write them."""

import pytest

from tests.api.program import Program
from tests.cast import Newsroom, a_token


@pytest.fixture
def alice(newsroom: Newsroom) -> Program:
    """Alice's program; she contributes."""
    return Program(a_token(newsroom.alice))


@pytest.fixture
def bob(newsroom: Newsroom) -> Program:
    """Bob's program; he reviews."""
    return Program(a_token(newsroom.bob))


@pytest.fixture
def dana(newsroom: Newsroom) -> Program:
    """Dana's program; she publishes."""
    return Program(a_token(newsroom.dana))


@pytest.fixture
def victor(newsroom: Newsroom) -> Program:
    """Victor's program; he reads."""
    return Program(a_token(newsroom.victor))


@pytest.fixture
def mallory(newsroom: Newsroom) -> Program:
    """Mallory's program; she administers another team."""
    return Program(a_token(newsroom.mallory))


@pytest.fixture
def stranger(db: None) -> Program:
    """Somebody without a token."""
    return Program("")
