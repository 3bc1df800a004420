"""Generic frames: who reproaches whom, who answers, who must act, and whose face an article shows."""

from __future__ import annotations

import re

import pytest

from framing.analysis import read_voices
from framing.articles import Article, Side
from framing.attribution.batch import Batch
from framing.attribution.reading import Attribution, Kind, Reading, Source, Stretch, Voice
from framing.measures.frames import Cue, Frames
from framing.measures.frames.cues import AGE, AMOUNT, ANSWER, CITIZEN, MUST_ACT, REPROACH
from framing.text import cut
from framing.words import word_set

SIDES = (Side("board", ("Ada Quill",)), Side("union", ("Omar Brown",)))


def cue_place(text: str, after: int) -> tuple[int, int] | None:
    """The report verb that follows a quotation, as the last word of the sentence or before the next full stop."""
    match = re.search(r"\b(said|snapped)\b", text[after:])
    return (after + match.start(), after + match.end()) if match else None


def cues_of(text: str, *attributed: tuple[str, str, str | None], roles: dict[str, str] | None = None) -> list[Cue]:
    """The cues of a text in which `attributed` gives words, their source and the class of the report verb."""
    side_of = {member: side.name for side in SIDES for member in side.members}
    spans = [(text.index(words), text.index(words) + len(words)) for words, _, _ in attributed]

    def place(source: str) -> tuple[int, int] | None:
        start = text.lower().rfind(source.lower())
        return (start, start + len(source)) if start >= 0 else None

    attributions = tuple(
        Attribution((span,), Kind.DIRECT, source, place(source), cue_place(text, span[1]), verb, side_of.get(source))
        for span, (_, source, verb) in zip(spans, attributed, strict=True)
    )
    sources = tuple(
        Source(name, (roles or {}).get(name), side_of.get(name))
        for name in dict.fromkeys(source for _, source, _ in attributed)
    )
    stretches = tuple(Stretch(*span, Voice.QUOTED, number) for number, span in enumerate(spans))
    article = Article("told", text, sides=SIDES)
    return Frames().cues(Reading(cut(article), attributions, sources, stretches))


def whys(cues: list[Cue], frame: str) -> list[str]:
    return [cue.why for cue in cues if cue.frame == frame]


@pytest.mark.parametrize(
    "words", ["Brown left us waiting,", "We wait for Omar Brown's men,", "A call (to Brown) failed,"]
)
def test_a_hostile_verb_about_another_side_is_a_reproach(words: str) -> None:
    assert REPROACH in whys(cues_of(f"“{words}” Ada Quill snapped.", (words, "Ada Quill", "hostile")), "Conflict")


def test_a_cue_stands_on_the_words_that_carry_it() -> None:
    text = "“Brown left the union waiting,” Ada Quill snapped. “We open at six,” said the board. “No,” the baker said."
    cues = cues_of(
        text,
        ("Brown left the union waiting,", "Ada Quill", "hostile"),
        ("We open at six,", "Omar Brown", "neutral"),
        ("No,", "the baker", "neutral"),
        roles={"the baker": "citizen"},
    )
    marks = {cue.why: text[cue.start : cue.end] for cue in cues}
    assert marks[REPROACH] == "snapped"
    assert marks[CITIZEN] == "baker"
    assert not {text[cue.start : cue.end].lower() for cue in cues} & {"the", "a", "an"}


@pytest.mark.parametrize(
    "words", ["The weather left us waiting,", "Quill is waiting,", "The Brownstone left us waiting,"]
)
def test_a_hostile_verb_about_nobody_else_is_none(words: str) -> None:
    assert REPROACH not in whys(cues_of(f"“{words}” Ada Quill snapped.", (words, "Ada Quill", "hostile")), "Conflict")


def test_another_side_answers_and_the_same_side_does_not() -> None:
    text = "“We open at six,” Ada Quill said. “We sail at nine,” Omar Brown said."
    first = ("We open at six,", "Ada Quill", "neutral")
    assert ANSWER in whys(cues_of(text, first, ("We sail at nine,", "Omar Brown", "neutral")), "Conflict")
    assert ANSWER not in whys(cues_of(text, first, ("We sail at nine,", "Ada Quill", "neutral")), "Conflict")


def test_who_holds_no_office_gives_a_human_face() -> None:
    text = "“The boat was late,” the baker said."
    statement = ("The boat was late,", "the baker", "neutral")
    assert CITIZEN in whys(cues_of(text, statement, roles={"the baker": "citizen"}), "Human_interest")
    assert CITIZEN not in whys(cues_of(text, statement, roles={"the baker": "official"}), "Human_interest")


def test_a_pronoun_carries_no_cue() -> None:
    text = "“The boat was late,” he said. “We open at six,” Ada Quill said. “We sail at nine,” he said."
    cues = cues_of(
        text,
        ("The boat was late,", "he", "neutral"),
        ("We open at six,", "Ada Quill", "neutral"),
        ("We sail at nine,", "Omar Brown", "neutral"),
        roles={"he": "citizen"},
    )
    assert not {text[cue.start : cue.end].lower() for cue in cues} & word_set("personal-pronouns")
    assert CITIZEN not in whys(cues, "Human_interest")
    assert ANSWER in whys(cues, "Conflict")


def test_what_is_reported_of_many_gives_no_human_face() -> None:
    text = "Voters say that the boat was late."
    span = (text.index("that"), len(text) - 1)
    attribution = Attribution((span,), Kind.INDIRECT, "Voters", (0, 6), (7, 10), "neutral", None)
    reading = Reading(cut(Article("told", text)), (attribution,), (Source("Voters", "citizen", None),), ())
    assert CITIZEN not in whys(Frames().cues(reading), "Human_interest")


def test_terms_of_one_frame_that_share_a_word_are_one_cue() -> None:
    """ "both sides" is a term as well, and so is "economic"."""
    cues = cues_of("There was fault on both sides over economic growth and economic harm.")
    assert whys(cues, "Conflict") == ["on both sides"]
    assert whys(cues, "Economic_consequences") == ["economic growth", "economic"]


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("The vice president left.", "Morality_message"),
        ("Thirty million people watched.", "Economic_consequences"),
        ("She voted on two bills at noon.", "Economic_consequences"),
        ("Hospitals hired nurses after the loss of life.", "Economic_consequences"),
        ("He is on active duty now.", "Morality_message"),
        ("The boat sank, authorities said.", "Responsibility"),
        ("It led to a delay.", "Responsibility"),
    ],
)
def test_words_of_another_sense_are_no_cue(text: str, frame: str) -> None:
    assert not whys(cues_of(text), frame)


@pytest.mark.parametrize(
    ("text", "frame", "why", "is_cue"),
    [
        ("Ada Quill, 34, runs the ferry.", "Human_interest", AGE, True),
        ("The ferry ran for 34, then stopped.", "Human_interest", AGE, False),
        ("On June 4, 20, and 25 boats ran.", "Human_interest", AGE, False),
        ("The council must mend the quay.", "Responsibility", MUST_ACT, True),
        ("The paint must dry first.", "Responsibility", MUST_ACT, False),
        ("It rose under the council. You must see it.", "Responsibility", MUST_ACT, False),
        ("The quay took $3 million.", "Economic_consequences", AMOUNT, True),
        ("The quay took 3 million nails.", "Economic_consequences", AMOUNT, False),
    ],
)
def test_constructions_within_a_sentence(text: str, frame: str, why: str, is_cue: bool) -> None:
    assert (why in whys(cues_of(text), frame)) is is_cue


def test_cues_stand_where_they_are_said_to_and_are_those_counted() -> None:
    text = "Ada Quill, 34, must pay. “The council is at odds with the court,” Omar Brown said. It cost $9."
    reading = read_voices(Article("told", text))
    cues = Frames().cues(reading)
    assert ("at odds", "Conflict", Voice.QUOTED) in {(text[c.start : c.end], c.frame, c.voice) for c in cues}
    assert [len(cues)] == Frames()(Batch.of_reading(reading)).summary["frame_cues"]
    assert cues == sorted(cues, key=lambda cue: cue.start)


_PLAIN = "The ferry left the pier at six. It came back at noon with eight people. The sea was calm. A band played. " * 4
_CUES = (
    "The council is to blame for the state of the quay. ",
    "The board failed to act. ",
    "The master was held accountable. ",
    "Many called for repairs. ",
)


@pytest.mark.parametrize(("cues", "answer"), [(0, False), (1, None), (4, True)])
def test_responsibility_has_an_answer_where_cues_are_dense_or_missing(cues: int, answer: bool | None) -> None:
    rows = Frames()(Batch.of_reading(read_voices(Article("quay", "".join(_CUES[:cues]) + _PLAIN)))).rows("frames")
    assert {row["present"] for row in rows if row["frame"] == "Responsibility"} == {answer}
