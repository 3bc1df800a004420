"""JupyterLab itself: a notebook opened and run in it shows results as they are meant to be seen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

#: Seconds that the server and the kernel may take to start on a busy machine.
PATIENCE = 90

ARTICLE = """
from framing.analysis import analyze
from framing.articles import Article

analyze([Article("a", "A historic toll\\n\\nThe council met. “It is a disgrace,” said Ada Quill.")])
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab of our own, with one notebook in it."""
    root = tmp_path_factory.mktemp("lab")
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=[new_code_cell(ARTICLE.strip(), id="a")], metadata=kernel), root / "try.ipynb")
    places = {name: str(root / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.port=0"]
    command += [f"--ServerApp.root_dir={root}", "--IdentityProvider.token=ours", "--LabApp.news_url="]
    with subprocess.Popen(
        command, env={**os.environ, **places}, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        deadline = time.monotonic() + PATIENCE
        runtime = Path(places["JUPYTER_RUNTIME_DIR"])
        while not (known := list(runtime.glob("jpserver-*.json"))):
            assert server.poll() is None, "JupyterLab did not start"
            assert time.monotonic() < deadline, "JupyterLab took too long to start"
            time.sleep(0.2)
        manifest = json.loads(known[0].read_text(encoding="utf-8"))
        yield f"{manifest['url']}lab/tree/try.ipynb?token=ours"
        server.terminate()


def test_a_notebook_run_in_jupyterlab_shows_the_marked_article(browser: Any, lab: str) -> None:
    page = browser.new_page()
    page.goto(lab)
    page.get_by_text("| Idle").wait_for(timeout=1000 * PATIENCE)
    page.locator(".jp-Notebook .jp-Cell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    mark = page.locator(".jp-OutputArea .framing mark[id]").first
    mark.wait_for(timeout=1000 * PATIENCE)
    mark.hover()
    assert mark.locator(".why").is_visible()
    assert mark.evaluate("mark => getComputedStyle(mark).cursor") == "help"
    page.close()
