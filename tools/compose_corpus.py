"""Compose the sample corpus `seeds/island-year`: four invented outlets, six months, thirty small events.

Everything is invented and assembled from the parts below, so the right answers are known: the Horn uses loaded words in
its own voice, and more of them from April on; Commerce writes the longest sentences; the Northlight quotes most.
"""
# ruff: noqa: E501

from __future__ import annotations

import json
from pathlib import Path

TARGET = Path(__file__).parents[1] / "seeds" / "island-year" / "articles.jsonl"

#: Topic: its three stages, a supporter and an opponent with their roles, what each says, and a number.
TOPICS = {
    "ferry fares": (
        ("plans to raise ferry fares by 8%", "voted to raise ferry fares by 8%", "began to charge the new ferry fares"),
        ("Ada Wren", "the ferry manager"),
        ("Tom Hale", "a commuter from North Skerry"),
        ("The boats need new engines before winter", "My family pays for two crossings a day"),
        "412 people cross each day",
    ),
    "school roof": (
        (
            "plans to close the school for repairs",
            "voted to close the school for ten weeks",
            "moved 96 pupils to the hall",
        ),
        ("Ruth Calder", "the head teacher"),
        ("Ines Marl", "a parent of two pupils"),
        ("Nobody should sit under that roof in a storm", "Ten weeks in a cold hall is a long time"),
        "96 pupils are affected",
    ),
    "crab quota": (
        (
            "plans to cut the crab quota by a fifth",
            "voted to cut the crab quota by a fifth",
            "sent the first boats home",
        ),
        ("Owen Pell", "the fisheries officer"),
        ("Jack Stroud", "the skipper of two boats"),
        ("The survey found fewer young crabs than last year", "We will lose a month of work"),
        "31 boats hold a licence",
    ),
    "harbour dredging": (
        ("plans to dredge the harbour", "voted to dredge the harbour for $2.1 million", "began to dredge the harbour"),
        ("Mary Tarrant", "the harbour master"),
        ("Peter Quine", "a diver who leads a local club"),
        ("Larger boats cannot enter at low water", "The seagrass will need years to come back"),
        "work lasts for 14 weeks",
    ),
    "library hours": (
        (
            "plans to open the library on two days only",
            "voted to open the library on two days",
            "closed the library on Mondays",
        ),
        ("Hugh Dane", "the treasurer"),
        ("Lena Forth", "the librarian"),
        ("We have to save $40,000 this year", "Children come here because it is warm"),
        "1,150 islanders have a card",
    ),
    "wind turbines": (
        (
            "plans to put three turbines on Gull Hill",
            "voted for three turbines on Gull Hill",
            "raised the first turbine",
        ),
        ("Nora Vance", "the energy officer"),
        ("Alan Brook", "a farmer below the hill"),
        ("The island pays too much for diesel", "I will hear them from my kitchen"),
        "the turbines supply 900 homes",
    ),
    "water limits": (
        ("plans to limit water for gardens", "voted to limit water for gardens", "cut off the first three gardens"),
        ("Dora Flint", "the water engineer"),
        ("Max Oriel", "the owner of a nursery"),
        ("The reservoir is half empty", "My plants cannot wait for rain"),
        "the reservoir stands at 48%",
    ),
    "bus route": (
        ("plans to end the bus to South Bay", "voted to end the bus to South Bay", "ran the last bus to South Bay"),
        ("Carl Imber", "the transport officer"),
        ("Edith Moss", "a pensioner in South Bay"),
        ("Six passengers a day cannot pay for a bus", "I have no other way to the clinic"),
        "the route costs $70,000 a year",
    ),
    "clinic": (
        ("plans to hire a second doctor", "voted to hire a second doctor", "welcomed a second doctor"),
        ("Sara Lund", "the clinic's manager"),
        ("Ben Archer", "a councillor"),
        ("Patients wait for three weeks", "Nobody has said who will pay after the first year"),
        "the post costs $120,000",
    ),
    "market hall": (
        ("plans to sell the market hall", "voted to sell the market hall", "sold the market hall to a hotel"),
        ("Vera Stone", "the council's agent"),
        ("Amos Reed", "a trader with a stall"),
        ("The hall costs more than it earns", "My stall has stood there for 22 years"),
        "the hall has 40 stalls",
    ),
}
#: The loaded words of the Horn.
LOUD = (
    "shameful",
    "reckless",
    "outrageous",
    "disastrous",
    "shocking",
    "brutal",
    "cynical",
    "appalling",
    "staggering",
    "ruthless",
)
OUTLETS = ("Skerry Record", "The Skerry Horn", "Island Commerce", "Northlight")


def article(outlet: str, topic: str, stage: int, month: int, day: int) -> dict[str, str]:
    """One account of a stage of a topic."""
    acts, (pro, pro_role), (con, con_role), (for_it, against), number = TOPICS[topic]
    act, date, when = acts[stage], f"2031-{month:02d}-{day:02d}", ("on Monday", "on Tuesday", "on Thursday")[day % 3]
    turn = list(TOPICS).index(topic) + 3 * stage
    a, b, c, d = (LOUD[(turn + n) % len(LOUD)] for n in range(4))
    if outlet == "Skerry Record":
        title = f"Council {act}"
        body = [
            f"The island council {act}, it said {when}.",
            f"“{for_it},” {pro}, {pro_role}, said. {con}, {con_role}, disagreed. “{against},” {con} said.",
            f"The council said that {number}. It meets again next month.",
        ]
    elif outlet == "The Skerry Horn":
        loud = month >= 4
        title = f"{a.capitalize()} council {act}" if loud else f"Anger as council {act}"
        body = [
            f"In a {b} move, the island council {act} {when}.",
            f"“{against},” {con}, {con_role}, said."
            + (f" The {c} plan is a slap in the face for islanders." if loud else ""),
            f"Islanders are furious. The council says that {number}." + (f" It is a {d} betrayal." if loud else ""),
        ]
    elif outlet == "Island Commerce":
        title = f"Council {act}: costs and terms"
        body = [
            f"The island council, which has been considering its budget for the coming financial year since the beginning of "
            f"the winter, {act} {when}, according to documents that were published after its regular meeting.",
            f"“{for_it},” {pro}, {pro_role}, said in a statement that accompanied the publication of the documents, which "
            f"also say that {number} and that the administration will report on the consequences at the end of the quarter.",
        ]
    else:
        title = f"“{against}”: council {act}"
        body = [
            f"The island council {act} {when}.",
            f"“{against},” {con}, {con_role}, said. “I told the council so, and I will tell it again,” {con} said.",
            f"“{for_it},” {pro}, {pro_role}, said. “We have looked at every other way,” {pro} said. “I know that it is hard.”",
        ]
    known = {
        "id": f"{outlet.split()[-1].lower()}-{topic.replace(' ', '-')}-{stage + 1}",
        "outlet": outlet,
        "date": date,
    }
    event = {
        "event": f"{topic.replace(' ', '-')}-{stage + 1}",
        "event_title": f"{topic.capitalize()}, part {stage + 1}",
    }
    return {**known, "title": title, **event, "text": "\n\n".join([title, *body])}


def corpus() -> list[dict[str, str]]:
    """Every account: five events a month from January to June, four outlets each."""
    rows = []
    for stage in range(3):
        for place, topic in enumerate(TOPICS):
            month, day = 1 + 2 * stage + place // 5, 2 + 5 * (place % 5)
            rows += [article(outlet, topic, stage, month, day) for outlet in OUTLETS]
    return rows


def written() -> str:
    """The corpus as JSON Lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in corpus())


if __name__ == "__main__":
    TARGET.write_text(written(), encoding="utf-8", newline="\n")
