"""What holds for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import sync_playwright

from framing.report import pdf

# How long an example takes is the machine's business: no test asserts a time.
settings.register_profile("framing", deadline=None)
settings.load_profile("framing")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real browser without a window and without a network."""
    program = pdf.browser()
    if program is None:
        pytest.skip("no browser found: install Chromium, or name one in FRAMING_BROWSER")
    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield launched
        launched.close()
