"""The page to judge on, in a real browser without a network, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_core_python
import pytest

from framing.analysis import analyze
from framing.articles import Article
from framing.review import Sample, draw, read, rows_to_judge, write

AXE = Path(axe_core_python.__file__).parent / "axe.min.js"


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Any, folder: Path) -> Iterator[Any]:
    context = browser.new_context(
        color_scheme=request.param, offline=True, accept_downloads=True, viewport={"width": 390, "height": 844}
    )
    opened = context.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))
    address = (folder / "judge.html").absolute().as_uri()
    opened.goto(address)
    yield opened
    assert complaints == []
    assert [url for url in asked if not url.startswith(("blob:", address))] == []
    context.close()


def name(page: Any, coder: str) -> None:
    page.locator("#coder").fill(coder)
    page.keyboard.press("Enter")


def save(page: Any, folder: Path) -> Path:
    with page.expect_download() as download:
        page.keyboard.press("s")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def row(page: Any) -> int:
    return int(page.locator("#which").inner_text().split()[1])


def test_it_is_accessible_and_fits_a_phone(page: Any) -> None:
    name(page, "ann")
    page.keyboard.press("n")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate("axe.run().then(found => found.violations)")
    assert [(found["id"], [node["html"][:200] for node in found["nodes"]]) for found in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_sample_is_judged_by_keys_kept_saved_and_read(page: Any, folder: Path, sample: Sample) -> None:
    name(page, "ann")
    keys = ["y", "b", "n"]
    for number in range(len(sample.rows)):
        key = keys[number % 3]
        page.keyboard.press(key)
        if key == "n":
            page.keyboard.press("1")
    page.keyboard.press("m")
    page.keyboard.type("y and n are letters here")
    page.keyboard.press("Escape")
    page.reload()
    assert page.locator("#progress").inner_text() == f"{len(sample.rows)} of {len(sample.rows)} judged"
    path = save(page, folder)
    assert path.name == "judged-ann.csv"
    judged = read(folder)
    assert judged.problems == ()
    assert judged.judgements["row"].tolist() == list(range(1, len(sample.rows) + 1))
    values = {"y": 1.0, "b": 0.5, "n": 0.0}
    assert judged.judgements["value"].tolist() == [values[keys[n % 3]] for n in range(len(sample.rows))]
    assert judged.judgements.query("value == 0")["class"].ne("").all()
    assert judged.judgements["note"].iloc[-1] == "y and n are letters here"


def test_keys_go_back_and_next_and_find_what_is_left(page: Any, sample: Sample) -> None:
    name(page, "ann")
    page.keyboard.press("y")
    page.keyboard.press("ArrowRight")
    assert row(page) == 3
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert row(page) == 1
    page.keyboard.press("u")
    assert row(page) == 2


def test_nothing_is_judged_without_a_name_and_two_coders_stay_apart(page: Any, folder: Path) -> None:
    page.keyboard.press("y")
    assert "name" in page.locator("#status").inner_text()
    assert page.locator("#progress").inner_text().startswith("0 of")
    name(page, "ann")
    page.keyboard.press("y")
    name(page, "ben")
    assert page.locator("#progress").inner_text().startswith("0 of")
    page.keyboard.press("n")
    paths = {save(page, folder).name}
    name(page, "ann")
    paths.add(save(page, folder).name)
    assert paths == {"judged-ann.csv", "judged-ben.csv"}
    judged = read(folder).judgements
    assert judged[["coder", "value"]].to_numpy().tolist() == [["ann", 1.0], ["ben", 0.0]]


def test_a_saved_file_opens_again_and_another_sample_s_does_not(page: Any, folder: Path, tmp_path: Path) -> None:
    name(page, "ann")
    page.keyboard.press("y")
    page.keyboard.press("n")
    saved = save(page, tmp_path)
    page.evaluate("localStorage.clear()")
    page.reload()
    page.set_input_files("#open", saved)
    page.wait_for_function("document.getElementById('progress').textContent.startsWith('2 of')")
    other = tmp_path / "other.csv"
    other.write_text(saved.read_text(encoding="utf-8").replace(",1,", ",1,").replace("\n", "\nx", 2), encoding="utf-8")
    page.evaluate("localStorage.clear()")
    page.reload()
    page.set_input_files("#open", other)
    page.wait_for_function("document.getElementById('status').textContent.includes('another sample')")
    assert page.locator("#progress").inner_text().startswith("0 of")


def test_nothing_in_an_article_becomes_markup(browser: Any, tmp_path: Path) -> None:
    text = "The board said </script><script>document.title='broken'</script> <b>that</b> it was reckless & “mad”."
    given = [Article(id="<i>one</i>", text=text, outlet="</script>A", title="<!-- x")]
    tables = analyze(given)
    sample = draw(tables, given, ["phrases", "quotes"], rows=5, unmarked=5)
    write(sample, rows_to_judge(sample, given, tables["sentences"]), tmp_path / "review")
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((tmp_path / "review" / "judge.html").absolute().as_uri())
    assert page.title() != "broken"
    assert "</script>" in page.locator("#text").inner_text()
    assert "<i>one</i>" in page.locator("#about").inner_text()
    context.close()
