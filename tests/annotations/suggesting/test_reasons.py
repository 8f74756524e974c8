import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.suggesting.reasons import LABELS, reasons, speaker, why
from annotations.suggesting.sentences import split


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("The boat cost $2.5 billion.", "money"),
        ("They paid 300 million euros.", "money"),
        ("The town has 12,000 houses.", "number"),
        ("Fares rose by 4 per cent.", "number"),
        ("Nearly twenty boats sank.", "number"),
        ("It closed on 4 March 2020.", "date"),
        ("It closed in 2019.", "date"),
        ("Washington has repeatedly denied such claims.", "named_speaker"),
        ("According to the Harbour Board, it sank.", "named_speaker"),
        ("The pier is older than the town.", "comparison"),
        ("The town has the highest rents.", "superlative"),
        ("The storm caused the flood.", "cause"),
        ("The board rejected the report.", "denial"),
        ("Half of the boats leak.", "quantity"),
        ("The council signed the contract.", "act"),
        ("Tickets brought in 10.2 million crowns.", "money"),
        ("The boats are incompatible with the pier.", "comparison"),
        ("The state's refusal to pay closed it.", "denial"),
    ],
)
def test_a_reason_is_found(sentence, code):
    assert code in reasons(sentence)


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("The S-400 system and the F-35 jet are there.", "number"),
        ("It closed on 4 March 2020.", "number"),
        ("The boat cost $2.5 billion.", "number"),
        ("She said it sank.", "named_speaker"),
        ("In October it may rain.", "superlative"),
        ("It may rain tonight.", "date"),
        ("Engineers found 14 cracks.", "named_speaker"),
        ("No city has lower fares than Port Ellery, the mayor claimed.", "named_speaker"),
        ("Russian and Turkish officials have dismissed it.", "named_speaker"),
        ("They bought boats instead, rather than a bridge.", "comparison"),
        ("It has been closed ever since.", "superlative"),
        ("Tickets brought in 10.2 million crowns.", "number"),
    ],
)
def test_what_only_looks_like_a_reason_is_not_one(sentence, code):
    assert code not in reasons(sentence)


def test_the_reasons_are_said_in_one_sentence():
    assert why(["number", "date", "named_speaker"]) == (
        "It has a number, a date and a named speaker."
    )
    assert why(["money"]) == "It has a sum of money."
    assert why([]) == "It has no number, no date and no named speaker."


@given(st.text(max_size=200))
def test_any_text_has_reasons_that_can_be_said(sentence):
    found = reasons(sentence)
    assert found == [code for code in LABELS if code in found]
    assert why(found).endswith(".")


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Turkish President Recep Tayyip Erdogan has confirmed it.", "Recep Tayyip Erdogan"),
        ("This followed then-spokesperson Jonathan Hoffman warning of it.", "Jonathan Hoffman"),
        ("It was said by Alexander Mikheev, head of the firm Bay, saying it.", "Alexander Mikheev"),
        ("Washington has repeatedly denied such claims.", "Washington"),
        ('"We are done," said Mayor Ines Okafor.', "Ines Okafor"),
        ("The mayor, Ines Okafor, told the council.", "Ines Okafor"),
        ("In October 2020, Defence Minister Hulusi Akar made it clear.", "Hulusi Akar"),
        ("Ursula von der Leyen announced it on Monday.", "Ursula von der Leyen"),
        ("U.S. Secretary of State J. D. O’Neill-Özil said so.", "J. D. O’Neill-Özil"),
        ("According to a report by the World Bank, it fell.", "World Bank"),
        ("The New York Times reported that it sank.", "New York Times"),
        ("The Turkish president told CBS News that it sank.", ""),
        ("Erdogan's spokesman said it.", ""),
        ("The old record, she said, was higher.", ""),
        ("He said Russia has left.", ""),
        ('It has "no doubts about Russia", adding, "Russia is here".', ""),
        ("On Tuesday the council said nothing.", ""),
        ("The port authority said that it sank.", "The port authority"),
        ("The city's road office has also denied it.", ""),
        ("The council said nothing.", ""),
        ("The head of the council said nothing.", ""),
        ("The port authority was told nothing.", ""),
        ("Okafor was accused by Brandt of it.", ""),
        ("Okafor has accused Brandt of it.", "Okafor"),
        ("Brandt was told that it sank.", ""),
        ("It sailed after Estonia was promised 3 ships.", ""),
        ("Germany was called a winner by France.", ""),
        ("Brandt called Okafor on Monday.", ""),
        ("Okafor called for a vote.", "Okafor"),
        ("Wilson added 20 points.", ""),
        ("Wilson added twenty points.", ""),
        ("Wilson added $2 million.", ""),
        ("Wilson added that 20 boats sank.", "Wilson"),
    ],
)
def test_the_speaker_is_named_without_office(sentence, name):
    assert speaker(sentence) == name
    assert ("named_speaker" in reasons(sentence)) == bool(name)


@given(st.text(alphabet="Ab ,.'said\"", max_size=400))
def test_a_speaker_stands_in_the_sentence(sentence):
    found = speaker(sentence)
    assert len(found) <= 100
    assert found in " ".join(sentence.split())


@pytest.mark.parametrize(
    "piece", ["Ab ", "Ab of the ", ", said a a ", "1,", "according to a ", "'"]
)
def test_no_sentence_takes_long(piece):
    began = time.process_time()
    reasons(piece * 100_000)
    speaker(piece * 100_000)
    assert time.process_time() - began < 1


def test_the_acceptance_article_names_its_speakers(acceptance_article):
    names = {speaker(acceptance_article[start:end]) for start, end in split(acceptance_article)}
    assert names == {
        "",
        "Recep Tayyip Erdogan",
        "Washington",
        "Hulusi Akar",
        "Jonathan Hoffman",
        "Alexander Mikheev",
        "NATO",
    }
