"""Abbreviations of English news, by what may follow their stop, and the words that begin sentences."""

from __future__ import annotations

from framing.text.listed import listed


def _words(words: str) -> frozenset[str]:
    plain = listed(words)
    return plain | {word[:1].upper() + word[1:] for word in plain} | {word.upper() for word in plain if len(word) > 1}


#: Titles and the like: a name follows, so the stop never ends a sentence.
NEVER_FINAL = _words(
    """
    Mr Mrs Ms Mx Dr Prof Rev Fr Msgr Hon Sen Sens Rep Reps Gov Govs Gen Lt Col Maj Capt Cpt Cmdr Adm Sgt Cpl Pvt Pfc
    Det Insp Supt Pres Amb Atty Assoc Del Messrs Mmes Mme Mlle St Ste Mt Ft Pt vs v cf viz eg ie e.g i.e approx Brig Ald
    Const Cst Ofc Dets Pte Cllr Adv Smt Engr Asst Dep Dist Commr Comdr Cmdt Bp Abp Ven Profs Drs Revs Sgts Lts
    """
)
#: A number follows, or the stop ends the sentence.
BEFORE_NUMBER = _words(
    "no nos vol vols fig figs ch ver EST "
    "No Nos Op Art Sec Fig Figs Vol Vols Ch pp p para pop ca Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
)
#: Companies, places, degrees, units: a sentence ends only where the next word begins one.
OFTEN_FINAL = _words(
    """
    Inc Corp Ltd Co Cos Bros Jr Sr Esq al Ave Blvd Rd Hwy Sq Dept Univ Assn Intl Natl Govt Ph.D
    Ala Ariz Ark Calif Colo Conn Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex
    Va Vt Wash Wis Wyo Ont Que Alta Sask
    lb lbs oz ft mi mph hr hrs min mins sec secs yr yrs wk wks mos qtr qtrs est
    """
)
#: The stop of a time of day ends a sentence unless the day or the zone follows.
CLOCK = listed("a.m p.m A.M P.M")
TIME_WORDS = listed(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thurs Fri Sat Sun
    January February March April May June July August September October November December
    ET EST EDT CT CST CDT MT MST MDT PT PST PDT GMT UTC BST Eastern Central Mountain Pacific Greenwich
    """
)
#: Zones whose stop ends a sentence right after a time of day, though some are written like titles.
TIME_ZONES = listed("ET EST EDT CT CST CDT MT MST MDT PT PST PDT GMT UTC BST IST CET")
#: A country that is no adjective: a capital after its stop begins a sentence.
NEVER_BEFORE = listed("U.S.A U.S.S.R")
#: Words whose capital, after a stop that might belong to an abbreviation, says that a sentence begins.
STARTERS = listed(
    """
    A An The This That These Those There Here He She It They We You I His Her Its Their Our My Your Some Many Most All
    Both Each Every No None Not Nothing Nobody Such Other Others Another Any One Two Three Few Several
    And But Or Nor So Yet For If When While Where Because Since As After Before Until Unless Although Though Once
    Whether Even Just Only Also Still Then Now Thus However Meanwhile Moreover Instead Otherwise Nevertheless
    Nonetheless Besides Indeed Perhaps Maybe Yes Well In On At By To From With Without Of About Over Under Between
    Among During Despite Through Against Within Across Around Like Unlike According Among Amid Along
    What Who Whom Whose Which Why How Is Are Was Were Do Does Did Has Have Had Can Could Will Would Should May Might
    Must Let Earlier Later Last Next Today Yesterday Tomorrow Recently Previously Currently Once Again Already
    It's That's There's He's She's They're We're I'm I've You're Don't Didn't Can't Isn't
    """
)
#: Starters that are surnames too, and so may follow an initial.
SURNAMES = listed("A An Can Do I In Let May Must No Over Say So Such Well Will")
#: Every abbreviation with a rule of its own: the stop after any other word is judged by what is around it alone.
ABBREVIATIONS = NEVER_FINAL | BEFORE_NUMBER | OFTEN_FINAL | CLOCK
