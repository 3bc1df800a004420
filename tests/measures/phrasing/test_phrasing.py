"""Loaded phrases: which are marked, whose words they are, and why; every text here was written for these tests."""

from __future__ import annotations

import itertools
import math
import unicodedata
from typing import Any

import pytest

from framing.analysis import analyze, read_voices
from framing.articles import Article
from framing.attribution.batch import Batch
from framing.lexicon import load
from framing.measures.phrasing import Phrasing
from lab.validation.audit import SWAPS, swapper

MEASURE = Phrasing()

STORY = """Port Ellery weighs a historic toll

The council of Port Ellery met on Monday to weigh a toll, a move that has rattled hauliers and sparked outrage.

“We will not be bullied by these despicable cronies,” said Ada Quill, who leads the hauliers. “The toll is a disgrace.”

Tom Brandt said he would not call the plan historic. Critics say the shameful plan was rushed.

The pact rests on fairness, courage and honesty, the mayor wrote. It covers energy, supply chains and borders."""


def phrases(text: str) -> list[dict[str, Any]]:
    return MEASURE(Batch.of_reading(read_voices(Article("text", text)))).rows("phrases")


def texts(text: str) -> list[str]:
    return [phrase["text"] for phrase in phrases(text)]


def categories(text: str) -> dict[str, str]:
    return {phrase["text"]: phrase["category"] for phrase in phrases(text)}


def test_hype_and_drama_are_marked() -> None:
    marked = texts(STORY)
    for cue in ("historic", "rattled", "sparked outrage"):
        assert any(cue in phrase for phrase in marked), cue


def test_a_series_of_value_words_is_one_phrase_and_a_plain_list_is_none() -> None:
    marked = texts(STORY)
    assert "fairness, courage and honesty" in marked
    assert not any("supply" in text or "energy" in text for text in marked)


def test_each_phrase_has_its_voice() -> None:
    voice = {phrase["text"]: phrase["voice"] for phrase in phrases(STORY)}
    assert voice["rattled"] == "own"
    assert voice["despicable cronies"] == "quoted"
    speaker = {phrase["text"]: phrase["speaker"] for phrase in phrases(STORY)}
    assert speaker["despicable cronies"] == "Ada Quill"
    assert speaker["rattled"] is None


def test_vague_attribution_is_marked() -> None:
    assert categories(STORY)["Critics say"] == "unnamed-voices"


def test_every_phrase_says_why_in_one_sentence_about_its_words() -> None:
    for phrase in phrases(STORY):
        assert phrase["text"] in phrase["why"]
        assert phrase["why"].endswith(".")
        assert "{" not in phrase["why"]


def test_phrases_do_not_overlap_and_cut_their_text() -> None:
    rows = phrases(STORY)
    for before, after in itertools.pairwise(rows):
        assert before["end"] <= after["start"]
    for phrase in rows:
        assert STORY[phrase["start"] : phrase["end"]] == phrase["text"]


@pytest.mark.parametrize("apostrophe", ["'", "’"])
@pytest.mark.parametrize(
    "negated", ["The vote isn{}t historic, the clerk wrote.", "The clerk wrote that it wasn{}t so historic."]
)
def test_praise_that_is_negated_is_left_alone(negated: str, apostrophe: str) -> None:
    assert "historic" not in texts(negated.format(apostrophe))


def test_not_only_takes_nothing_back() -> None:
    assert "spectacular" in texts("It was not only spectacular but costly, the clerk wrote.")


def test_hedged_praise_is_one_phrase() -> None:
    assert (
        categories("The path is open for a serious, possibly historic, reform.")["serious, possibly historic"]
        == "hedged-praise"
    )


@pytest.mark.parametrize(
    "text", ["Anna Berg is a left-leaning leader.", "Anna Berg is a right-leaning leader."], ids=["left", "right"]
)
def test_labels_take_in_their_bearer(text: str) -> None:
    assert "label" in categories(text).values()
    assert any(marked.endswith("leader") for marked in texts(text))


def test_a_turn_is_no_label() -> None:
    assert "label" not in categories("She turned left at the bridge and met the leader.").values()


def test_a_so_called_thing_is_marked_with_its_name() -> None:
    assert categories("The so-called reform was passed.") == {"so-called reform": "so-called"}


def test_a_so_called_thing_in_quotation_marks_is_marked_whole() -> None:
    assert categories("The so-called “harbour peace plan” was passed.") == {
        "so-called “harbour peace plan": "so-called"
    }


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Observers say the plan was rushed.", "unnamed-voices"),
        ("The plan is being viewed as a test.", "hearsay"),
        ("The mayor is in denial over the toll.", "taken-for-granted"),
        ("Make no mistake, the toll will come.", "certainty"),
        ("Either the board backs down or the port closes.", "false-dilemma"),
        ("The harbour had no choice but to close.", "false-dilemma"),
    ],
)
def test_what_experts_mark_and_readers_of_single_sentences_pass_over_is_marked(text: str, category: str) -> None:
    assert category in categories(text).values()


@pytest.mark.parametrize("text", ["Either side may call a vote or wait.", "The vote may be moved to June."])
def test_a_plain_either_and_a_plain_may_are_left_alone(text: str) -> None:
    assert not {"false-dilemma", "open-claim"} & set(categories(text).values())


def test_a_headline_that_asks_yes_or_no_is_marked_and_one_that_asks_when_is_not() -> None:
    body = "\n\nThe council of Port Ellery met on Monday. It will vote in June on the toll for the harbour."
    assert "question-headline" in categories(f"Is the harbour board hiding the toll?{body}").values()
    assert "question-headline" not in categories(f"When will the harbour board vote?{body}").values()


def test_two_plain_aims_of_policy_are_no_series_of_value_words() -> None:
    assert "virtue" not in categories("The rule covers health and safety on the pier.").values()


def test_a_phrase_reaches_over_the_small_words_between_loaded_ones() -> None:
    marked = texts("The shameless, corrupt and utterly despicable cronies of the board lied.")
    assert any(" " in text for text in marked)


def test_loaded_words_side_by_side_are_one_phrase_and_a_finite_verb_stays_apart() -> None:
    marked = texts("They called him a despicable liar. The mayor slammed cronies.")
    assert "despicable liar" in marked
    assert {"slammed", "cronies"} <= set(marked)


def test_every_category_is_explained_by_its_lexicon() -> None:
    rows = phrases(STORY + "\n\nThe mayor's laughable, shambolic circus of a board dithered, the hypocrites.")
    for phrase in rows:
        if phrase["lexicon"] != "rules":
            assert phrase["category"] in load(phrase["lexicon"]).categories


def test_a_passive_of_harm_without_agent_is_marked() -> None:
    assert "agentless-passive" in categories("Peaceful dockers were beaten and humiliated on the pier.").values()


@pytest.mark.parametrize(
    "text",
    [
        "Peaceful dockers were beaten by hired guards on the pier.",
        "Two dockers were paid on the pier on Monday.",
        "The toll was struck down on Monday.",
    ],
)
def test_a_passive_with_agent_or_without_harm_is_not(text: str) -> None:
    assert "agentless-passive" not in categories(text).values()


def test_names_are_no_words() -> None:
    text = "Frank Savage of the Radical Party met Grace Brilliant in Hope."
    assert texts(text) == []


def test_a_plain_report_has_no_phrases() -> None:
    assert texts("The council met on Monday. It will vote on 3 June. The bridge is 300 metres long.") == []


@pytest.mark.parametrize("kind", sorted(SWAPS))
def test_swapped_names_change_no_phrase(kind: str) -> None:
    text = (
        "Trump slammed the shameful deal, Fox reported. He said Republicans had sparked outrage in America.\n\n"
        "Obama, who met Clinton in China, told CNN that the Democrat had been a disgrace to her U.S. allies."
    )
    before, after = phrases(text), phrases(swapper(SWAPS[kind])(text))
    assert [(p["category"], p["term"], p["strength"]) for p in before] == [
        (p["category"], p["term"], p["strength"]) for p in after
    ]
    assert before


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_composition_of_letters_changes_nothing(form: str) -> None:
    text = "The naïve, shameful plan of the café owners sparked outrage."
    assert [p["term"] for p in phrases(unicodedata.normalize(form, text))] == [p["term"] for p in phrases(text)]


def test_line_ends_and_spaces_change_nothing() -> None:
    plain = [phrase["term"] for phrase in phrases(STORY)]
    assert [phrase["term"] for phrase in phrases(STORY.replace("\n", "\r\n"))] == plain
    assert [phrase["term"] for phrase in phrases(STORY.replace(" ", "  "))] == plain


def test_figures_count_what_the_table_shows() -> None:
    tables = analyze([Article("text", STORY)], measures=[MEASURE])
    counts = tables["phrases"]["voice"].value_counts()
    figures = tables["articles"].iloc[0]
    for voice in ("own", "quoted", "reported"):
        assert figures[f"phrases_{voice}"] == counts.get(voice, 0)
    assert figures["phrases_own_per_100_words"] == pytest.approx(100 * figures["phrases_own"] / figures["words_own"])
    assert figures["phrases_own_per_100_words_low"] <= figures["phrases_own_per_100_words"]
    assert figures["phrases_own_per_100_words"] <= figures["phrases_own_per_100_words_high"]


def test_an_empty_text_has_no_figures_and_no_phrases() -> None:
    columns = MEASURE(Batch.of_reading(read_voices(Article("empty", ""))))
    assert all(math.isnan(value) for (value,) in columns.summary.values())
    assert columns.rows("phrases") == []


def test_a_users_own_terms_are_always_marked(tmp_path: Any) -> None:
    (tmp_path / "ours.csv").write_text("term,category,weight,note\nharbour fee,ours,0.7,\n", encoding="utf-8")
    columns = Phrasing((tmp_path / "ours.csv",))(
        Batch.of_reading(read_voices(Article("text", "The harbour fee is due on Monday.")))
    )
    assert [(row["text"], row["lexicon"], row["weight"]) for row in columns.rows("phrases")] == [
        ("harbour fee", "ours", 0.7)
    ]


def test_a_users_own_term_is_a_phrase_by_itself_beside_another(tmp_path: Any) -> None:
    (tmp_path / "ours.csv").write_text("term,category,weight,note\nhauliers,ours,0.7,\n", encoding="utf-8")
    columns = Phrasing((tmp_path / "ours.csv",))(
        Batch.of_reading(read_voices(Article("text", "They are despicable hauliers.")))
    )
    assert [(row["text"], row["lexicon"]) for row in columns.rows("phrases")][1:] == [("hauliers", "ours")]


def test_a_users_own_term_is_marked_as_theirs_where_an_installed_list_has_it_too(tmp_path: Any) -> None:
    (tmp_path / "ours.csv").write_text("term,category,weight,note\noutrage,ours,0.01,\n", encoding="utf-8")
    columns = Phrasing((tmp_path / "ours.csv",))(
        Batch.of_reading(read_voices(Article("text", "The toll sparked outrage on Monday.")))
    )
    assert ("outrage", "ours", 0.01) in [
        (row["text"], row["lexicon"], row["weight"]) for row in columns.rows("phrases")
    ]


def test_a_paraphrase_of_an_unsure_attribution_is_nobodys_words_for_certain() -> None:
    for phrase in phrases(STORY):
        assert phrase["voice"] in {"own", "quoted", "reported", "unclear"}
        assert phrase["voice"] in {"quoted", "reported", "unclear"} or phrase["speaker"] is None


def test_every_phrase_has_a_strength_and_a_confidence() -> None:
    for phrase in phrases(STORY):
        assert phrase["strength"] in {"low", "medium", "high"}
        assert MEASURE.phrase_model.scalars["least"] <= phrase["confidence"] + 0.001
        assert phrase["confidence"] <= 1


@pytest.mark.parametrize(
    ("literal", "loaded", "word"),
    [
        ("The disaster relief came on Monday.", "The disastrous plan was a disaster for the port.", "disaster"),
        ("The barges lie idle, and the quays lie off the town.", "The whole report of the mayor is a lie.", "lie"),
        ("The reason lies in the law.", "The mayor lies about the dam.", "lies"),
    ],
)
def test_a_word_that_means_what_it_says_beside_its_neighbour_is_left_alone(
    literal: str, loaded: str, word: str
) -> None:
    assert not any(word in text for text in texts(literal))
    assert any(word in text for text in texts(loaded))


def test_a_verb_takes_its_particle_along() -> None:
    marked = texts("The shameless cronies of the board freaked out the hauliers.")
    assert "freaked out" in marked


@pytest.mark.parametrize(
    ("literal", "loaded"),
    [
        ("The toll may stunt trade in the port.", "The vote was a shameless stunt by the mayor."),
        ("She was walking to the pier without worrying about the toll.", "It is a worrying sign for the port."),
        ("The town sells renewable fuels.", "The toll fuels anger in the port."),
    ],
)
def test_a_word_in_another_part_of_speech_is_left_alone(literal: str, loaded: str) -> None:
    word = next(word for word in ("stunt", "worrying", "fuels") if word in loaded)
    assert not any(word in text for text in texts(literal))
    assert any(word in text for text in texts(loaded))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("The hauliers saw the vote as a disgraceful farce.", "disgraceful farce"),
        ("Two guards portrayed the mayor as a ruthless bully on Monday.", "ruthless bully"),
        ("The guards called the vote shameful on Monday.", "shameful"),
    ],
)
def test_what_somebody_is_said_to_be_seen_as_is_not_the_outlets_own(text: str, phrase: str) -> None:
    assert {each["voice"] for each in phrases(text) if phrase in each["text"]} == {"reported"}


def test_what_the_writer_sees_something_as_is_the_outlets_own() -> None:
    assert {each["voice"] for each in phrases("I saw the vote as a disgraceful farce.")} == {"own"}


def test_a_view_is_vague_only_where_nobody_is_named() -> None:
    text = "The plan is seen as a test{}, the clerk wrote."
    assert "hearsay" in categories(text.format("")).values()
    assert "hearsay" not in categories(text.format(" by Ada Quill")).values()


def test_a_word_that_is_discussed_is_no_scare_quote() -> None:
    assert "scare-quote" not in categories("The board struck the word “reform” from the plan.").values()


def test_whoever_calls_something_a_name_is_its_speaker() -> None:
    text = "“We wait,” said Ada Quill, who leads the hauliers. Quill called the vote shameful on Monday."
    assert [each["speaker"] for each in phrases(text) if "shameful" in each["text"]] == ["Ada Quill"]
