"""Composed accounts whose frames anyone would name. Persons, places and parties are invented."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from framing.analysis import analyze
from framing.articles import Article
from framing.measures.frames import Frames


class Account(NamedTuple):
    """An account, frames that it plainly has, and frames that it plainly has not."""

    text: str
    present: tuple[str, ...]
    absent: tuple[str, ...]


#: Six accounts of one quarrel over tariffs, each from another side.
TARIFFS = (
    """Norland raises tariffs on steel

Norland will raise its tariff on imported steel from 5 to 25 percent next month, the trade ministry said on
Tuesday.

The duties are meant to protect mills that have cut 4,000 jobs in two years. Manufacturers of cars and washing
machines warned that their costs would climb and that buyers would pay higher prices.

“A tariff is a tax on every factory in this country,” said Ada Quill, an economist at the Harbour Bank. Steel
shares rose 6 percent after the announcement, while stocks of carmakers fell.

Exports of machinery, worth $40 billion a year, could suffer if trading partners answer in kind.""",
    """Neighbours answer Norland in kind

Three neighbours said on Wednesday that they would put duties on Norland's cheese, whisky and tractors, a day
after the government there announced a tariff of 25 percent on steel.

The three countries buy a fifth of Norland's farm exports. Dairy farmers said that the loss of those customers
would cost them $300 million a year and drive small producers into bankruptcy.

“Nobody wins a trade war,” the Sudland trade minister said. “Jobs will go on both sides of the border.”

The currency lost 2 percent against its rivals. Investors sold government bonds, and the central bank left its
interest rate where it was.""",
    """Carmakers count the cost

For the assembly plant outside Eastport, the new tariff on steel means $900 more for every car that leaves the
line.

Managers said that the company could raise the price, accept lower profits or move production abroad. None of
the three appeals to its shareholders. The plant employs 2,300 workers, and the firms that supply it employ
twice as many.

Analysts expect sales to fall by a tenth. Dealers are offering discounts on last year's models to keep
customers.

The trade ministry says that revenue from the duties will pay for tax cuts. The carmakers' association calls
that a bill sent to consumers by another post.""",
    """Shoppers will feel it first

Washing machines, bicycles and tinned food will be dearer by Christmas, retailers said on Thursday, as the
tariff on imported steel works its way into prices.

A household with an average income will pay about $210 more a year, according to the consumers' institute.
Inflation, which had fallen to 2 percent, may rise again.

“Wages have not kept up as it is,” said Omar Brown, who runs a hardware store in Eastport. He has raised the
price of nails twice since spring.

Two chains said that they would absorb part of the cost. The budget office expects the duties to bring in $1.2
billion.""",
    """Steel towns cheer the new duties

In the steel towns of the north the tariff is good news. The mill at Coldwater will light a furnace that has
been cold for three years and hire 450 workers.

“We could not compete with prices below our cost,” the plant manager said. Orders have doubled since the
announcement.

Economists doubt that the gains will last. In an earlier round of duties the industry added 1,800 jobs, while
companies that buy steel lost six times as many.

The mill's owner has promised investments of $70 million. Its shares have gained a third in value this year.""",
    """Parliament quarrels over the steel tariff

Lawmakers quarrelled on Friday over the government's tariff on imported steel, which the opposition called a tax
on factories and families.

The Reform Party said that the duties would cost 20,000 jobs and feed inflation. “You are wrecking the economy
to save one industry,” said Omar Brown, the party's spokesman on trade.

The minister answered that cheap imports had closed four mills, and that wages in the steel towns had fallen by
a tenth.

Exporters, banks and the farmers' union oppose the tariff. The manufacturers' federation put the damage at $3
billion in the first year. A vote on the budget is due next week.""",
)

ACCOUNTS = {
    "trial": Account(
        """Harbour clerk sentenced for theft

A judge sentenced a harbour clerk to two years in prison on Tuesday after a jury convicted her of theft and
fraud.

Police arrested the clerk in March, when investigators found stolen money in her garage. The prosecutor said the
crime had hurt many. “The budget of this town is ruined and the economy will suffer,” said Ada Quill, who runs
the market.

The clerk pleaded not guilty at her trial. Her lawyer will appeal against the sentence before a higher court.""",
        ("Crime_and_punishment", "Legality_Constitutionality_and_jurisprudence"),
        ("Health_and_safety", "External_regulation_and_reputation", "Cultural_identity"),
    ),
    "epidemic": Account(
        """Hospitals fill as fever spreads along the coast

Hospitals in three coastal towns are full after an outbreak of marsh fever infected more than 900 people, the
health office said on Monday.

Doctors have treated 120 patients in intensive care, and 14 have died. The virus spreads by mosquito bites and
causes high fever, pain and bleeding. There is no vaccine.

Nurses said that they were running out of beds and masks. Two clinics have put tents on their lawns for the
sick.

Epidemiologists expect the number of infections to peak in two weeks. They told residents to drain standing
water, to use nets and to see a physician at the first symptoms of the disease.""",
        ("Health_and_safety",),
        ("Economic", "Legality_Constitutionality_and_jurisprudence", "Morality", "Economic_consequences"),
    ),
    "border war": Account(
        """Rebels shell border town as truce collapses

Rebel forces fired rockets into the border town of Eastport on Sunday, killing nine soldiers and ending a truce
that had lasted eleven days.

The army answered with artillery and sent tanks toward the river. Military commanders said that militants had
attacked two bases before dawn and had seized a bridge.

Sudland's foreign minister accused its neighbour of arming the rebels. Diplomats from four countries called for
a new ceasefire, and the Security Council will meet on Monday to discuss sanctions.

Troops have mined the roads. Fighter jets crossed the border twice, in what the foreign ministry called an act
of aggression.""",
        ("Security_and_defense", "External_regulation_and_reputation", "Conflict"),
        ("Economic", "Cultural_identity", "Morality", "Morality_message", "Economic_consequences"),
    ),
    "campaign": Account(
        """Mayor leads in race for the senate

The mayor of Eastport leads her rival by nine points a week before the election, a poll of registered voters
found.

Both candidates campaigned in the north on Saturday. The Reform Party has spent more on this senate race than on
any other, and its leaders fear that a low turnout will cost them their majority.

“He attacks me because he has no record to defend,” Ada Quill told supporters. Her opponent, Omar Brown, called
her a career politician who puts her party first. Brown accused Quill of lying, and Quill denounced the charge
as a smear.

Early voting begins on Tuesday. Half of the voters have made up their minds, the poll said, and a tenth refuse
to vote.""",
        ("Political", "Conflict"),
        ("Health_and_safety", "Security_and_defense", "Economic_consequences"),
    ),
    "sermon": Account(
        """Bishop asks forgiveness for the church's silence

The bishop of Eastport asked for forgiveness on Sunday for what she called the sin of silence in the face of
cruelty.

“We preached mercy and looked away,” she told a full church. “It was wrong, it was shameful, and God saw it.”
She said that every believer has a moral duty to protect the weak.

The congregation prayed for the victims. Priests of three parishes read the names aloud, and a choir sang a
psalm.

Theologians welcomed the sermon. “Repentance is no weakness,” one said. “A church without a conscience has lost
its soul.” Others asked why it had taken so long to call evil by its name.""",
        ("Morality", "Morality_message"),
        ("Economic", "Security_and_defense", "Economic_consequences", "External_regulation_and_reputation"),
    ),
    "ferry widow": Account(
        """A year after the ferry sank, a family waits

Every evening Ada Quill sets a place at the table for her son, who was 19 when the ferry went down.

“I still hear his key in the door,” said Quill, 54, as she wiped away tears in the kitchen of the home where he
grew up. His sister sleeps in his room. His grandmother keeps his coat.

Friends and neighbours will gather at the quay on Friday for a memorial. Many are survivors who still wake at
night, and some have never spoken of their grief. A schoolmate, 20, will read a letter that he wrote to his
mother.

“He was my best friend,” the young man said. “I miss him every day of my life.” Then he hugged her, and both of
them wept.""",
        ("Human_interest",),
        ("Economic", "Political", "Economic_consequences", "Security_and_defense"),
    ),
    "museum": Account(
        """A festival brings the old songs home

Singers from twelve valleys will gather this weekend for a festival of folk music that had not been held for
forty years.

The museum of Coldwater will show costumes, drums and paintings, and dancers will teach the harvest dance to
children. Poets will read in the old language, which fewer than 900 people speak.

“A song is how we remember our ancestors,” said the festival's director. Her film on the tradition opened in
theaters last month.

Artists built the stage from the wood of ships. On the last evening there is a concert by the lake, with a
ceremony that ends the year of heritage.""",
        ("Cultural_identity",),
        ("Economic", "Crime_and_punishment", "Security_and_defense", "Conflict", "Economic_consequences"),
    ),
    "equal pay": Account(
        """Night nurses win their case on equal pay, and more claims follow

A panel on equality has found that the harbour hospital discriminated against its night staff for years.

Workers of one ethnic minority were paid less for the same work and were refused promotion, the panel wrote. It
called the practice racist and unjust, and told the hospital to treat all staff equally.

Campaigners for civil rights said that such discrimination is common. “We asked for fairness and were told to be
patient,” said Omar Brown, who brought the complaint.

The hospital denied any bias. It promised training on prejudice, a review of unequal pay and a rule against
harassment.""",
        ("Fairness_and_equality",),
        ("External_regulation_and_reputation", "Security_and_defense", "Cultural_identity"),
    ),
}


def rows_of(text: str) -> dict[str, dict[str, object]]:
    table = analyze([Article("told", text)], measures=[Frames()])["frames"]
    return {row["frame"]: row for row in table.to_dict("records")}


@pytest.mark.parametrize("name", ACCOUNTS)
def test_the_frames_that_anyone_would_name_are_present_and_far_ones_are_not(name: str) -> None:
    account = ACCOUNTS[name]
    rows = rows_of(account.text)
    assert {frame for frame in account.present if rows[frame]["present"] is not True} == set()
    assert {frame for frame in account.absent if rows[frame]["present"] is not False} == set()


@pytest.mark.parametrize("text", TARIFFS)
def test_a_tariff_quarrel_is_economic_and_no_matter_of_law(text: str) -> None:
    rows = rows_of(text)
    assert rows["Economic"]["present"] is True
    assert rows["Economic_consequences"]["present"] is True
    assert rows["Legality_Constitutionality_and_jurisprudence"]["present"] is not True
    assert rows["Health_and_safety"]["present"] is False


@pytest.mark.parametrize("text", [*TARIFFS, *(account.text for account in ACCOUNTS.values())])
def test_nothing_is_present_without_a_cue_nor_missing_over_dense_cues(text: str) -> None:
    for row in rows_of(text).values():
        for answer, cues in (("present", "cues"), ("present_own", "cues_own"), ("present_quoted", "cues_quoted")):
            assert row[cues] or row[answer] is not True
        assert row["sentences_share"] < 0.15 or row["present"] is not False


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ada Quill", "Omar Brown"),
        ("Ada Quill", "May Law"),
        ("her", "his"),
        ("Tuesday", "Friday"),
        ("Norland", "Sudland"),
        ("Norlanders", "Sudlanders"),
        ("Reform Party", "Liberty Party"),
        ("woman", "man"),
        ("mother", "father"),
    ],
)
@pytest.mark.parametrize("text", [*TARIFFS, *(account.text for account in ACCOUNTS.values())])
def test_names_parties_nations_and_gender_move_no_answer(text: str, old: str, new: str) -> None:
    before, after = (rows_of(each) for each in (text, re.sub(rf"\b{old}\b", new, text)))
    for frame, row in before.items():
        assert row["present"] == after[frame]["present"]
        assert row["score"] == after[frame]["score"]
