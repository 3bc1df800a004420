"""A notebook in, a report out: parameters put in, executed, made a page that opens anywhere."""

from framing.report.build import CellFailed, Report, build, code_cells
from framing.report.notebooks import NoSuchNotebook, NotAParameter, find, installed
from framing.report.pdf import NoBrowser, browser, print_pdf

__all__ = [
    "CellFailed",
    "NoBrowser",
    "NoSuchNotebook",
    "NotAParameter",
    "Report",
    "browser",
    "build",
    "code_cells",
    "find",
    "installed",
    "print_pdf",
]
