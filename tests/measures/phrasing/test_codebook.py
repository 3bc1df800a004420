"""Every category that a rule can give is explained, and no other."""

from __future__ import annotations

import ast
from pathlib import Path

import framing.measures.phrasing
from framing.measures.phrasing.codebook import RULE_CATEGORIES

FOLDER = Path(framing.measures.phrasing.__file__).parent


def rule_categories() -> set[str]:
    """The category written in every `Hit(…, RULES, category, …)` of the package."""
    calls = [
        node
        for path in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Hit"
    ]
    by_rule = [call.args for call in calls if isinstance(call.args[2], ast.Name) and call.args[2].id == "RULES"]
    return {ast.literal_eval(arguments[3]) for arguments in by_rule}


def test_the_codebook_explains_what_rules_find() -> None:
    assert rule_categories() == set(RULE_CATEGORIES)
