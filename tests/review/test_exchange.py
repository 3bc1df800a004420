"""What goes to an annotation tool comes back the same, as the tool's own library reads it where there is one."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from framing.analysis import Analysis, analyze
from framing.articles import Article
from framing.measures.frames.fitting import read_coded
from framing.review import Sample, read, score
from framing.review.exchange import (
    TOOLS,
    Annotated,
    BadExport,
    Span,
    annotated,
    judgements,
    labelled,
    read_export,
)
from framing.tables import csv_bytes

WIDE = Article(
    id="wide", outlet="Gull", text="🌊🌊 “We are outraged 😡,” said the harbour master, “and we will sue.” Boats left."
)


def documents(analysis: Analysis, articles: Sequence[Article]) -> list[Annotated]:
    wide = analyze([WIDE])
    made = annotated(analysis, articles) + annotated(wide, [WIDE])
    assert any(len(each["content"]) > 1 or each["source"] for each in made[-1].attributions())
    return made


def exported(tool: str, given: Sequence[Annotated], folder: Path) -> list[Path]:
    """The files of an export in which somebody accepted every pre-annotation."""
    files: Mapping[str, str] = TOOLS[tool][0](given)
    if tool == "label-studio":
        tasks = json.loads(files["tasks.json"])
        for number, task in enumerate(tasks):
            task |= {"id": number, "annotations": [{"id": 1, "completed_by": 7, **task.pop("predictions")[0]}]}
        files = {"export.json": json.dumps(tasks)}
    paths = []
    for name, text in files.items():
        inner = folder / name.partition(".")[0] / "ann.jsonl" if tool == "doccano" else folder / name
        inner.parent.mkdir(parents=True, exist_ok=True)
        inner.write_text(text, encoding="utf-8")
        paths += [] if name.endswith(".xml") else [inner]
    return paths


@pytest.mark.parametrize("tool", TOOLS)
def test_annotations_come_back_as_they_went(
    tool: str, analysis: Analysis, articles: list[Article], tmp_path: Path
) -> None:
    if tool == "inception":
        pytest.importorskip("cassis")
    given = documents(analysis, articles)
    back = {document.id: document for document in read_export(tool, exported(tool, given, tmp_path))}
    for document in given:
        other = back[document.id]
        assert other.text == document.text
        assert other.attributions() == document.attributions()
        assert other.phrases() == document.phrases()
        assert sorted(other.frames) == sorted(document.frames)


def test_label_studio_s_own_library_accepts_tasks_and_predictions(analysis: Analysis, articles: list[Article]) -> None:
    interface = pytest.importorskip("label_studio_sdk.label_interface", reason="label-studio-sdk is not installed")
    files = TOOLS["label-studio"][0](documents(analysis, articles))
    config = interface.LabelInterface(files["config.xml"])
    config.validate()
    for task in json.loads(files["tasks.json"]):
        assert config.validate_prediction(task["predictions"][0], return_errors=True) == []
        for item in task["predictions"][0]["result"]:
            if item["type"] == "labels":
                value = item["value"]
                assert task["data"]["text"][value["start"] : value["end"]] == value["text"]


def test_doccano_counts_utf_16_code_units(analysis: Analysis, articles: list[Article]) -> None:
    given = documents(analysis, articles)
    for line, document in zip(TOOLS["doccano"][0](given)["spans.jsonl"].splitlines(), given, strict=True):
        record = json.loads(line)
        units = record["text"].encode("utf-16-le")
        for entity, span in zip(record["entities"], document.spans, strict=True):
            cut = units[2 * entity["start_offset"] : 2 * entity["end_offset"]].decode("utf-16-le")
            assert cut == document.text[span.start : span.end]
        assert {r[end] for r in record["relations"] for end in ("from_id", "to_id")} <= {
            entity["id"] for entity in record["entities"]
        }


def test_doccano_s_older_and_simpler_exports_are_read(tmp_path: Path) -> None:
    """Spans as triples, and the text under `data`, as projects without relations export them."""
    path = tmp_path / "ann.jsonl"
    path.write_text('{"id": 3, "data": "🌊 reckless plan", "label": [[3, 11, "phrase"]]}\n', encoding="utf-8")
    (document,) = read_export("doccano", [path])
    assert [document.text[start:end] for start, end in document.phrases()] == ["reckless"]
    assert (document.id, document.coder) == ("3", "ann")


def test_cassis_reads_each_cas_with_the_words_it_marks(analysis: Analysis, articles: list[Article]) -> None:
    cassis = pytest.importorskip("cassis", reason="dkpro-cassis is not installed")
    files = TOOLS["inception"][0](documents(analysis, articles))
    cassis.load_typesystem(files.pop("TypeSystem.xml"))
    cas = cassis.load_cas_from_json(files["wide.json"])
    assert cas.sofa_string == WIDE.text
    words = {(span.label, span.get_covered_text()) for span in cas.select("webanno.custom.FramingSpan")}
    assert ("source", "the harbour master") in words


def test_accepted_annotations_judge_every_row_right(
    sample: Sample, analysis: Analysis, articles: list[Article], folder: Path
) -> None:
    (folder / "judged.csv").write_bytes(csv_bytes(judgements(sample, annotated(analysis, articles))))
    judged = read(folder)
    assert judged.problems == ()
    assert len(judged.judgements) == len(sample.rows)
    assert score(judged)["precision"]["precision"].eq(1).all()


def test_what_an_annotator_changes_is_judged_wrong_by_class(
    sample: Sample, analysis: Analysis, articles: list[Article]
) -> None:
    made = annotated(analysis, articles)
    taken = [replace(document, spans=[s for s in document.spans if s.label != "phrase"]) for document in made]
    # One phrase is left somewhere, so that phrases count as annotated.
    taken.append(Annotated("elsewhere", "mad", [Span("x", "phrase", 0, 3)]))
    sheet = judgements(sample, taken)
    rows = sheet[(sheet["table"] == "phrases") & (sheet["part"] == "found")]
    assert rows["class"].eq("not loaded").all()
    shorter = [
        replace(d, spans=[s._replace(end=s.end - 1) if s.label == "content" else s for s in d.spans]) for d in made
    ]
    sheet = judgements(sample, shorter)
    assert sheet[(sheet["table"] == "quotes") & (sheet["part"] == "found")]["class"].eq("wrong words").all()
    unsourced = [replace(d, spans=[s for s in d.spans if s.label != "source"]) for d in made]
    sheet = judgements(sample, unsourced)
    assert "wrong source" in set(sheet.loc[sheet["table"] == "quotes", "class"])
    everything = [replace(d, spans=[*d.spans, Span("all", "phrase", 0, len(d.text))]) for d in made]
    sheet = judgements(sample, everything)
    assert sheet[(sheet["table"] == "phrases") & (sheet["part"] == "unmarked")]["judgement"].eq("n").all()


def test_labelled_data_is_read_by_frames_fit_and_in_the_form_of_validate(
    analysis: Analysis, articles: list[Article], tmp_path: Path
) -> None:
    made = documents(analysis, articles)
    made[0].frames = ["Economic"]
    files = labelled(made)
    (tmp_path / "frames.jsonl").write_text(files["frames.jsonl"], encoding="utf-8")
    coded = read_coded(tmp_path / "frames.jsonl")
    assert coded[0].frames == {"Economic"}
    for line, document in zip(files["polnear.jsonl"].splitlines(), made, strict=True):
        record = json.loads(line)
        assert record["text"] == document.text
        assert len(record["attributions"]) == len(document.attributions())
        for each in record["attributions"]:
            words = "".join(record["text"][start:end] for start, end in each["content"])
            assert each["kind"] == ("direct" if words[0] == "“" else "mixed" if "“" in words else "indirect")
    for line in files["ptc.jsonl"].splitlines():
        record = json.loads(line)
        assert all(0 <= span["start"] < span["end"] <= len(record["text"]) for span in record["spans"])


def test_a_broken_export_is_named(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    for broken in ("", "[{}]", "{", '[{"annotations": [{"result": [{"type": "labels"}]}], "data": {"text": ""}}]'):
        path.write_text(broken, encoding="utf-8")
        with pytest.raises(BadExport, match=r"export\.json: no export of label-studio"):
            read_export("label-studio", [path])


def test_an_archive_is_no_export(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("a.json", "[]")
    with pytest.raises(BadExport, match=r"export\.zip"):
        read_export("doccano", [tmp_path / "export.zip"])
