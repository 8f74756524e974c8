"""What the demo newsroom has published before: every rating, and every kind of change. Invented."""

from __future__ import annotations

import datetime as dt

from annotations.actions.articles import NewArticle
from annotations.management.stories import Story

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

GUIDE = (
    Story(
        end="published",
        quote="Nobody has ever drowned in the new basin",
        statement="Nobody has ever drowned in the new basin of Port Ellery.",
        sources=(
            ("refutes", "coast-guard", "Accidents 2016 to 2025",
             "New basin: two deaths (2018, 2023)", "Coast guard"),
            ("context", "port-authority", "Safety in the harbour",
             "The basin has had a lifeguard since 2019", "Port authority"),
        ),
        rating="false",
        summary="Two people drowned there, in 2018 and in 2023.",
        rationale="The coast guard's list has **two deaths** in the new basin.[^1] A lifeguard has "
        "been there since 2019.[^2]",
        comment="Checked against the list.",
    ),
    Story(
        end="published",
        quote="a crane driver earns more than the mayor",
        statement="A crane driver in Port Ellery earns more than the mayor.",
        sources=(
            ("refutes", "city-council", "Salaries of elected officers 2026",
             "Mayor: 71,200 crowns a month", "City council"),
            ("context", "dock-union", "Pay agreement 2026",
             "Crane drivers, highest step: 48,900 crowns a month", "Dockers' union"),
        ),
        rating="mostly-false",
        summary="A crane driver earns two thirds of what the mayor does; with all "
        "supplements, more in two months of the year.",
        rationale="The mayor has 71,200 crowns a month.[^1] The highest step of the pay agreement "
        "is 48,900 crowns.[^2]\n\n> Supplements for night work can double the pay of a month,\n\n"
        "the union told us.",
        comment="The numbers are right.",
        kind="minor",
        correction={
            "reason": "We wrote “pay agrement”.",
            "rating": "mostly-false",
            "summary": "A crane driver earns two thirds of what the mayor does; with all "
            "supplements, more in two months of the year.",
            "rationale": "The mayor has 71,200 crowns a month.[^1] The highest step of the pay "
            "agreement is 48,900 crowns.[^2]\n\n> Supplements for night work can double the pay of "
            "a month,\n\nthe union told us.",
        },
    ),
    Story(
        end="published",
        quote="The harbour employs 1,900 people, the port authority says",
        statement="The harbour of Port Ellery employs 1,900 people.",
        claimant="Port authority",
        sources=(
            ("supports", "statistics-office", "Jobs by place of work 2025",
             "Port Ellery, harbour: 1,874", "Statistics office"),
        ),
        rating="mostly-true",
        summary="The statistics office counts 1,874 jobs.",
        rationale="The count of 2025 has 1,874 jobs in the harbour.[^1]",
        comment="Rounded, and fair.",
        kind="update",
        correction={
            "reason": "The count of 2026 has come out.",
            "rating": "half-true",
            "summary": "It was right in 2025; in 2026 the office counts 1,655 jobs.",
            "rationale": "The count of 2025 has 1,874 jobs in the harbour,[^1] that of 2026 only "
            "1,655.",
        },
    ),
    Story(
        end="published",
        quote="The breakwater is 2.4 kilometres long",
        statement="The breakwater of Port Ellery is 2.4 kilometres long.",
        claimant="Sound Daily",
        sources=(
            ("supports", "survey-office", "Chart of the harbour, 2024",
             "Breakwater: 2,380 m", "Survey office"),
        ),
        rating="mostly-true",
        summary="It measures 2,380 metres.",
        rationale="The chart of 2024 gives 2,380 metres.[^1]",
        comment="The chart says so.",
    ),
    Story(
        end="published",
        quote="Noise in the old town has halved since the freight trains were moved",
        statement="Noise in the old town of Port Ellery has halved since the trains were moved.",
        sources=(
            ("context", "environment-office", "Noise map 2024",
             "No measurements were made before 2021", "Environment office"),
        ),
        rating="unproven",
        summary="Nobody measured the noise before the trains were moved.",
        rationale="The first measurements are from 2021, a year after the move.[^1]",
        comment="There is no older map.",
    ),
    Story(
        end="published",
        quote="the lighthouse will be sold to a submarine",
        statement="The lighthouse of Port Ellery will be sold to a submarine.",
        sources=(
            ("context", "ellery-courier", "Our hoaxes of 1 April",
             "The lighthouse stays where it is", "Ellery Courier"),
        ),
        rating="satire",
        summary="It was the Ellery Courier's joke for the first of April.",
        rationale="The paper listed it among its own hoaxes.[^1]",
        comment="Funny.",
    ),
)  # fmt: skip
