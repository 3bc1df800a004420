"""To and from annotation tools: Label Studio (JSON), doccano (JSON Lines), INCEpTION (UIMA CAS as JSON).

Label Studio counts code points, as Python does; doccano and UIMA count UTF-16 code units.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from framing.articles.article import Article
from framing.review.sampling import UNMARKED, Sample
from framing.review.sheet import ranges_of
from framing.text.batch import cut

CONTENT, SOURCE, CUE, PHRASE = LABELS = ("content", "source", "cue", "phrase")
Range = tuple[int, int]


class BadExport(ValueError):
    """A file is not an export of the tool; the message says what to do."""


class Span(NamedTuple):
    """A marked range of the text, with an identifier unique in its document."""

    id: str
    label: str
    start: int
    end: int


@dataclass
class Annotated:
    """An article with a tool's or a person's marks; `links` lead from a content to its cue and source."""

    id: str
    text: str
    spans: list[Span] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    coder: str = ""

    def attributions(self) -> list[dict[str, list[Range]]]:
        """The ranges of content, cue and source of each attribution; contents that share a cue are its parts."""
        spans = {span.id: span for span in self.spans}
        linked: dict[str, list[Span]] = defaultdict(list)
        groups: dict[str, list[Span]] = defaultdict(list)
        for first, last in self.links:
            if first in spans and last in spans:
                linked[first].append(spans[last])
        for span in self.spans:
            if span.label == CONTENT:
                cue = next((each.id for each in linked[span.id] if each.label != SOURCE), span.id)
                groups[cue] += [span, *linked[span.id]]
        attributions = [{label: _ranges(parts, label) for label in LABELS[:3]} for parts in groups.values()]
        return sorted(attributions, key=lambda each: each[CONTENT])

    def phrases(self) -> list[Range]:
        """The ranges of the marked phrases, in text order."""
        return _ranges(self.spans, PHRASE)

    def mark(self, id: str, label: str, start: float, end: float) -> str:
        """Mark a range and return its identifier; a source at the same range is marked once."""
        span = Span(id, label, int(start), int(end))
        known = next((s.id for s in self.spans if s[1:] == span[1:] and label == SOURCE), None)
        if known is None:
            self.spans.append(span)
        return known or id


def _ranges(spans: Iterable[Span], label: str) -> list[Range]:
    return sorted({(span.start, span.end) for span in spans if span.label == label})


def annotated(tables: Mapping[str, pd.DataFrame], articles: Iterable[Article]) -> list[Annotated]:
    """The attributions, phrases and present frames in some tables, as annotations of their articles."""
    documents = {article.id: Annotated(article.id, article.text) for article in articles}

    def rows(table: str) -> Iterator[tuple[Annotated, dict[Any, Any], str]]:
        for number, row in enumerate(tables[table].to_dict("records")):
            if row["article"] in documents:
                yield documents[row["article"]], row, f"{table[0]}{number}"

    for document, row, name in rows("quotes"):
        parts = [document.mark(f"{name}-{n}", CONTENT, *place) for n, place in enumerate(ranges_of(row))]
        known = [label for label in (CUE, SOURCE) if not pd.isna(row[f"{label}_start"])]
        ends = [document.mark(f"{name}-{label}", label, row[f"{label}_start"], row[f"{label}_end"]) for label in known]
        # Without a cue, later parts lead to the first.
        ends += [] if CUE in known else parts[:1]
        document.links += [(part, end) for part in parts for end in ends if part != end]
    for document, row, name in rows("phrases"):
        document.mark(name, PHRASE, row["start"], row["end"])
    for document, row, _ in rows("frames"):
        document.frames += [row["frame"]] if not pd.isna(row["present"]) and row["present"] else []
    return list(documents.values())


def _units(text: str, point: int) -> int:
    """An offset in code points, in UTF-16 code units."""
    return len(text[:point].encode("utf-16-le", "surrogatepass")) // 2


def _points(text: str, unit: int) -> int:
    """An offset in UTF-16 code units, in code points."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * unit].decode("utf-16-le", "surrogatepass"))


def _lines(records: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def to_label_studio(documents: Sequence[Annotated]) -> dict[str, str]:
    """Tasks with predictions, and the labelling configuration of their project."""
    labels = "".join(f'<Label value="{label}"/>' for label in LABELS)
    frames = sorted({frame for document in documents for frame in document.frames})
    choices = "".join(f'<Choice value="{frame}"/>' for frame in frames)
    choices = choices and f'<Choices name="frames" toName="text" choice="multiple">{choices}</Choices>'
    labels, text = f'<Labels name="label" toName="text">{labels}</Labels>', '<Text name="text" value="$text"/>'
    tasks, model = [], f"framing {version('framing')}"
    for document in documents:
        marked = {"from_name": "label", "to_name": "text", "type": "labels"}
        result: list[dict[str, Any]] = [
            {**marked, "id": id, "value": {"start": a, "end": b, "labels": [label], "text": document.text[a:b]}}
            for id, label, a, b in document.spans
        ]
        result += [{"type": "relation", "from_id": a, "to_id": b, "direction": "right"} for a, b in document.links]
        if document.frames:
            chosen = {"from_name": "frames", "to_name": "text", "type": "choices"}
            result.append({**chosen, "id": "frames", "value": {"choices": document.frames}})
        data = {"text": document.text, "article": document.id}
        tasks.append({"data": data, "predictions": [{"model_version": model, "result": result}]})
    written = json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"
    return {"tasks.json": written, "config.xml": f"<View>{labels}{text}{choices}</View>\n"}


def from_label_studio(path: Path) -> Iterator[Annotated]:
    """The annotations in a JSON export: a document for each that was not cancelled."""
    for task in json.loads(path.read_text(encoding="utf-8")):
        for annotation in task["annotations"]:
            by = annotation.get("completed_by", "")
            coder = str(by.get("email") or by.get("id") or "") if isinstance(by, dict) else str(by)
            document = Annotated(str(task["data"].get("article", task.get("id"))), task["data"]["text"], coder=coder)
            for item in annotation["result"]:
                value = item.get("value", {})
                if item["type"] == "relation":
                    document.links.append((item["from_id"], item["to_id"]))
                for label in value["labels"] if item["type"] == "labels" else ():
                    document.spans.append(Span(item["id"], label, int(value["start"]), int(value["end"])))
                document.frames += value["choices"] if item["type"] == "choices" else []
            if not annotation.get("was_cancelled"):
                yield document


def to_doccano(documents: Sequence[Annotated]) -> dict[str, str]:
    """Spans and relations for a project of sequence labelling; frames for one of text classification."""
    spans, frames = [], []
    for document in documents:
        text, number = document.text, {span.id: at for at, span in enumerate(document.spans)}
        entities = [
            {"id": number[id], "label": label, "start_offset": _units(text, start), "end_offset": _units(text, end)}
            for id, label, start, end in document.spans
        ]
        relations = [
            {"id": at, "from_id": number[first], "to_id": number[last], "type": "link"}
            for at, (first, last) in enumerate(document.links)
        ]
        spans.append({"text": text, "article": document.id, "entities": entities, "relations": relations})
        frames.append({"text": text, "article": document.id, "label": document.frames})
    return {"spans.jsonl": _lines(spans), "frames.jsonl": _lines(frames)}


def from_doccano(path: Path) -> Iterator[Annotated]:
    """The annotations in a JSONL export, CODER.jsonl: spans, with or without relations, or classes."""
    for line in filter(str.strip, path.read_text(encoding="utf-8").split("\n")):
        record = json.loads(line)
        text, labels = record.get("text") or record["data"], record.get("label", ())
        marks = [(e["id"], e["label"], e["start_offset"], e["end_offset"]) for e in record.get("entities", ())]
        marks += [(f"l{n}", mark[2], *mark[:2]) for n, mark in enumerate(labels) if not isinstance(mark, str)]
        document = Annotated(str(record.get("article", record.get("id"))), text, coder=path.stem)
        document.spans = [Span(str(id), label, _points(text, a), _points(text, b)) for id, label, a, b in marks]
        document.links = [(str(r["from_id"]), str(r["to_id"])) for r in record.get("relations", ())]
        document.frames = [label for label in labels if isinstance(label, str)]
        yield document


_SPAN, _LINK, _ABOUT = (f"webanno.custom.Framing{name}" for name in ("Span", "Relation", "Document"))


def to_inception(documents: Sequence[Annotated]) -> dict[str, str]:
    """A UIMA CAS of each article as JSON, and the type system with the project's layers."""
    import cassis

    types = cassis.TypeSystem()
    span_type, link_type = (types.create_type(name, "uima.tcas.Annotation") for name in (_SPAN, _LINK))
    about_type = types.create_type(_ABOUT, "uima.cas.AnnotationBase")
    types.create_feature(span_type, "label", "uima.cas.String")
    for name in ("Governor", "Dependent"):
        types.create_feature(link_type, name, span_type)
    for name in ("article", "frame"):
        types.create_feature(about_type, name, "uima.cas.String")
    files = {"TypeSystem.xml": types.to_xml()}
    for document in documents:
        cas = cassis.Cas(typesystem=types)
        cas.sofa_string, cas.sofa_mime = document.text, "text/plain"
        made = {id: span_type(begin=start, end=end, label=label) for id, label, start, end in document.spans}
        ends = [(made[first], made[last]) for first, last in document.links]
        links = [link_type(begin=b.begin, end=b.end, Governor=a, Dependent=b) for a, b in ends]
        about = [about_type(article=document.id, frame=frame) for frame in document.frames or [""]]
        cas.add_all([*made.values(), *links, *about])
        files[re.sub(r"[^\w.-]+", "_", document.id) + ".json"] = cas.to_json(pretty_print=True) + "\n"
    return files


def from_inception(path: Path) -> Iterator[Annotated]:
    """The annotations in an exported CAS, DOCUMENT/CODER.json as INCEpTION packs it."""
    import cassis

    cas = cassis.load_cas_from_json(path.read_text(encoding="utf-8"))
    about = cas.select(_ABOUT)
    document = Annotated(next((each.article for each in about), path.parent.name), cas.sofa_string or "")
    document.coder = path.stem if path.parent.suffix else "inception"
    document.frames = [each.frame for each in about if each.frame]
    document.spans = [Span(str(span.xmiID), span.label, span.begin, span.end) for span in cas.select(_SPAN)]
    document.links = [(str(link.Governor.xmiID), str(link.Dependent.xmiID)) for link in cas.select(_LINK)]
    yield document


TOOLS: Mapping[str, tuple[Callable[[Sequence[Annotated]], dict[str, str]], Callable[[Path], Iterator[Annotated]]]] = {
    "label-studio": (to_label_studio, from_label_studio),
    "doccano": (to_doccano, from_doccano),
    "inception": (to_inception, from_inception),
}


def read_export(tool: str, paths: Iterable[Path]) -> list[Annotated]:
    """The documents in some exports, merged by article and coder."""
    merged: dict[tuple[str, str], Annotated] = {}
    for path in paths:
        try:
            documents = list(TOOLS[tool][1](path))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            reason = f"{type(error).__name__}: {error}"
            raise BadExport(f"{path}: no export of {tool} ({reason}); export it again") from error
        for document in documents:
            first = merged.setdefault((document.id, document.coder), document)
            if first.text != document.text:
                raise BadExport(f"{path}: {document.id} has another text than in an export before; give one project's")
            if first is not document:
                first.spans, first.links = first.spans + document.spans, first.links + document.links
                first.frames = first.frames + document.frames
    return list(merged.values())


def with_kinds(text: str, attributions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Add a `kind`: direct, mixed or indirect if quotation marks enclose all, some or no letters."""
    quoted = [(mark.start, mark.end) for mark in cut(Article("", text)).quotations]

    def kind(content: Iterable[Sequence[int]]) -> str:
        letters = [at for start, end in content for at in range(start, end) if text[at].isalnum()]
        inside = sum(any(start <= at < end for start, end in quoted) for at in letters)
        return "indirect" if not inside else "mixed" if inside < len(letters) else "direct"

    return [{**each, "kind": kind(each["content"])} for each in attributions]


def labelled(documents: Iterable[Annotated]) -> dict[str, str]:
    """The annotations as JSON Lines that `framing validate` and `framing frames fit` read, by file name."""
    files: dict[str, list[dict[str, Any]]] = {"polnear.jsonl": [], "ptc.jsonl": [], "frames.jsonl": []}
    for document in documents:
        about = {"id": document.id, "text": document.text, "article": document.id}
        about |= {"coder": document.coder, "outlet": ""}
        parts = [{"id": f"a{n}", **each} for n, each in enumerate(with_kinds(document.text, document.attributions()))]
        spans = [{"start": start, "end": end, "label": "Loaded_Language"} for start, end in document.phrases()]
        files["polnear.jsonl"].append({**about, "attributions": parts})
        files["ptc.jsonl"].append({**about, "spans": spans})
        files["frames.jsonl"].append({**about, "frames": document.frames})
    # A kind that nobody marked was not asked for.
    return {name: _lines(records) for name, records in files.items() if any(list(r.values())[-1] for r in records)}


def judgements(sample: Sample, documents: Sequence[Annotated]) -> pd.DataFrame:
    """A judged sheet: which drawn rows the annotations confirm, in the tables that the coder annotated."""
    tables: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        labels = {span.label for span in document.spans}
        named = {"quotes": CONTENT in labels, "phrases": PHRASE in labels, "frames": bool(document.frames)}
        tables[document.coder].update(table for table, is_there in named.items() if is_there)
    rows = []
    for document in documents:
        for row in sample.rows[sample.rows["article"] == document.id].to_dict("records"):
            if row["table"] in tables[document.coder]:
                wrong = _wrong(row, document)
                about = (sample.run, row["row"], row["table"], row["part"], document.id)
                rows.append((*about, "n" if wrong else "y", wrong, document.coder))
    columns = ["run", "row", "table", "part", "article", "judgement", "class", "coder"]
    return pd.DataFrame(rows, columns=columns)


def _wrong(row: Mapping[Any, Any], document: Annotated) -> str:
    """The class of the error that the annotations show in a row; empty if the row is right."""
    is_phrase, is_unmarked = row["table"] == "phrases", row["part"] == UNMARKED
    if row["table"] == "frames":
        is_there = row["frame"] in document.frames
        return "" if is_there != is_unmarked else "frame is used" if is_unmarked else "not this frame"
    attributions = [] if is_phrase else document.attributions()
    marked = [[place] for place in document.phrases()] if is_phrase else [each[CONTENT] for each in attributions]
    ranges = ranges_of(row)
    touching = any(a < end and start < b for each in marked for a, b in each for start, end in ranges)
    if is_unmarked:
        return "" if not touching else "missed in own voice" if is_phrase else "missed paraphrase"
    if ranges not in marked:
        return "wrong words" if touching else "not loaded" if is_phrase else "no attribution"
    source = [] if is_phrase or pd.isna(row["source_start"]) else [(int(row["source_start"]), int(row["source_end"]))]
    is_named = is_phrase or any(each[CONTENT] == ranges and each[SOURCE] == source for each in attributions)
    return "" if is_named else "wrong source"
