"""To and from annotation tools: Label Studio (JSON), doccano (JSON Lines), INCEpTION (UIMA CAS as JSON).

Label Studio counts code points, as Python does; doccano and UIMA count UTF-16 code units.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from framing.articles.article import Article
from framing.review.sampling import UNMARKED, Sample
from framing.review.sheet import ranges_of

CONTENT, SOURCE, CUE, PHRASE = "content", "source", "cue", "phrase"
LABELS = (CONTENT, SOURCE, CUE, PHRASE)
Range = tuple[int, int]


class BadExport(ValueError):
    """A file that is no export of the tool; says which file, what is wrong and what to do."""


class Span(NamedTuple):
    """A marked stretch of the text, with an identifier of its own in the document."""

    id: str
    label: str
    start: int
    end: int
    detail: str = ""


@dataclass
class Annotated:
    """An article with what a tool or a person marked in it; `links` lead from a content to its cue and its source."""

    id: str
    text: str
    spans: list[Span] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    coder: str = ""

    def attributions(self) -> list[dict[str, list[Range]]]:
        """The ranges of content, cue and source of each attribution; contents with one cue are parts of one."""
        place = {span.id: span for span in self.spans}
        linked: dict[str, list[Span]] = {}
        for start, end in self.links:
            if start in place and end in place:
                linked.setdefault(start, []).append(place[end])
        groups: dict[str, list[Span]] = {}
        for span in self.spans:
            if span.label == CONTENT:
                shared = next((other.id for other in linked.get(span.id, ()) if other.label in (CUE, CONTENT)), span.id)
                groups.setdefault(shared, []).append(span)
        found = []
        for parts in groups.values():
            others = {other for part in parts for other in linked.get(part.id, ())}
            ranges = {label: sorted((s.start, s.end) for s in others if s.label == label) for label in (CUE, SOURCE)}
            found.append({CONTENT: sorted((part.start, part.end) for part in parts), **ranges})
        return sorted(found, key=lambda each: each[CONTENT])

    def phrases(self) -> list[Span]:
        """The marked phrases, in text order."""
        return sorted((span for span in self.spans if span.label == PHRASE), key=lambda span: span[2:])


def annotated(tables: Mapping[str, pd.DataFrame], articles: Iterable[Article]) -> list[Annotated]:
    """The attributions, phrases and present frames of some tables, as annotations of their articles."""
    found = {article.id: Annotated(article.id, article.text) for article in articles}
    for number, row in enumerate(_rows(tables, "quotes", found)):
        kept, name = found[row["article"]], f"q{number}"
        for part, (start, end) in enumerate(ranges_of(row)):
            kept.spans.append(Span(f"{name}-{part}", CONTENT, start, end, str(row["kind"])))
        for label in (CUE, SOURCE):
            if pd.isna(row[f"{label}_start"]):
                continue
            place = (int(row[f"{label}_start"]), int(row[f"{label}_end"]))
            same = next((s.id for s in kept.spans if (s.label, s.start, s.end) == (SOURCE, *place)), None)
            target = same if label == SOURCE and same else f"{name}-{label}"
            if target != same:
                kept.spans.append(Span(target, label, *place))
            kept.links += [(f"{name}-{part}", target) for part in range(len(ranges_of(row)))]
        if pd.isna(row["cue_start"]):
            kept.links += [(f"{name}-{part}", f"{name}-0") for part in range(1, len(ranges_of(row)))]
    for number, row in enumerate(_rows(tables, "phrases", found)):
        span = Span(f"p{number}", PHRASE, int(row["start"]), int(row["end"]), str(row["category"]))
        found[row["article"]].spans.append(span)
    for row in _rows(tables, "frames", found):
        if not pd.isna(row["present"]) and row["present"]:
            found[row["article"]].frames.append(str(row["frame"]))
    return list(found.values())


def _rows(tables: Mapping[str, pd.DataFrame], table: str, known: Mapping[str, object]) -> list[dict[str, Any]]:
    if table not in tables:
        return []
    kept = tables[table][tables[table]["article"].isin(known)]
    return [{str(name): value for name, value in row.items()} for row in kept.to_dict("records")]


def _units(text: str) -> tuple[Callable[[int], int], Callable[[int], int]]:
    """Code points to UTF-16 code units, and back."""
    wide = [at for at, character in enumerate(text) if character > "\uffff"]
    wide_units = [at + number for number, at in enumerate(wide)]
    return lambda at: at + bisect_left(wide, at), lambda at: at - bisect_left(wide_units, at)


# Label Studio


def to_label_studio(documents: Sequence[Annotated]) -> dict[str, str]:
    """Tasks with predictions, and the labelling configuration of their project."""
    frames = sorted({frame for document in documents for frame in document.frames})
    choices = "".join(f'<Choice value="{frame}"/>' for frame in frames)
    labels = "".join(f'<Label value="{label}"/>' for label in LABELS)
    config = (
        f'<View><Labels name="label" toName="text">{labels}</Labels><Text name="text" value="$text"/>'
        + (f'<Choices name="frames" toName="text" choice="multiple">{choices}</Choices>' if frames else "")
        + "</View>\n"
    )
    tasks = []
    for document in documents:
        result: list[dict[str, Any]] = [
            {
                **{"id": span.id, "from_name": "label", "to_name": "text", "type": "labels"},
                "value": {"start": span.start, "end": span.end, "labels": [span.label], "text": _words(document, span)},
                "meta": {"text": [span.detail]},
            }
            for span in document.spans
        ]
        result += [{"type": "relation", "from_id": a, "to_id": b, "direction": "right"} for a, b in document.links]
        if document.frames:
            value = {"choices": document.frames}
            result.append({"id": "frames", "from_name": "frames", "to_name": "text", "type": "choices", "value": value})
        prediction = {"model_version": f"framing {version('framing')}", "result": result}
        tasks.append({"data": {"text": document.text, "article": document.id}, "predictions": [prediction]})
    return {"tasks.json": _json(tasks), "config.xml": config}


def from_label_studio(path: Path) -> Iterator[Annotated]:
    """What people annotated in a JSON export: a document for each annotation that was not cancelled."""
    for task in json.loads(path.read_text(encoding="utf-8")):
        for annotation in task["annotations"]:
            if annotation.get("was_cancelled"):
                continue
            given = annotation.get("completed_by", "")
            coder = str(given.get("email") or given.get("id") or "") if isinstance(given, dict) else str(given)
            document = Annotated(str(task["data"].get("article", task.get("id"))), task["data"]["text"], coder=coder)
            for item in annotation["result"]:
                value = item.get("value", {})
                if item["type"] == "relation":
                    document.links.append((item["from_id"], item["to_id"]))
                elif item["type"] == "labels":
                    detail = "".join(item.get("meta", {}).get("text", [])[:1])
                    ends = (int(value["start"]), int(value["end"]))
                    document.spans += [Span(item["id"], label, *ends, detail) for label in value["labels"]]
                elif item["type"] == "choices":
                    document.frames += value["choices"]
            yield document


# doccano


def to_doccano(documents: Sequence[Annotated]) -> dict[str, str]:
    """Spans and relations for a project of sequence labelling with relations, frames for one of text classification."""
    spans, frames = [], []
    for document in documents:
        unit, _ = _units(document.text)
        number = {span.id: at for at, span in enumerate(document.spans)}
        entities = [
            {"id": number[s.id], "label": s.label, "start_offset": unit(s.start), "end_offset": unit(s.end)}
            for s in document.spans
        ]
        relations = [
            {"id": at, "from_id": number[a], "to_id": number[b], "type": "link"}
            for at, (a, b) in enumerate(document.links)
        ]
        about = {"text": document.text, "article": document.id}
        spans.append({**about, "entities": entities, "relations": relations})
        frames.append({**about, "label": document.frames})
    return {"spans.jsonl": _lines(spans), "frames.jsonl": _lines(frames)}


def from_doccano(path: Path) -> Iterator[Annotated]:
    """What people annotated in a JSONL export, of spans (with relations or without) or of classes; CODER.jsonl."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        record = json.loads(line)
        text = record["text"] if "text" in record else record["data"]
        _, point = _units(text)
        document = Annotated(str(record.get("article", record.get("id"))), text, coder=path.stem)
        for entity in record.get("entities", ()):
            ends = (point(entity["start_offset"]), point(entity["end_offset"]))
            document.spans.append(Span(str(entity["id"]), entity["label"], *ends))
        document.links += [(str(r["from_id"]), str(r["to_id"])) for r in record.get("relations", ())]
        for number, label in enumerate(record.get("label", ())):
            if isinstance(label, str):
                document.frames.append(label)
            else:
                document.spans.append(Span(f"l{number}", label[2], point(label[0]), point(label[1])))
        yield document


# INCEpTION

_SPAN, _LINK, _DOCUMENT = (f"webanno.custom.Framing{name}" for name in ("Span", "Relation", "Document"))


def to_inception(documents: Sequence[Annotated]) -> dict[str, str]:
    """A UIMA CAS of each article as JSON, and the type system whose layers the project needs."""
    import cassis

    types = cassis.TypeSystem()
    span_type = types.create_type(_SPAN, "uima.tcas.Annotation")
    link_type = types.create_type(_LINK, "uima.tcas.Annotation")
    about_type = types.create_type(_DOCUMENT, "uima.cas.AnnotationBase")
    for owner, name, kind in (
        *((span_type, name, "uima.cas.String") for name in ("label", "detail")),
        *((link_type, name, span_type) for name in ("Governor", "Dependent")),
        *((about_type, name, "uima.cas.String") for name in ("article", "frame")),
    ):
        types.create_feature(owner, name, kind)
    files = {"TypeSystem.xml": types.to_xml()}
    for document in documents:
        cas = cassis.Cas(typesystem=types)
        cas.sofa_string, cas.sofa_mime = document.text, "text/plain"
        made = {s.id: span_type(begin=s.start, end=s.end, label=s.label, detail=s.detail) for s in document.spans}
        cas.add_all(list(made.values()))
        for first, last in document.links:
            end = made[last]
            cas.add(link_type(begin=end.begin, end=end.end, Governor=made[first], Dependent=end))
        cas.add_all([about_type(article=document.id, frame=frame) for frame in document.frames or [""]])
        name = re.sub(r"[^\w.-]+", "_", document.id)
        files[f"{name}.json"] = cas.to_json(pretty_print=True) + "\n"
    return files


def from_inception(path: Path) -> Iterator[Annotated]:
    """What people annotated in an exported CAS: DOCUMENT.json, or CODER.json in a folder named after the document."""
    import cassis

    if path.suffix == ".xmi":
        types = cassis.load_typesystem(path.with_name("TypeSystem.xml").read_bytes())
        cas = cassis.load_cas_from_xmi(path.read_bytes(), typesystem=types)
    else:
        cas = cassis.load_cas_from_json(path.read_text(encoding="utf-8"))
    about = cas.select(_DOCUMENT)
    document = Annotated(next((each.article for each in about), path.parent.name), cas.sofa_string or "")
    document.coder = "inception" if path.parent.suffix == "" else path.stem
    document.frames = [each.frame for each in about if each.frame]
    for span in cas.select(_SPAN):
        document.spans.append(Span(str(span.xmiID), span.label, span.begin, span.end, span.detail or ""))
    document.links = [(str(link.Governor.xmiID), str(link.Dependent.xmiID)) for link in cas.select(_LINK)]
    yield document


TOOLS: Mapping[str, tuple[Callable[[Sequence[Annotated]], dict[str, str]], Callable[[Path], Iterator[Annotated]]]] = {
    "label-studio": (to_label_studio, from_label_studio),
    "doccano": (to_doccano, from_doccano),
    "inception": (to_inception, from_inception),
}


def read_export(tool: str, paths: Iterable[Path]) -> list[Annotated]:
    """The documents of some exports, what several files hold of one article and coder put together."""
    merged: dict[tuple[str, str], Annotated] = {}
    for path in paths:
        try:
            for document in TOOLS[tool][1](path):
                kept = merged.setdefault((document.id, document.coder), document)
                if kept is not document:
                    if kept.text != document.text:
                        raise BadExport(f"{path}: the text of {document.id} differs from that of another export")
                    kept.spans += document.spans
                    kept.links += document.links
                    kept.frames += document.frames
        except BadExport:
            raise
        except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise BadExport(
                f"{path}: no export of {tool} ({type(error).__name__}: {error}); export it again"
            ) from error
    return list(merged.values())


def labelled(documents: Iterable[Annotated]) -> dict[str, str]:
    """The annotations as JSON Lines that `framing validate` and `framing frames fit` read, by file name."""
    files: dict[str, list[dict[str, Any]]] = {"polnear.jsonl": [], "ptc.jsonl": [], "frames.jsonl": []}
    for document in documents:
        about = {"id": document.id, "text": document.text}
        parts = [{"id": f"a{n}", **each} for n, each in enumerate(document.attributions())]
        spans = [{"start": s.start, "end": s.end, "label": "Loaded_Language"} for s in document.phrases()]
        article = {"article": document.id, "annotator": document.coder, "outlet": ""}
        files["polnear.jsonl"].append({**about, **article, "attributions": parts})
        files["ptc.jsonl"].append({**about, "spans": spans})
        files["frames.jsonl"].append({**about, "coder": document.coder, "frames": document.frames})
    kinds = {"polnear.jsonl": "attributions", "ptc.jsonl": "spans", "frames.jsonl": "frames"}
    return {name: _lines(records) for name, records in files.items() if any(r[kinds[name]] for r in records)}


def judgements(sample: Sample, documents: Sequence[Annotated]) -> pd.DataFrame:
    """A judged sheet: which drawn rows the annotations let stand, of articles and tables that the coder annotated."""
    rows = [{str(k): v for k, v in row.items()} for row in sample.rows.to_dict("records")]
    tables: dict[str, set[str]] = {}
    for document in documents:
        labels = {span.label for span in document.spans}
        named = {"quotes": CONTENT in labels, "phrases": PHRASE in labels, "frames": bool(document.frames)}
        tables.setdefault(document.coder, set()).update(table for table, is_there in named.items() if is_there)
    kept = [
        (sample.run, row["row"], row["table"], row["part"], document.id, "n" if wrong else "y", wrong, document.coder)
        for document in documents
        for row in rows
        if row["article"] == document.id and row["table"] in tables[document.coder]
        for wrong in [_wrong(row, document)]
    ]
    columns = ["run", "row", "table", "part", "article", "judgement", "class", "coder"]
    return pd.DataFrame(kept, columns=columns)


def _wrong(row: Mapping[str, Any], document: Annotated) -> str:
    """The class of the error that the annotations find in a row; empty if the row stands."""
    if row["table"] == "frames":
        there, unmarked = row["frame"] in document.frames, row["part"] == UNMARKED
        return "" if there != unmarked else "frame is used" if unmarked else "not this frame"
    is_phrase = row["table"] == "phrases"
    marked = [[(s.start, s.end)] for s in document.phrases()] if is_phrase else []
    attributions = document.attributions() if row["table"] == "quotes" else []
    marked += [each[CONTENT] for each in attributions]
    ranges = ranges_of(row)
    touching = any(a < end and start < b for each in marked for a, b in each for start, end in ranges)
    if row["part"] == UNMARKED:
        missed = "missed in own voice" if is_phrase else "missed paraphrase"
        return missed if touching else ""
    if ranges not in marked:
        return "wrong words" if touching else "not loaded" if is_phrase else "no attribution"
    if is_phrase:
        return ""
    place = [] if pd.isna(row["source_start"]) else [(int(row["source_start"]), int(row["source_end"]))]
    same = [each for each in attributions if each[CONTENT] == ranges]
    return "" if any(each[SOURCE] == place for each in same) else "wrong source"


def _words(document: Annotated, span: Span) -> str:
    return document.text[span.start : span.end]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _lines(records: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
