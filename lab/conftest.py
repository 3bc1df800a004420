"""Training of attribution needs PyTorch, which the set-up leaves out."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore = (
    [] if find_spec("torch") else [f"training/{name}.py" for name in ("attribution", "confidence", "network")]
)
