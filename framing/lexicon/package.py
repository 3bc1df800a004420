"""The lists as a Frictionless Tabular Data Package, so that others can use them without this code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from framing.lexicon.lexicon import Lexicon
from framing.lexicon.loader import available, folder, load

_FIELDS = [
    {"name": "term", "type": "string", "constraints": {"required": True, "unique": True},
     "description": "In lower case; a phrase has single spaces, a final * makes a stem."},
    {"name": "category", "type": "string", "constraints": {"required": True},
     "description": "One of the categories that the resource explains."},
    {"name": "weight", "type": "number", "constraints": {"minimum": 0, "maximum": 1},
     "description": "How often a use of the term is marked as loaded, from 0 to 1."},
    {"name": "note", "type": "string", "description": "A remark, or a condition such as lower-case only."},
]  # fmt: skip


def describe() -> dict[str, Any]:
    """The content of `datapackage.json`, made from the lexicons' own descriptions."""
    return {
        "profile": "tabular-data-package",
        "name": "framing-lexicons",
        "title": "Word lists for measuring how news covers events",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "resources": [_resource(load(name)) for name in available()],
    }


def _resource(lexicon: Lexicon) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": lexicon.name,
        "title": lexicon.title,
        "version": lexicon.version,
        "path": f"{lexicon.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": lexicon.source.strip(),
        "categories": {name: category.meaning for name, category in sorted(lexicon.categories.items())},
        "schema": {"fields": _FIELDS, "primaryKey": "term", "missingValues": [""]},
    }


def write_package() -> Path:
    """Write `datapackage.json` beside the lexicons; its path."""
    path = folder() / "datapackage.json"
    path.write_text(json.dumps(describe(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path
