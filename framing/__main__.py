"""`python -m framing`."""

import sys
from pathlib import Path

# Python searches the current folder first; a module there must not replace one of ours.
if not sys.flags.safe_path and sys.path and Path(sys.path[0]).resolve() != Path(__file__).resolve().parents[1]:
    del sys.path[0]

from framing.cli import main

main()
