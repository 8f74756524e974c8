"""The style sheets, scripts and pictures, found once for all tests instead of once for each."""

import pytest
from whitenoise.middleware import WhiteNoiseMiddleware


def find_once(patch: pytest.MonkeyPatch) -> None:
    """Let every test client and live server after the first take the list that the first made.

    WhiteNoise lists two hundred files at each start, which is right for a server that starts once
    and a third of the time of a test that asks for one page.
    """
    look = WhiteNoiseMiddleware.add_files_from_finders
    found: dict[str, object] = {}

    def take(served: WhiteNoiseMiddleware) -> None:
        if not found:
            look(served)
            found.update(served.files)
        served.files.update(found)

    patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", take)
