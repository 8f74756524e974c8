"""Why a sentence may be worth checking, in an editor's words."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.suggesting.scorers import MOST_CHARACTERS

LABELS = {
    "money": gettext_lazy("a sum of money"),
    "number": gettext_lazy("a number"),
    "quantity": gettext_lazy("a quantity"),
    "date": gettext_lazy("a date"),
    "named_speaker": gettext_lazy("a named speaker"),
    "comparison": gettext_lazy("a comparison"),
    "superlative": gettext_lazy("a superlative"),
    "cause": gettext_lazy("a cause"),
    "denial": gettext_lazy("a denial or a refusal"),
    "act": gettext_lazy("an official act"),
}

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?\b(?:{_MONTHS})\b(?: \d{{1,2}}\b(?!\d|:))?(?:,? \d{{4}})?"
    r"|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b|\b(?:19|20)\d{2}s?\b(?![,.]\d)"
)
_MONEY = (
    r"(?:US|A|C|NZ)?[$€£¥₹₽₺]\s?\d|\b(?:EUR|USD|GBP)\s?\d"
    r"|(?<![\w.,])\d[\d.,]*(?: (?:thousand|million|billion|trillion|bn|m))?"
    r" (?:dollars|euros?|pounds|cents|pence|roubles|rubles|yen|yuan|rupees|lira|francs|crowns"
    r"|kron(?:er|or|a)|pesos|rand|shekels|dirhams|riyals|zloty)\b"
)
# Not the 400 of "S-400" nor the 5 of "G5": figures in a name count nothing.
_NUMBER = (
    r"(?<![\w.,-])\d[\d.,]*(?:\s?%)?(?![\w-])"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    r"|hundred|thousand|million|billion|trillion|dozen)s?\b|\bper ?cent\b"
)
_SAYING = (
    # A number after "added" is what was gained, and "called" alone names or rings somebody.
    rf"added(?! (?:{_MONEY}|{_NUMBER}))|called for|"
    "said|says|told|tells|insisted|insists|claimed|claims|argued|argues|stated|states|announced"
    "|confirmed|confirms|warned|warning|warns|adding|reported|reports|alleged|alleges"
    "|suggested|asserted|declared|denied|denies|dismissed|rejected|admitted|acknowledged|wrote"
    "|tweeted|testified|revealed|concluded|estimated|estimates|promised|saying|answered|replied"
    "|repeated|explained|accused|found that|made it clear|pointed out"
)
# Capitals that begin a sentence, and name nobody.
_NO_NAME = (
    "The|A|An|He|She|It|They|We|You|I|This|That|These|Those|But|And|Or|In|On|At|For|By|To|From|Of"
    "|With|His|Her|Its|Their|Our|There|Here|When|While|After|Before|Since|However|Although|As|If|So"
    "|Then|Now|Later|Earlier|Also|Another|Some|Many|Most|All|Both|Few|Others|No|Not|Nobody|None"
    "|Everyone|Someone|One|Two|Three|Who|What|Which|Where|Why|How|Critics|Officials|Police|Experts"
    "|Engineers|Scientists|Researchers|Residents|Ministers|Lawyers|Doctors|Analysts|Investigators"
    "|Authorities|Sources|Witnesses|Prosecutors|Supporters|Opponents|Economists|Reporters"
    "|Journalists|Leaders|Workers|Parents|Teachers|Students|Voters|Farmers|Reports|Studies"
    f"|Figures|Data|Research|People|{_DAYS}|{_MONTHS}"
)
_CAPITAL = "[A-ZÀ-ÖØ-ÞĆČĐĞİŁŃŐŘŚŞŠŤŰŹŻŽ]"
_WORD = rf"(?!(?:{_NO_NAME})\b){_CAPITAL}(?:\w|[’'-](?!s\b)\w|\.(?=\s?{_CAPITAL}))*+(?![’'])"
_NAME = (
    rf"(?<![\w’'.-]){_WORD}(?:\s(?:(?:of|for|and|de|la|van|von|der|den|bin|al|el)\s){{0,2}}(?:the\s)?"
    rf"{_WORD}){{0,6}}"
)
# "The port authority": a body that a word or more tells from others, unlike "The council".
_BODY = (
    r"\bThe\s(?:(?!(?:of|for|in|on|at|by|to|from|with|and|or|that|who|which|a|the)\b)[a-z][\w-]*\s)"
    r"{1,3}(?:authority|office|council|ministry|department|agency|board|commission|committee|court"
    r"|police|government|parliament|bank|company|union|institute|association|federation|party"
    r"|university|hospital)"
)
# What may stand between a name and what it says. Never "is" or "was": who is told says nothing.
_BETWEEN = (
    r"(?:\s(?:has|have|had|also|then|later|again|once|now|not|never|yesterday|today|who"
    rf"|(?:him|her|it)self|\w+ly|on\s(?:{_DAYS})|in\s(?:(?:{_MONTHS})(?:\s\d{{4}})?|\d{{4}})"
    r"|last\s\w+|this\s\w+)){0,4}"
)
_SPEAKER = re.compile(
    # "Hulusi Akar made it clear", "Alexander Mikheev, head of the company, saying"
    rf"(?P<first>{_NAME})(?:,[^,.;:\"“”]{{1,80}},|\s\([^()]{{1,40}}\))?{_BETWEEN}\s(?:{_SAYING})\b"
    rf"|(?P<body>{_BODY}){_BETWEEN}\s(?:{_SAYING})\b"
    # "the mayor, Ines Okafor, told"
    rf"|,\s(?P<beside>{_NAME}),{_BETWEEN}\s(?:{_SAYING})\b"
    # "…," said the spokeswoman Dana Holt
    r"|[\"”’',]\s(?:said|says|wrote|added|told|explained|replied|answered|argued|claimed|warned)\s"
    rf"(?:(?!that\b|of\b|in\b|on\b|at\b|to\b|from\b)[a-z][\w-]*\s){{0,3}}(?P<after>{_NAME})"
    rf"|\b[Aa]ccording\sto\s(?:(?!in\b|of\b|for\b)[a-z][\w-]*\s){{0,4}}(?P<source>{_NAME})"
)
_OFFICE = re.compile(
    r"(?:Prime Minister|Secretary(?: of State| General)?|Attorney General|President|Minister|Mayor"
    r"|Chancellor|Governor|Senator|Councillor|Congress(?:wo)?man|Representative|Ambassador|Premier"
    r"|MP|MEP|Sir|Lord|Lady|King|Queen|Prince(?:ss)?|Pope|Judge|Justice|General|Colonel|Captain|Professor"
    r"|Director|Chair(?:man|woman)?|Spokes(?:man|woman|person)"
    r"|(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sen|Rep|Gov|Gen|Col|St)\.?)\s(?!of\b|for\b|and\b)"
)

_FINDERS = {
    "money": re.compile(_MONEY),
    "number": re.compile(_NUMBER, re.IGNORECASE),
    "quantity": re.compile(
        r"\b(?:half|a third|a quarter|most of|majority|minority|every|none of|nobody|no one|never"
        r"|always|all of|dozens|hundreds|thousands|millions|billions|twice|double[ds]?|tripled)\b",
        re.IGNORECASE,
    ),
    "date": re.compile(
        rf"{_DATE}|\b(?:yesterday|last (?:week|month|year|decade|century)|this year)\b"
    ),
    "named_speaker": _SPEAKER,
    "comparison": re.compile(
        r"\b(?:more|less|fewer|higher|lower|larger|smaller|bigger|better|worse|faster|slower|older"
        r"|younger|cheaper|longer|shorter|deeper|greater|stronger|weaker)\b[^.]{0,40}\bthan\b"
        r"|\b(?:as \w+ as|compared (?:to|with)|incompatible|unlike|in contrast|times as"
        r"|rose|risen|fell|fallen|dropped|grew|grown|increased|decreased|declined"
        r"|doubled|tripled|halved|outnumber\w*|exceed\w*)\b",
        re.IGNORECASE,
    ),
    "superlative": re.compile(
        r"\b(?:the (?:\w+ )?(?:most|least|only|largest|biggest|smallest|highest|lowest"
        r"|best|worst|oldest|youngest|longest|fastest|greatest"
        r"|first (?:time|to|ever|in|of))|record|unprecedented|ever(?! since))\b",
        re.IGNORECASE,
    ),
    "cause": re.compile(
        r"\b(?:because|caus(?:e|es|ed|ing)|due to|led to|leads? to|leading to"
        r"|result(?:s|ed|ing)? in|as a result|trigger(?:s|ed|ing)|spark(?:s|ed|ing)"
        r"|prompt(?:s|ed|ing)|prod(?:ded|ding)"
        r"|forc(?:es|ed|ing)|thanks to|owing to|contribut(?:es|ed|ing) to|responsible for"
        r"|prevent(?:s|ed|ing)|drov(?:e|en)|brought about|in response to|therefore)\b",
        re.IGNORECASE,
    ),
    "denial": re.compile(
        r"\b(?:den(?:y|ies|ied|ying)|dismiss(?:es|ed|ing)?|reject(?:s|ed|ing)?|refus(?:e|es|ed|al|ing)"
        r"|disput(?:es|ed|ing)|refut(?:es|ed|ing)|contradict(?:s|ed|ing)?|false|untrue"
        r"|no evidence)\b",
        re.IGNORECASE,
    ),
    "act": re.compile(
        r"\b(?:cancel(?:s|led|ed|ling)?|sign(?:s|ed)|inked|ratif\w+|sanctions|sanctioned|bann(?:ed|ing)"
        r"|invaded|deployed|deliver(?:ed|y|ies)|contracts?|treat(?:y|ies)|law|bills?|voted|vetoed"
        r"|passed|approved|abolished|cut|raised|spent|arrested|charged|convicted|sued|elected"
        r"|resigned|appointed|fired|closed|launched|withdrew)\b"
    ),
}
# Figures that belong to a date or a sum are not counted again as numbers.
_COUNTED = re.compile(f"{_DATE}|(?:{_MONEY})[\\d.,]*(?: (?:thousand|million|billion|trillion))?")


def reasons(sentence: str) -> list[str]:
    """Give the codes of LABELS that hold for the sentence, in the order of LABELS."""
    sentence = sentence[:MOST_CHARACTERS]
    uncounted = _COUNTED.sub(" ", sentence)
    return [
        code
        for code, finder in _FINDERS.items()
        if finder.search(uncounted if code == "number" else sentence)
    ]


def why(codes: Sequence[str]) -> str:
    """Say the reasons in one sentence: "It has a number, a date and a named speaker."."""
    labels = [str(LABELS[code]) for code in codes]
    if not labels:
        return _("It has no number, no date and no named speaker.")
    if len(labels) == 1:
        return _("It has %(reason)s.") % {"reason": labels[0]}
    return _("It has %(reasons)s and %(last)s.") % {
        "reasons": ", ".join(labels[:-1]),
        "last": labels[-1],
    }


def speaker(sentence: str) -> str:
    """Give whose words the sentence reports, as it names them without their office.

    At most 100 characters; empty where it names nobody.
    """
    found = _SPEAKER.search(sentence[:MOST_CHARACTERS])
    if not found:
        return ""
    name = next(name for name in found.groups() if name)
    return " ".join(_OFFICE.split(name)[-1].split())[:100]
