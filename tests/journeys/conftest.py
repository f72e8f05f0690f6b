"""Journeys: a real browser walks through a standing city as each of its users.

A clinic's day and its residents are walked by each run of the tests, the others with the proofs. The seven journeys of
the services (sitting, red pregnancy, premature child, unstable patient, contact of tuberculosis, renewal of a contract,
month-end) are each walked whole twice there: on a desk at 1280 pixels, and on a phone at 390.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys.city import ROOT, City, standing
from tests.journeys.window import Window

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync", "--lang=zh-CN"]
expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
EVERY_DAY = {"test_clinic.py", "test_residents.py"}  # walked by each run; all pages with the proofs


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            if item.path.name not in EVERY_DAY:
                item.add_marker(pytest.mark.proof)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium here: CHROMIUM names none and none is on the path")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=FLAGS, env={**os.environ, "LANGUAGE": "zh_CN"}
        )
        yield started
        started.close()


@pytest.fixture(scope="package")
def city(browser: Browser) -> Iterator[City]:
    with standing(ROOT / "var" / f"journeys-{os.environ.get('PYTEST_XDIST_WORKER', 'one')}") as made:
        yield made


@pytest.fixture(scope="package")
def sessions() -> dict[str, Any]:
    """Keep each user's session, so that a journey need not sign in to be somebody."""
    return {}


@pytest.fixture
def window(city: City, browser: Browser, sessions: dict[str, Any]) -> Iterator[Callable[..., Window]]:
    """Open a window: `window("village")`, `window("village", "phone")`, `window()` for a stranger."""
    opened: list[Window] = []

    def make(username: str = "", size: str = "desktop") -> Window:
        one = Window(city, browser, size, sessions.get(username))
        opened.append(one)
        if username and username not in sessions:
            one.sign_in(username)
            sessions[username] = one.context.storage_state()
        return one

    yield make
    troubles = [trouble for one in opened for trouble in one.close()]
    assert troubles == []
