"""Articles of our own writing, glued together as copying from a page leaves them."""

TITLE = "'We Told Them in March': Harbour Board Says the Ferry Will Not Return"

_TEASER = (
    "The board's move to close the north pier caused a quarrel with the island in 2018, when the"
    " last ferry, built in 1974, was..."
)
_CONFIRMED = (
    'Board chair Erin Lund has confirmed that it would sell "the second boat" despite warnings of'
    " a risk to the island."
)
_REFUSAL = (
    "The board told Radio North that the ministry's refusal to pay for repairs had forced it to"
    " close the pier instead."
)
_LETTER = (
    'This followed a letter saying "the pier is not going to open unless it pays [the ministry]".'
)

# One entry for each sentence, with what glues it to the next one.
SENTENCES = [
    (TITLE, "\n\n"),
    (TITLE, "\n\n"),
    (_TEASER, " "),
    ("03.11.2022, The Harbour Desk", "\n\n"),
    (_CONFIRMED, ""),
    (_REFUSAL, " "),
    ("Oslo has always denied those claims.", ""),
    ("In May 2019, the U.S. firm Bay Ltd. signed a $3.5 million contract for two boats.", ""),
    (_LETTER, ""),
    ("The island spent less on roads in 2019 than the mainland did in 2018.", ""),
    ("NATO said nothing.", " "),
    ("Was it worth it?", ""),
    ("Yes, the board wrote.", "\n"),
    ("By Alice Berg and Bob Dahl", "\n"),
    ("Subscribe to our newsletter for more on this story.", "\n"),
]


def joined():
    """Give the whole text, and where each sentence of it stands."""
    text, spans = "", []
    for sentence, glue in SENTENCES:
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence + glue
    return text, spans
