"""Foreign formats read as they are found in use, and written so that they read back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.lexicon import BadLexicon, load
from framing.lexicon.formats import FORMATS, convert, format_of

WORD = st.text("abcdefghijklmnopqrstuvwxyzéß", min_size=1, max_size=8)
TERM = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
CATEGORIES = st.dictionaries(WORD, st.lists(TERM, min_size=1, max_size=5, unique=True), min_size=1, max_size=4)


@pytest.mark.parametrize("ending", sorted(set(FORMATS) - {".txt", ".csv"}))
@given(categories=CATEGORIES)
def test_what_is_written_reads_back(ending: str, categories: dict[str, list[str]], tmp_path_factory) -> None:
    path = tmp_path_factory.mktemp("lists") / f"list{ending}"
    format_of(path).write(path, categories)
    back = format_of(path).read(path)
    assert {name: sorted(terms) for name, terms in back.items()} == {
        name: sorted(terms) for name, terms in categories.items()
    }


@given(categories=CATEGORIES)
def test_a_csv_keeps_every_term(categories: dict[str, list[str]], tmp_path_factory) -> None:
    path = tmp_path_factory.mktemp("lists") / "list.csv"
    format_of(path).write(path, categories)
    back = format_of(path).read(path)
    assert {t for terms in back.values() for t in terms} == {t for terms in categories.values() for t in terms}


def test_the_odd_lines_of_liwc_files(tmp_path: Path) -> None:
    path = tmp_path / "odd.dic"
    path.write_bytes(
        "\ufeff%\r\n1\tGood Things\r\n2 Bad\r\n%\r\n"
        "kind*\t1\r\nlike\t(02 134)125\t1\r\nof course  2\r\nthanks {a remark}\t1\r\n"
        "right\t<of>2/1\r\nlost\t9\r\n\r\nno number here\r\n".encode()
    )
    back = format_of(path).read(path)
    assert back["good things"][:2] == ["kind*", "like"]
    assert "thanks" in back["good things"]
    assert "of course" in back["bad"]
    assert "right" in back["good things"]
    assert back["category 9"] == ["lost"]


def test_a_term_of_a_dic_may_end_in_a_number_or_hold_brackets(tmp_path: Path) -> None:
    path = tmp_path / "odd.dic"
    path.write_text("%\n1\tplaces\n2\tsigns\n%\narea 51\t1\n(:\t2\n9/11 1\n", encoding="utf-8")
    assert format_of(path).read(path) == {"places": ["area 51", "9/11"], "signs": ["(:"]}


def test_words_that_yaml_takes_for_values_are_terms(tmp_path: Path) -> None:
    path = tmp_path / "list.yml"
    path.write_text("refusal: [no, off, never]\nnothing: [null, 1984]\nyes: [on]\n", encoding="utf-8")
    expected = {"refusal": ["no", "off", "never"], "nothing": ["null", "1984"], "yes": ["on"]}
    assert format_of(path).read(path) == expected


def test_a_plain_list_has_remarks_and_hashtags(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("# what this is\n#resist\nsham # a remark\n\nSham\n", encoding="utf-8")
    assert format_of(path).read(path) == {"list": ["#resist", "sham"]}


def test_no_term_runs_as_a_formula_in_a_spreadsheet(tmp_path: Path) -> None:
    source, target = tmp_path / "list.txt", tmp_path / "list.csv"
    source.write_text("=1+1\n+plus\n-minus\n@at\nplain\n", encoding="utf-8")
    convert(source, target)
    starts = [line[0] for line in target.read_text(encoding="utf-8").splitlines()[1:]]
    assert not set(starts) & set("=+-@")
    assert {entry.term for entry in load(target).entries} == {"=1+1", "+plus", "-minus", "@at", "plain"}


def test_nested_quanteda_categories_keep_their_names(tmp_path: Path) -> None:
    path = tmp_path / "nested.yml"
    path.write_text("tone:\n  good: [Kind, 'well done']\n  bad:\n    - grim\n", encoding="utf-8")
    assert format_of(path).read(path) == {"tone.good": ["kind", "well done"], "tone.bad": ["grim"]}


def test_yaml_aliases_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.yaml"
    nested = [f"c{n}: &c{n} [{', '.join([f'*c{n - 1}'] * 10)}]" for n in range(1, 12)]
    path.write_text("\n".join(["c0: &c0 [word]", *nested]), encoding="utf-8")
    with pytest.raises(BadLexicon, match="not plain YAML"):
        format_of(path).read(path)


def test_yaml_that_would_build_an_object_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "evil.yml"
    path.write_text("a: !!python/object/apply:os.getcwd []\n", encoding="utf-8")
    with pytest.raises(BadLexicon, match=r"evil\.yml"):
        format_of(path).read(path)


def test_an_unknown_ending_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(BadLexicon, match=r"\.dic"):
        convert(tmp_path / "list.docx", tmp_path / "list.csv")


def test_a_dic_without_a_header_says_so(tmp_path: Path) -> None:
    path = tmp_path / "list.dic"
    path.write_text("kind\t1\n", encoding="utf-8")
    with pytest.raises(BadLexicon, match="no categories"):
        format_of(path).read(path)
