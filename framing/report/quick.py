"""The notebook tools without the URI grammar of jsonschema, which takes a second to load."""

from __future__ import annotations

import sys

_GRAMMAR = "rfc3987_syntax"
_known = sys.modules.get(_GRAMMAR)
# jsonschema then skips URI checks, which notebooks do not need.
sys.modules[_GRAMMAR] = _known  # type: ignore[assignment]
try:
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    from nbconvert.exporters.html import HTMLExporter
    from nbconvert.filters.ansi import strip_ansi
finally:
    if _known is None:
        del sys.modules[_GRAMMAR]

__all__ = ["CellExecutionError", "HTMLExporter", "NotebookClient", "nbformat", "strip_ansi"]
