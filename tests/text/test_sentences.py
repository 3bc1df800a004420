"""Sentences as a careful reader would cut them."""

from __future__ import annotations

import pytest

from framing.articles import Article
from framing.text import cut
from framing.text.sentences import sentence_spans

#: `|` marks where one sentence ends and the next begins.
CUT = [
    "Mr. Quill met Dr. Ames. | They spoke.",
    "“We wait,”Mr. Quill said. | They waited.",
    "Sen. Tom Brandt (R-Vt.) agreed. | Gov. Ada Quill did not.",
    "The U.S. Senate voted. | He left the U.S. | The vote stands.",
    "It opens at 9 a.m. on Monday. | It shuts at 5 p.m. | Nobody minded.",
    "It began at 9 a.m. Monday.",
    "He lives at No. 10. | She said no. | That was all.",
    "See Fig. 3 on Jan. 5 for more.",
    "J. K. Tern wrote it with B. Hale.",
    "A Ph.D. from Tern Inc. will speak.",
    "Prices rose 1.5 percent to $2.40. | Wages did not.",
    "Well... it depends. | And then… | Nothing came.",
    "“We will not go. | We stay,” she said.",
    "“Stop!” he said. | “Why?” | She left.",
    "“Who pays?” Brandt asked.",
    "She called it “a disgrace.” | He did not.",
    'He called it "a disgrace". | She agreed.',
    "PORT ELLERY, N.H. — The council met. | It voted.",
    "PORT ELLERY (Wire) - The council met.",
    "Visit example.org for more. | https://example.org/a.b?c has it.",
    "Yes! | No? | Maybe.",
    "They sell pens, paper, etc. | Nothing else.",
    "The plan failed.[3] | A new one came. [4] | It held.",
    "So it goes. :) | Then it stops.",
    "Great news! 🎉 | We won.",
    "he came. | she went. | nobody saw.",
    "eBay fell. | iPhones rose. | eBay rose.",
    "The vote was close. | (See the table below.) | It passed.",
    "HARBOUR TOLL PASSES. | MR. QUILL OBJECTS.",
    "Toll plan wins vote | Monday, March 3, 2025 | The council of Port Ellery met.",
    "They met on Monday, March 3, 2025 Brandt recalled.",
    "He left the F.B.I. | It’s a long story.",
    "She is from Essex, Conn. | “I’m no sailor,” she said.",
    "“Who pays for it?“ she asked. | “We all do,” he said.",
    "They spoke of “‘Lt. Tern,’ the pilot,” all night. | Nobody slept.",
    "He paused . . . | Then he spoke.",
    "It stands at no. 7 in vol. 2 of fig. 3. | They said no. | That was all.",
    "Const. Ada Quill and Asst. Supt. Tom Brandt came with Cllr. Tern. | They spoke.",
    "They sailed to the U.S.A. | Quill stayed home. | The U.S.A. Trade Board met. | The U.S. Senate voted.",
    "It begins at 9 a.m. EST. | Sen. Brandt speaks at 5 p.m. PT. | Quill waits until 10:30 GMT. | Gov. Tern left.",
    "Sales rose in yr. 2031 and qtr. 3 of it. | The firm, est. 1902, grew.",
]


@pytest.mark.parametrize("marked", CUT)
def test_where_sentences_end(marked: str) -> None:
    text = marked.replace(" | ", " ")
    assert [text[a:b] for a, b in sentence_spans(text, 0, len(text))] == marked.split(" | ")


def test_a_forgotten_space_joins_no_sentences() -> None:
    text = "It was late.The boats were in."
    assert [text[a:b] for a, b in sentence_spans(text, 0, len(text))] == ["It was late.", "The boats were in."]
    for opening, closing in ("“”", '""'):
        text = f"It was late.{opening}We are in,{closing} she said."
        assert [a for a, _ in sentence_spans(text, 0, len(text))] == [0, len("It was late.")]


def test_a_headline_without_a_stop_is_a_sentence() -> None:
    text = "Council weighs a toll\n\nThe council met on Monday. It will meet again."
    document = cut(Article("x", text))
    assert [text[a:b] for a, b in zip(document.sentence_start, document.sentence_end, strict=True)] == [
        "Council weighs a toll",
        "The council met on Monday.",
        "It will meet again.",
    ]


@pytest.mark.parametrize("marked", CUT)
def test_straight_marks_and_double_spaces_move_no_sentence(marked: str) -> None:
    text = marked.replace(" | ", " ")
    straight = text.translate(str.maketrans("“”‘’", "\"\"''"))
    assert sentence_spans(straight, 0, len(straight)) == sentence_spans(text, 0, len(text))
    wide = text.replace(" ", "  ")
    assert [wide[a:b].replace("  ", " ") for a, b in sentence_spans(wide, 0, len(wide))] == marked.split(" | ")


@pytest.mark.parametrize(("plain", "curly"), [('"', "“”"), ("'", "‘’")])
def test_the_style_of_quotation_marks_moves_no_sentence(plain: str, curly: str) -> None:
    pattern = "He said, {0}It is over. Go home.{1} Then he left. {0}Never,{1} she said."
    with_plain, with_curly = pattern.format(plain, plain), pattern.format(*curly)
    assert sentence_spans(with_plain, 0, len(with_plain)) == sentence_spans(with_curly, 0, len(with_curly))
