"""Print a report to PDF with an installed browser."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

#: Names of browsers that print without a window.
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge", "msedge")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
#: Names a browser in another place.
VARIABLE = "FRAMING_BROWSER"
#: Maximum seconds for printing.
PATIENCE = 120


class NoBrowser(Exception):
    """No browser was found, or it did not print."""


def browser() -> str | None:
    """The path of a browser that can print without a window; None if there is none."""
    named = os.environ.get(VARIABLE)
    if named:
        return named
    installed = (shutil.which(name) for name in NAMES)
    return next((path for path in (*installed, *PLACES) if path and Path(path).is_file()), None)


def print_pdf(page: Path) -> Path:
    """Print the report to a PDF of the same name beside it."""
    program = browser()
    if program is None:
        raise NoBrowser(
            "no PDF: no browser to print it with. Install Chromium, Chrome or Edge, name one in "
            f"{VARIABLE}, or open {page} and print it"
        )
    pdf = page.with_suffix(".pdf")
    command = [program, "--headless", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={pdf.absolute()}"]
    # As root, Chromium refuses to start in its sandbox; our page loads nothing.
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--no-sandbox")
    try:
        run = subprocess.run(
            [*command, page.absolute().as_uri()], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoBrowser(f"no PDF: {program} did not print {page} ({error})") from error
    if run.returncode or not pdf.is_file():
        raise NoBrowser(f"no PDF: {program} did not print {page}: {run.stderr.strip()[-300:]}")
    return pdf
