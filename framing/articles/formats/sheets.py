"""Excel workbooks: a record a row, under the line of column names, of the first sheet that has any."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from framing.articles.compressed import read_bytes
from framing.articles.formats import check_size, reader
from framing.articles.problems import Unreadable


def sheet_records(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The rows of a workbook; formulas count by the value that was saved with them."""
    data = read_bytes(path)
    check_size(data)
    openpyxl = reader("openpyxl", ".xlsx")
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = (row for row in sheet.iter_rows(values_only=True) if any(cell is not None for cell in row))
            names = [("" if cell is None else str(cell)) for cell in next(rows, ())]
            for number, row in enumerate(rows, start=1):
                yield number, {name: cell for name, cell in zip(names, row, strict=False) if name}
            if names:
                return
    except Unreadable:
        raise
    except Exception as error:  # the package raises what its parts raise
        raise Unreadable(f"not a readable workbook ({type(error).__name__}); save it again as .xlsx or .csv") from None
