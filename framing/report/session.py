"""Errors in a notebook: one line that says what to do, and no further errors from the cells that follow."""

from __future__ import annotations

import sys
from typing import Any

#: Errors whose message says what is wrong with the input and what to do; by name, so that none has to be imported.
EXPLAINED = frozenset({"BadLexicon", "NoSuchFigure", "NothingRead", "NothingToCompare", "Unreadable"})
#: What a cell does instead of showing a result that was never made.
_SKIPPED = 'print("Skipped: the articles could not be read; see the first cell that failed.")\n'


class Session:
    """Watches the cells of a running notebook."""

    def __init__(self, shell: Any) -> None:
        self._failed = False
        shell.events.register("post_run_cell", self._after)
        shell.input_transformers_cleanup.append(self._skip)
        shell.set_custom_exc((Exception,), self._show)

    def _after(self, result: Any) -> None:
        error = result.error_before_exec or result.error_in_exec
        source = result.info.raw_cell if result.info else ""
        if not source.lstrip().startswith("show."):
            self._failed = _explained(error) if error else False

    def _skip(self, lines: list[str]) -> list[str]:
        return [_SKIPPED] if self._failed and "".join(lines).lstrip().startswith("show.") else lines

    @staticmethod
    def _show(shell: Any, kind: type, error: Exception, trace: Any, tb_offset: int | None = None) -> Any:
        if not _explained(error):
            return shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
        lines = [f"{kind.__name__}: {error}"]
        shell._showtraceback(kind, error, lines)
        return lines


def _explained(error: BaseException) -> bool:
    return type(error).__name__ in EXPLAINED


def watch() -> None:
    """Watch the notebook that this process runs, if it runs one; once."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None and not hasattr(shell, "_framing_session"):
        shell._framing_session = Session(shell)
