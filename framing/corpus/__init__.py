"""Analysis of large corpora in chunks, over processes or machines, with resuming."""

from framing.corpus.engines import Engine, in_processes, in_this_process, on_dask
from framing.corpus.runner import Result, Stopped, run
from framing.corpus.work import Settings
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
