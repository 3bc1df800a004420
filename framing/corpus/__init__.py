"""Many articles: in chunks, over processes or machines, into tables on disk; stopped at any moment, nothing is lost."""

from framing.corpus.engines import Engine, in_processes, in_this_process, on_dask
from framing.corpus.runner import Result, Stopped, run
from framing.corpus.settings import Settings
from framing.outputs import OtherResult

__all__ = [
    "Engine",
    "OtherResult",
    "Result",
    "Settings",
    "Stopped",
    "in_processes",
    "in_this_process",
    "on_dask",
    "run",
]
