"""Accounts side by side: what differs beyond chance, and what each holds and leaves out."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing.compare.accounts import NothingToCompare
    from framing.compare.comparison import TABLES, Comparison, compare

__all__ = ["TABLES", "Comparison", "NothingToCompare", "compare"]

_HOMES = {"TABLES": "comparison", "Comparison": "comparison", "NothingToCompare": "accounts", "compare": "comparison"}


def __getattr__(name: str) -> Any:
    # fetched when first asked for: a report on one article needs no tests
    if name not in _HOMES:
        raise AttributeError(f"module 'framing.compare' has no attribute {name!r}")
    return getattr(import_module(f"framing.compare.{_HOMES[name]}"), name)
