"""Why a sentence may be worth checking, in an editor's words."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LABELS = {
    "money": gettext_lazy("a sum of money"),
    "number": gettext_lazy("a number"),
    "quantity": gettext_lazy("a quantity"),
    "date": gettext_lazy("a date"),
    "named_speaker": gettext_lazy("a named speaker"),
    "comparison": gettext_lazy("a comparison"),
    "superlative": gettext_lazy("a superlative"),
    "cause": gettext_lazy("a cause"),
    "denial": gettext_lazy("a denial"),
    "act": gettext_lazy("an official act"),
}

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?\b(?:{_MONTHS})\b(?: \d{{1,2}}\b(?!\d|:))?(?:,? \d{{4}})?"
    r"|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b|\b(?:19|20)\d{2}s?\b(?![,.]\d)"
)
_MONEY = (
    r"(?:US|A|C|NZ)?[$€£¥₹₽₺]\s?\d|\b(?:EUR|USD|GBP)\s?\d"
    r"|\b\d[\d.,]*(?: (?:thousand|million|billion|trillion|bn|m))?"
    r" (?:dollars|euros?|pounds|cents|pence|roubles|rubles|yen|yuan|rupees|lira|francs)\b"
)
# Not the 400 of "S-400" nor the 5 of "G5": figures in a name count nothing.
_NUMBER = (
    r"(?<![\w.,-])\d[\d.,]*(?:\s?%)?(?![\w-])"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    r"|hundred|thousand|million|billion|trillion|dozen)s?\b|\bper ?cent\b"
)
_SAYING = (
    "said|says|told|tells|insisted|insists|claimed|claims|argued|argues|stated|states|announced"
    "|confirmed|confirms|warned|warning|warns|added|adding|reported|reports|alleged|alleges"
    "|suggested|asserted|declared|denied|denies|dismissed|rejected|admitted|acknowledged|wrote"
    "|tweeted|testified|revealed|concluded|found|estimated|estimates|promised|accused|saying"
    "|made it clear"
)
_NO_NAME = (
    "The|A|An|He|She|It|They|We|You|I|This|That|These|Those|But|And|In|On|At|For|His|Her|Its|Their"
    "|There|When|While|After|Before|However|As|If|So|Then|Some|Many|Most|All|Nobody|Everyone|One"
    f"|{_MONTHS}"
)
_NAME = rf"\b(?!(?:{_NO_NAME})\b)[A-Z][\w’'.-]*"

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
    "named_speaker": re.compile(
        rf"{_NAME}(?:\W+\w+){{0,8}}?\W+(?:{_SAYING})\b|[Aa]ccording to (?:\w+ ){{0,3}}?{_NAME}"
        rf"|\b(?:said|told|asked|added) {_NAME}"
    ),
    "comparison": re.compile(
        r"\b(?:more|less|fewer|higher|lower|larger|smaller|bigger|better|worse|faster|slower|older"
        r"|younger|cheaper|longer|shorter|greater|stronger|weaker|rather)\b[^.]{0,40}\bthan\b"
        r"|\b(?:as \w+ as|compared (?:to|with)|incompatible|unlike|in contrast|times as"
        r"|instead(?: of)?|rose|risen|fell|fallen|dropped|grew|grown|increased|decreased|declined"
        r"|doubled|tripled|halved|outnumber\w*|exceed\w*)\b",
        re.IGNORECASE,
    ),
    "superlative": re.compile(
        r"\b(?:the (?:\w+ )?(?:most|least|only|largest|biggest|smallest|highest|lowest"
        r"|best|worst|oldest|youngest|longest|fastest|greatest"
        r"|first (?:time|to|ever|in|of))|record|unprecedented|ever)\b",
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
        r"|disput(?:es|ed|ing)|refut(?:es|ed|ing)|contradict(?:s|ed|ing)?|incompatible|false|untrue"
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
# Bounds the time on a text without stops; no sentence that is scored comes near it.
_MAX_CHARACTERS = 2_000


def reasons(sentence: str) -> list[str]:
    """Give the codes of LABELS that hold for the sentence, in the order of LABELS."""
    sentence = sentence[:_MAX_CHARACTERS]
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
