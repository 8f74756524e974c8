"""Pages in a real browser that watch themselves: an error in the console fails the test."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.infrastructure.chromium import executable

# What a window does for its person and not for the page: half the time of opening one went into
# the list below the address bar. Playwright's own names are repeated, since the last list counts.
WITHOUT = [
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
    *("AimEnabled", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay"),
    *("MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding"),
    *(
        "PreconnectToSearch",
        "AvoidUnnecessaryBeforeUnloadCheckSync",
        "DestroyProfileOnBrowserClose",
    ),
    *("AvoidCorsURLLoaderRestartOnRedirect", "ThirdPartyStoragePartitioning"),
]
# No traffic of the browser's own, and no sandbox, which root may not have.
OPTIONS = [
    f"--disable-features={','.join(WITHOUT)}",
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PATIENCE = 30_000  # milliseconds: on a busy machine a page comes late, and a test does not mind


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A running browser, one for the whole run."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=OPTIONS)
        yield browser
        browser.close()


class Window:
    """Opens pages for people, each with cookies of their own, and remembers what went wrong."""

    def __init__(self, chromium: Any, url: str) -> None:
        self.chromium = chromium
        self.url = url
        self.contexts: list[Any] = []
        self.wrong: list[str] = []

    def page_for(self, user: Any = None, *, expects: tuple[str, ...] = (), **options: Any) -> Any:
        """Open a page, signed in as `user` if there is one.

        `expects` are parts of console errors that belong to the test, such as "409 (Conflict)".
        `options` go to the browser: viewport, color_scheme, java_script_enabled…
        """
        context = self.chromium.new_context(base_url=self.url, **options)
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        if user:
            context.add_cookies([self._session(user)])
        page = context.new_page()
        page.on("pageerror", lambda error: self._note(str(error), expects))
        page.on("console", lambda message: self._hear(message, expects))
        page.on("response", self._see)
        return page

    def _session(self, user: Any) -> dict[str, str]:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        name = settings.SESSION_COOKIE_NAME
        return {"name": name, "value": client.cookies[name].value, "url": self.url}

    def _hear(self, message: Any, expects: tuple[str, ...]) -> None:
        if message.type == "error":
            self._note(message.text, expects)

    def _see(self, response: Any) -> None:
        if response.status >= 500:
            self._note(f"{response.status} from {response.url}", ())

    def _note(self, text: str, expects: tuple[str, ...]) -> None:
        if not any(part in text for part in expects):
            self.wrong.append(text)

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def window(chromium: Any, live_server: Any) -> Iterator[Window]:
    """Pages on the live server; whatever they complain about (CSP too) fails the test."""
    window = Window(chromium, live_server.url)
    yield window
    window.close()
    assert not window.wrong, "The browser complained: " + "; ".join(window.wrong)


@pytest.fixture
def page_for(window: Window) -> Any:
    """`page_for(user)` opens a page signed in as that person; `page_for()` is a stranger's."""
    return window.page_for
