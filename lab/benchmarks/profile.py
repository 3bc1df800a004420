"""Profile of the analysis, by package and by function."""

from __future__ import annotations

import cProfile
import pstats
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import framing

ROOT = Path(framing.__file__).parent


def profiled(run: Callable[[], None]) -> tuple[Counter[str], list[tuple[str, float]]]:
    """Shares of time by package, including the libraries it calls, and by slowest function."""
    profile = cProfile.Profile()
    profile.runcall(run)
    floors: Counter[str] = Counter()
    functions: Counter[str] = Counter()
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    for (file, line, name), (_, _, own, _, callers) in stats.items():
        floor = floor_of(file)
        if floor:
            floors[floor] += own
            functions[f"{Path(file).relative_to(ROOT).as_posix()}:{line} {name}"] += own
            continue
        # Time inside a library or a built-in counts for the floor that called it.
        for (caller, caller_line, caller_name), (_, _, part, _) in callers.items():
            if floor := floor_of(caller):
                floors[floor] += part
                functions[f"{Path(caller).relative_to(ROOT).as_posix()}:{caller_line} {caller_name}"] += part
            else:
                floors["libraries"] += part
    total = sum(floors.values())
    shares = Counter({floor: seconds / total for floor, seconds in floors.items()})
    return shares, [(name, seconds / total) for name, seconds in functions.most_common(15)]


def floor_of(file: str) -> str | None:
    path = Path(file)
    if not path.is_relative_to(ROOT):
        return None
    parts = path.relative_to(ROOT).parts
    return "/".join(parts[:2]).removesuffix(".py") if parts[0] == "measures" else parts[0].removesuffix(".py")
