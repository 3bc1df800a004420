"""Notebooks as reports, what they read, and their errors: one line, once, that says what to do."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import framing

#: Names of errors whose message says what is wrong and what to do; by name, so that none is imported.
EXPLAINED = frozenset({"BadLexicon", "NoSuchFigure", "NothingRead", "NothingToCompare", "Unreadable"})
#: What a cell does instead of showing a missing result.
_SKIPPED = 'print("Skipped: the articles could not be read; see the first cell that failed.")\n'


def packaged(name: str) -> Path:
    """A folder of the project (`seeds`, `notebooks`): inside the package, or beside it in a checkout."""
    package = Path(framing.__file__).parent
    packed = package / "_data" / name
    return packed if packed.is_dir() else package.parent / name


class Session:
    """Watches a running notebook: after an error that says what to do, no cell shows a result."""

    def __init__(self, shell: Any) -> None:
        self._failed = False
        shell.events.register("post_run_cell", self._after)
        shell.input_transformers_cleanup.append(self._skip)
        shell.set_custom_exc((Exception,), self._show)

    def _after(self, result: Any) -> None:
        error = result.error_before_exec or result.error_in_exec
        if not (result.info and result.info.raw_cell.lstrip().startswith("show.")):
            self._failed = type(error).__name__ in EXPLAINED

    def _skip(self, lines: list[str]) -> list[str]:
        return [_SKIPPED] if self._failed and "".join(lines).lstrip().startswith("show.") else lines

    @staticmethod
    def _show(shell: Any, kind: type, error: Exception, trace: Any, tb_offset: int | None = None) -> Any:
        if kind.__name__ not in EXPLAINED:
            return shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
        lines = [f"{kind.__name__}: {error}"]
        shell._showtraceback(kind, error, lines)
        return lines


_shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
if _shell is not None:
    Session(_shell)
