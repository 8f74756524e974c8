"""The demo newsroom's people and texts. Every name, number and place in it is invented."""

from __future__ import annotations

import datetime as dt

from annotations.actions.articles import NewArticle
from annotations.models import Role

PASSWORD = "read-closely"  # noqa: S105 - printed for everybody; the demo is for one's own machine

TEAMS = {
    "harbour-desk": (
        "The Harbour Desk",
        {
            "Erin": Role.ADMIN,
            "Alice": Role.CONTRIBUTOR,
            "Bob": Role.REVIEWER,
            "Charlie": Role.REVIEWER,
            "Dana": Role.PUBLISHER,
            "Victor": Role.VIEWER,
        },
    ),
    "ridge-post": (
        "The Ridge Post",
        {
            "Mallory": Role.ADMIN,
            "Carol": Role.CONTRIBUTOR,
            "Peggy": Role.REVIEWER,
            "Trent": Role.PUBLISHER,
        },
    ),
}
"""Slug: name, and the people with their roles; the admin founds the team."""

FERRY = NewArticle(
    title="Port Ellery's ferries carried more people last year than ever, says the mayor",
    url="https://ellery-courier.example/2026/ferries-record-year",
    publisher="Ellery Courier",
    byline="Noor Haddad",
    language="en",
    published_on=dt.date(2026, 10, 14),
    text="""Port Ellery's ferries carried more people last year than ever, says the mayor

The harbour city's boats are full, and its budget is not. What the council heard on Tuesday…
14.10.2026, Ellery Courier

Mayor Ines Okafor told the council on Tuesday that the city's ferries carried 4.1 million \
passengers in 2025, more than in any year since the service began in 1962. The old record, she \
said, was 3.8 million in 2018.The opposition has repeatedly disputed the figures.

"We have cut the price of a monthly ticket by 20 per cent and still earn more than before," Okafor \
said. The transport office confirmed that revenue from tickets rose from 9.6 million to 10.2 \
million crowns within a year.

The three new boats, ordered in 2022 from the Lindqvist yard, cost the city 48 million crowns. \
According to the yard, each of them burns 35 per cent less fuel than the boats that it replaces. \
Councillor Tomas Brandt insisted that the boats were paid for by cancelling the repair of eleven \
school roofs, and called the purchase the largest waste of money in the city's history.

The mayor's office rejected the accusation. It pointed to a national grant which, it said, covered \
two thirds of the price. Brandt answered that the grant had been promised and never paid.

Traffic on the Sound Bridge has fallen by 12 per cent since the new timetable began in March, the \
road authority reported last week. Whether the ferries are the cause is another question 🚢.

Port Ellery is not the first city to try. In Marrow Bay, a similar price cut in 2021 led to a loss \
of 1.3 million crowns in its first year. No other city on the coast has lower fares than Port \
Ellery, the mayor claimed.

A second order, for two electric boats, will be decided in December. What do you think? Write to us.
""",
)

TREES = NewArticle(
    title="Mayor's annual address: forty thousand trees",
    publisher="City of Port Ellery",
    language="en",
    published_on=dt.date(2026, 9, 2),
    text="""Mayor's annual address: forty thousand trees

The city planted 40,000 trees between 2019 and 2025, the mayor said in her annual address. \
Unemployment in Port Ellery fell to 4.2 per cent in August, the lowest rate in twelve years. \
Violent crime has doubled since 2020, the opposition replied, citing a police report from May.
""",
)

BUDGET = NewArticle(
    title="What the harbour costs: the council debates the budget",
    url="https://sound-daily.example/2026/harbour-budget",
    publisher="Sound Daily",
    byline="Ruth Amsel",
    language="en",
    published_on=dt.date(2026, 11, 12),
    text="""What the harbour costs: the council debates the budget

The council of Port Ellery debated the budget of the harbour for four hours on Thursday. Mayor \
Ines Okafor said that the harbour earned 61 million crowns in 2025, a fifth more than the year \
before. Councillor Tomas Brandt answered that the harbour's debts had doubled since 2020.

The new quay cost 140 million crowns, according to the port authority, because the ground was \
softer than expected. In 2021 the same office had promised a price of 90 million.

It was raining, and the gallery was full. Many people seem to love the old cranes.

The unions said that 212 people lost their work in the harbour between 2023 and 2025. The port \
authority denied this and counted 64. No harbour on the coast employs more people than Port \
Ellery, the mayor insisted. The vote will be in December.
""",
)

HARBOUR = NewArticle(
    title="Ten years of the new harbour: a reader's guide",
    url="https://sound-daily.example/2026/harbour-guide?part=1#top",
    publisher="Sound Daily",
    byline="Ruth Amsel",
    language="en",
    published_on=dt.date(2026, 8, 3),
    text="""Ten years of the new harbour: a reader's guide

The breakwater is 2.4 kilometres long, which makes it the longest on the coast. It was finished in \
2016, two years late. Every third crate of fish that is eaten in the capital comes from Port Ellery.

The harbour employs 1,900 people, the port authority says. Noise in the old town has halved since \
the freight trains were moved. The cranes are the tallest in the country, and a crane driver earns \
more than the mayor.

In April a paper reported that the lighthouse will be sold to a submarine. Nobody has ever drowned \
in the new basin.
""",
)

RIDGE = NewArticle(
    title="Ridge dam is safe, engineers say",
    url="https://ridge.example/dam",
    publisher="The Ridge Post",
    language="en",
    text="""Ridge dam is safe, engineers say

The dam above Ridge was inspected three times in 2025, the water board said on Friday. Engineers \
found 14 cracks, none of them deeper than two centimetres.
""",
)
