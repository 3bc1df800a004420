"""Every notebook's report, built from the samples and opened without a network: it works, and all can read it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_core_python
import pytest

from framing.report.build import build, find, installed

AXE = Path(axe_core_python.__file__).parent / "axe.min.js"


@pytest.mark.parametrize("name", installed())
def test_it_asks_for_nothing_complains_of_nothing_and_is_accessible(name: str, browser: Any, tmp_path: Path) -> None:
    report = build(find(name), tmp_path)
    context = browser.new_context(offline=True)
    page = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(report.page.absolute().as_uri())
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate("axe.run().then(found => found.violations)")
    context.close()
    assert requests == [report.page.absolute().as_uri()]
    assert complaints == []
    assert [(found["id"], [node["html"][:200] for node in found["nodes"]]) for found in violations] == []
