"""The article itself with its cues of frames marked: the words behind every figure on frames."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from framing.analysis import Analysis
from framing.attribution import Reading
from framing.measures.frames import Frames, fitted_frames
from framing.show.frames import plain
from framing.show.highlight import Highlighted, Note, marked
from framing.show.markup import frame_anchor
from framing.show.names import account_names
from framing.show.rates import VOICES


def highlight_frames(
    analysis: Analysis, *articles: str, frames: str | Path | None = None, keep_text: bool = True
) -> Highlighted:
    """The articles of those ids (all, if none is named) with their cues of frames marked and quotations shaded.

    `frames` is the folder of the frames of one's own that the analysis was made with. Without `keep_text` only the
    marked words remain; every other word is masked.
    """
    measure = Frames() if frames is None else fitted_frames(Path(frames))
    chosen = articles or tuple(account_names(analysis["articles"]))
    notes = {article: list(_notes(measure, analysis.reading(article))) for article in chosen}
    return marked(analysis, notes, "cue", keep_text)


def _notes(measure: Frames, reading: Reading) -> Iterator[Note]:
    for cue in measure.cues(reading):
        voice = str(cue.voice)
        yield Note(
            start=cue.start,
            end=cue.end,
            anchor=frame_anchor(reading.document.article.id, cue.start, cue.frame),
            css=f"phrase voice-{voice}",
            title=f"{plain(cue.frame)} · {VOICES[voice]}",
            body=f"A cue of the frame: {cue.why}.",
            category=cue.frame,
            voice=voice,
        )
