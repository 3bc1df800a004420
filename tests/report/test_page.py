"""A report as people open it: from disk, in a real browser, without a network."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_core_python
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from framing.analysis import read_voices
from framing.articles import read
from framing.report import samples
from framing.report.build import Report, build, find
from framing.report.pdf import print_pdf

AXE = Path(axe_core_python.__file__).parent / "axe.min.js"


class Opened:
    """A page in the browser, and everything that it asked for or complained of."""

    def __init__(self, page: Any, path: Path) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(path.absolute().as_uri())


@pytest.fixture(params=["light", "dark"])
def opened(request: pytest.FixtureRequest, browser: Any, compared: Report) -> Iterator[Opened]:
    context = browser.new_context(color_scheme=request.param, offline=True, accept_downloads=True)
    yield Opened(context.new_page(), compared.page)
    context.close()


@pytest.fixture(scope="module")
def soup(compared: Report) -> BeautifulSoup:
    return BeautifulSoup(compared.page.read_text(encoding="utf-8"), "html.parser")


def test_a_page_asks_for_nothing_but_itself_and_complains_of_nothing(opened: Opened, compared: Report) -> None:
    assert opened.requests == [compared.page.absolute().as_uri()]
    assert opened.complaints == []


def test_an_accessibility_check_finds_nothing(opened: Opened) -> None:
    opened.page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = opened.page.evaluate("axe.run().then(found => found.violations)")
    assert [(found["id"], [node["html"][:200] for node in found["nodes"]]) for found in violations] == []


def test_a_page_on_a_phone_does_not_scroll_sideways(opened: Opened) -> None:
    opened.page.set_viewport_size({"width": 360, "height": 740})
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_paper_follows_the_system_and_the_button(opened: Opened, request: pytest.FixtureRequest) -> None:
    def brightness() -> int:
        colour = opened.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        return sum(map(int, re.findall(r"\d+", colour)[:3]))

    dark = "dark" in request.node.name
    assert (brightness() < 380) == dark
    opened.page.click("#theme")
    assert (brightness() < 380) != dark


def test_filters_take_marks_away_and_out_of_the_tab_order(opened: Opened) -> None:
    page = opened.page
    page.locator(".filters summary").click()
    box = page.locator(".filters input[data-category]").first
    hidden = page.locator(f"mark[id].phrase[data-category='{box.get_attribute('data-category')}']")
    count, every = hidden.count(), page.locator("mark[id].phrase").count()
    assert 0 < count < every
    drawn = "marks => marks.map(mark => getComputedStyle(mark)).map(css => css.boxShadow + css.textDecorationLine)"
    assert "nonenone" not in hidden.evaluate_all(drawn)
    box.uncheck()
    assert set(hidden.evaluate_all(drawn)) == {"nonenone"}
    assert hidden.first.get_attribute("tabindex") == "-1"
    assert page.locator(".shown").inner_text() == f"{every - count} of {every} marks shown"
    page.locator(".filters fieldset:has(input[data-category])").get_by_text("None", exact=True).click()
    assert page.locator(".shown").inner_text() == f"0 of {every} marks shown"


def test_a_mark_says_why_on_hover_and_focus_until_escape(opened: Opened) -> None:
    mark = opened.page.locator("mark[id].phrase").first
    why = mark.locator(".why")
    assert not why.is_visible()
    mark.hover()
    assert why.is_visible()
    opened.page.keyboard.press("Escape")
    assert not why.is_visible()
    opened.page.mouse.move(0, 0)
    mark.focus()
    assert why.is_visible()


def test_a_table_sorts_by_the_column_that_is_pressed(opened: Opened) -> None:
    table = opened.page.locator("table:has(td.number)").first
    column = table.locator("thead th").evaluate_all("heads => heads.findIndex(head => head.matches('.number'))")
    cells = f"rows => rows.map(row => Number(row.cells[{column}].dataset.order))"
    for direction, reverse in (("ascending", False), ("descending", True)):
        table.locator("thead th").nth(column).locator("button").click()
        assert table.locator("thead th").nth(column).get_attribute("aria-sort") == direction
        values = table.locator("tbody tr").evaluate_all(cells)
        assert values == sorted(values, reverse=reverse)


def test_a_table_is_saved_as_csv(opened: Opened) -> None:
    with opened.page.expect_download() as waiting:
        opened.page.get_by_role("button", name="Save table 1 as CSV").click()
    lines = Path(waiting.value.path()).read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith('"account"')
    assert len(lines) == 1 + opened.page.locator("table").first.locator("tbody tr").count()


def test_code_is_shown_when_asked_for(opened: Opened) -> None:
    code = opened.page.locator("details.code pre").first
    assert not code.is_visible()
    opened.page.click("#code")
    assert code.is_visible()


def test_every_link_inside_leads_somewhere(soup: BeautifulSoup) -> None:
    ids = [element["id"] for element in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in soup.select("a[href^='#']")} <= set(ids)


def test_a_page_is_one_file_of_modest_size(compared: Report, soup: BeautifulSoup) -> None:
    assert compared.page.stat().st_size < 3_000_000
    assert not soup.select("script[src], link[href]:not([href^='data:']), img:not([src^='data:']), iframe")


def test_every_figure_has_a_caption_and_an_alternative_text(soup: BeautifulSoup) -> None:
    figures = soup.select("figure")
    assert len(figures) >= 4
    for figure in figures:
        assert figure.select_one("figcaption .caption") or figure.find_parent(class_="beside")
        assert figure.select_one("svg[role=img]")["aria-label"]


def test_only_the_pages_own_script_may_run(soup: BeautifulSoup) -> None:
    policy = soup.select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    script = soup.select_one("script").string
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy, f"the script in index.html.j2 is to be sha256-{digest}"


def test_without_text_no_run_of_eight_words_is_left(compared_without_text: Report) -> None:
    page = BeautifulSoup(compared_without_text.page.read_text(encoding="utf-8"), "html.parser")
    for cell in page.select("td, th"):
        cell.append(" § ")  # what stands in two cells does not stand together
    frames = [pd.read_csv(path, dtype=str) for path in sorted(compared_without_text.tables.glob("*.csv"))]
    cells = [str(cell) for frame in frames for cell in frame.to_numpy().ravel()]
    text = " ".join(re.findall(r"\w+|§", " § ".join([page.get_text(" "), *cells]))).lower()
    for article in read(samples.event()):
        document = read_voices(article).document
        words = [article.text[a:b] for a, b in zip(document.word_start, document.word_end, strict=True)]
        plain = [" ".join(re.findall(r"\w+", word)).lower() for word in words]
        runs = {" ".join(plain[n : n + 8]) for n in range(len(plain) - 7)}
        assert not [run for run in sorted(runs) if f" {run} " in text]


def test_a_pdf_is_printed(browser: Any, compared: Report) -> None:
    from pypdf import PdfReader

    pdf = PdfReader(print_pdf(compared.page))
    text = " ".join(page.extract_text() for page in pdf.pages)
    assert len(pdf.pages) <= MOST_PAGES["outlets-compared"]
    assert BeautifulSoup(compared.page.read_text(encoding="utf-8"), "html.parser").h1.get_text() in text
    assert "Chart 1." in text


FIRST = """() => {
  const top = (each) => each.getBoundingClientRect().top + scrollY;
  const boxes = [...document.querySelectorAll("main *")].filter((each) => {
    const style = getComputedStyle(each);
    return /auto|scroll/.test(style.overflowX + style.overflowY)
      && (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1);
  });
  const shown = [...document.querySelectorAll("main svg, main mark")].filter((each) => each.checkVisibility());
  return { first: Math.min(...shown.map(top)), finding: top(document.querySelector(".lead")), boxes: boxes.length };
}"""
#: Printed pages of the samples' reports: six accounts, and one.
MOST_PAGES = {"outlets-compared": 10, "one-article": 4}


@pytest.fixture(scope="module", params=sorted(MOST_PAGES))
def shown(request: pytest.FixtureRequest, compared: Report, tmp_path_factory: pytest.TempPathFactory) -> Report:
    if request.param == "outlets-compared":
        return compared
    return build(find(request.param), tmp_path_factory.mktemp("reports"))


@pytest.mark.parametrize(("width", "within"), [(1280, 900), (390, 1200)])
def test_the_first_chart_or_marked_text_is_near_the_top_and_nothing_scrolls_inside(
    browser: Any, shown: Report, width: int, within: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(shown.page.absolute().as_uri())
    measured = page.evaluate(FIRST)
    page.close()
    assert measured["first"] <= within
    assert measured["finding"] <= within / 2
    assert measured["boxes"] == 0


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_report_prints_on_few_pages(browser: Any, shown: Report, paper: str, tmp_path: Path) -> None:
    from pypdf import PdfReader

    page = browser.new_page()
    page.goto(shown.page.absolute().as_uri())
    page.pdf(path=str(tmp_path / "report.pdf"), format=paper)
    page.close()
    assert len(PdfReader(tmp_path / "report.pdf").pages) <= MOST_PAGES[shown.page.stem]


def test_a_long_table_shows_ten_rows_until_all_are_asked_for(opened: Opened) -> None:
    table = opened.page.locator(".table.long").first
    rows = table.locator("tbody tr")
    assert rows.nth(9).is_visible()
    assert not rows.nth(10).is_visible()
    table.locator(".all input").check()
    assert rows.nth(10).is_visible()


def test_a_table_is_searched_and_filtered_by_account(opened: Opened) -> None:
    table = opened.page.locator(".table.long:has(select)").first
    names = table.locator("select option").all_inner_texts()[1:]
    table.locator("select").select_option(names[-1])
    column = table.locator("thead th").evaluate_all("heads => heads.findIndex(head => head.dataset.name === 'account')")
    cells = f"rows => rows.filter(row => row.checkVisibility()).map(row => row.cells[{column}].textContent)"
    assert set(table.locator("tbody tr").evaluate_all(cells)) == {names[-1]}
    table.locator("input[type=search]").fill("no such words at all")
    assert table.locator("tbody tr").evaluate_all(cells) == []


def test_a_jump_unfolds_its_target_and_can_be_taken_back(opened: Opened) -> None:
    page = opened.page
    page.emulate_media(reduced_motion="reduce")
    assert not page.locator("#back").is_visible()
    link = page.locator(".contents a[href='#appendix']")
    link.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    link.click()
    assert page.locator("details.appendix[open]").count() == 1
    page.wait_for_function("scrollY > 1000")
    page.locator("#back").click()
    page.wait_for_function(f"scrollY === {before}")


@pytest.mark.parametrize("kind", ["SVG", "PNG"])
def test_a_chart_is_saved(opened: Opened, kind: str) -> None:
    figure = opened.page.locator("figure.picture").first
    figure.hover()
    with opened.page.expect_download() as waiting:
        figure.get_by_role("button", name=f"Save this chart as {kind}").click()
    saved = Path(waiting.value.path()).read_bytes()
    assert saved.startswith(b"<svg" if kind == "SVG" else b"\x89PNG")
    assert b"var(--" not in saved


def test_a_sentence_that_is_clicked_has_an_address(opened: Opened) -> None:
    opened.page.locator(".account p.body").first.click(position={"x": 4, "y": 8})
    opened.page.wait_for_function("location.hash.startsWith('#sentence-')")
