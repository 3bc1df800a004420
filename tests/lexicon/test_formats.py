"""Foreign formats read as they are found in use, and written so that they read back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.lexicon import BadLexicon, Entry, load
from framing.lexicon.formats import FORMATS, convert, format_of

WORD = st.text("abcdefghijklmnopqrstuvwxyzéß", min_size=1, max_size=8)
TERM = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
WEIGHT = st.integers(0, 1000).map(lambda n: n / 1000)
ENTRIES = st.lists(
    st.builds(Entry, TERM, WORD, WEIGHT, st.sampled_from(["", "strong", "a; b"])),
    min_size=1,
    max_size=8,
    unique_by=lambda entry: (entry.term, entry.category),
)
WRITTEN = [ending for ending, known in FORMATS.items() if known.write]


def read(path: Path) -> list[tuple[str, str, float]]:
    return [(entry.term, entry.category, entry.weight) for entry in format_of(path).read(path)]


def terms(path: Path) -> dict[str, list[str]]:
    by_category: dict[str, list[str]] = {}
    for term, category, _ in read(path):
        by_category.setdefault(category, []).append(term)
    return {category: list(dict.fromkeys(several)) for category, several in by_category.items()}


@pytest.mark.parametrize("ending", WRITTEN)
@given(entries=ENTRIES)
def test_what_is_written_reads_back(ending: str, entries: list[Entry], tmp_path_factory) -> None:
    folder = tmp_path_factory.mktemp("lists")
    source, target = folder / "from.csv", folder / f"list{ending}"
    source.write_text(FORMATS[".csv"].write(entries), encoding="utf-8")
    number, lost = convert(source, target)
    back = format_of(target).read(target)
    assert len(back) == number
    plurals = {"category": "categories", "weight": "weights", "note": "notes"}
    keeps = [name for name, plural in plurals.items() if plural not in FORMATS[ending].loses]
    expected = {(entry.term, *(getattr(entry, name) for name in keeps)) for entry in entries}
    assert {(entry.term, *(getattr(entry, name) for name in keeps)) for entry in back} == expected
    assert set(lost) <= {"categories", "weights", "notes"}
    assert ("weights" in lost) == ("weight" not in keeps and any(entry.weight != 1 for entry in entries))


#: Lists as they are published: the file's name, its text, and the entries that must come out.
PUBLISHED = {
    "scores": (
        "afinn.txt",
        "shoddy\t-4\nnot grand\t-1\nfair\t2\n",
        [("fair", "positive", 0.5), ("not grand", "negative", 0.25), ("shoddy", "negative", 1.0)],
    ),
    "scores within one": ("s.tsv", "# a remark\nshoddy\t0.5\nfair\t1\n", [("fair", "s", 1.0), ("shoddy", "s", 0.5)]),
    "labels with 0 or 1": (
        "nrc.txt",
        "shoddy\tjoy\t0\nshoddy\tfear\t1\nshoddy\tanger\t1\n",
        [("shoddy", "anger", 1.0), ("shoddy", "fear", 1.0)],
    ),
    "means and raters": (
        "vader.txt",
        "shoddy\t-2.0\t0.8\t[-1, -2, -3]\nfair\t1.0\t0.2\t[1, 1]\n",
        [("fair", "positive", 0.5), ("shoddy", "negative", 1.0)],
    ),
    "parts of speech and forms": (
        "ws.txt",
        "Plunder|NN\t-0.5\tPlunders,Plundern\n",
        [("plunder", "negative", 1.0), ("plundern", "negative", 1.0), ("plunders", "negative", 1.0)],
    ),
    "columns in capitals": ("a.csv", "Word,Sentiment\nshoddy,negative\n", [("shoddy", "negative", 1.0)]),
    "semicolons": ("a.csv", "term;category;weight\nshoddy;neg;0.4\n", [("shoddy", "neg", 0.4)]),
    "no category": ("mine.csv", "term,weight\nshoddy,0.4\n", [("shoddy", "mine", 0.4)]),
    "other columns": ("h.tsv", "id\tpos\tcategory\tlemma\tlevel\nE1\tn\tqas\tshoddy\tlow\n", [("shoddy", "qas", 1.0)]),
    "a column a category": (
        "l.dicx",
        "DicTerm,Kin,Toil\nmother,X,\nchore,X,X\n",
        [("chore", "kin", 1.0), ("chore", "toil", 1.0), ("mother", "kin", 1.0)],
    ),
    "WordStat": (
        "w.cat",
        "BAD\n\tSHODDY (1)\n\tWORSE\n\t\tNOT_GRAND* (1)\nGOOD\n\tFAIR (1)\n",
        [("fair", "good", 1.0), ("not grand*", "bad.worse", 1.0), ("shoddy", "bad", 1.0)],
    ),
    "Yoshikoder": (
        "y.ykd",
        '<dictionary><cnode name="d"><cnode name="Bad"><pnode name="shoddy"/></cnode></cnode></dictionary>',
        [("shoddy", "bad", 1.0)],
    ),
    "JSON by category": (
        "j.json",
        '{"bad": ["shoddy"], "good": {"calm": ["fair"]}}',
        [("fair", "good.calm", 1.0), ("shoddy", "bad", 1.0)],
    ),
    "JSON by term": ("j.json", '{"shoddy": -4, "fair": 2}', [("fair", "positive", 0.5), ("shoddy", "negative", 1.0)]),
    "JSON objects": ("j.json", '[{"Word": "shoddy", "Emotion": "fear"}]', [("shoddy", "fear", 1.0)]),
    "two categories": ("m.dic", "%\n1\tGood\n2\tWarm\n%\nfair\t1\t2\n", [("fair", "good", 1.0), ("fair", "warm", 1.0)]),
    "quoted phrases": ("q.dic", '%\n1\tBad\n%\n"fit for nothing"\t1\n', [("fit for nothing", "bad", 1.0)]),
    "quoted phrases in a list": ("q.txt", '"fit for nothing"\n; a remark\n', [("fit for nothing", "q", 1.0)]),
    "MPQA": (
        "m.txt",
        "type=weaksubj len=1 word1=shoddy pos1=adj stemmed1=n priorpolarity=negative\n",
        [("shoddy", "weaksubj", 1.0)],
    ),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_list_as_it_is_published(name: str, tmp_path: Path) -> None:
    file, text, expected = PUBLISHED[name]
    source, target = tmp_path / file, tmp_path / "out" / "list.csv"
    target.parent.mkdir()
    source.write_text(text, encoding="utf-8")
    assert convert(source, target)[0] == len(expected)
    assert read(target) == expected
    assert [(entry.term, entry.category, entry.weight) for entry in load(target).entries] == expected


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("a.txt", "shoddy\tbad\tvery\told\n", "line 1.*column names"),
        ("a.csv", "name,category\nshoddy,bad\n", "no column term"),
        ("a.csv", "term,category,weight\nshoddy,bad,much\n", "line 2: weight"),
        ("a.json", "{", "not readable JSON"),
        ("a.ykd", "<dictionary>", "not readable XML"),
        ("a.cat", "BAD\n", "no terms"),
    ],
)
def test_what_cannot_be_read_is_refused(file: str, text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(BadLexicon, match=told):
        convert(tmp_path / file, tmp_path / "out.tsv")


def test_a_list_is_not_converted_into_itself(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("term,category,weight,note\nshoddy,bad,0.5,\n", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to(path)
    for target in (path, tmp_path / "link.csv"):
        with pytest.raises(BadLexicon, match="another name"):
            convert(path, target)
    assert "0.5" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "line", [" " * 40_000, "<" * 40_000, "(" * 40_000, "{" * 40_000, "a 1/" * 10_000, "a" + " " * 40_000 + "1"]
)
def test_a_long_line_of_a_dic_takes_its_length_in_time(line: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.dic"
    path.write_text(f"%\n1\tbad\n%\nshoddy\t1\n{line}\n", encoding="utf-8")
    assert ("shoddy", "bad", 1.0) in read(path)


def test_the_odd_lines_of_liwc_files(tmp_path: Path) -> None:
    path = tmp_path / "odd.dic"
    path.write_bytes(
        "\ufeff%\r\n1\tGood Things\r\n2 Bad\r\n%\r\n"
        "kind*\t1\r\nlike\t(02 134)125\t1\r\nof course  2\r\nthanks {a remark}\t1\r\n"
        "right\t<of>2/1\r\nlost\t9\r\n\r\nno number here\r\n".encode()
    )
    back = terms(path)
    assert back["good things"][:2] == ["kind*", "like"]
    assert "thanks" in back["good things"]
    assert "of course" in back["bad"]
    assert "right" in back["good things"]
    assert back["category 9"] == ["lost"]


def test_a_term_of_a_dic_may_end_in_a_number_or_hold_brackets(tmp_path: Path) -> None:
    path = tmp_path / "odd.dic"
    path.write_text("%\n1\tplaces\n2\tsigns\n%\narea 51\t1\n(:\t2\n9/11 1\n", encoding="utf-8")
    assert terms(path) == {"places": ["area 51", "9/11"], "signs": ["(:"]}


def test_words_that_yaml_takes_for_values_are_terms(tmp_path: Path) -> None:
    path = tmp_path / "list.yml"
    path.write_text("refusal: [no, off, never]\nnothing: [null, 1984]\nyes: [on]\n", encoding="utf-8")
    expected = {"refusal": ["no", "off", "never"], "nothing": ["null", "1984"], "yes": ["on"]}
    assert terms(path) == expected


def test_a_plain_list_has_remarks_and_hashtags(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("# what this is\n#resist\nsham # a remark\n\nSham\n", encoding="utf-8")
    assert terms(path) == {"list": ["#resist", "sham"]}


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
    assert terms(path) == {"tone.good": ["kind", "well done"], "tone.bad": ["grim"]}


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
