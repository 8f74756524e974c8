"""What the demo newsroom has published before: every rating, and every kind of change. Invented."""

from __future__ import annotations

from annotations.management.telling import Revision, Story

GUIDE = (
    Story(
        quote="Nobody has ever drowned in the new basin",
        statement="Nobody has ever drowned in the new basin of Port Ellery.",
        sources=(
            ("refutes", "coast-guard", "Accidents 2016 to 2025",
             "New basin: two deaths (2018, 2023)", "Coast guard"),
            ("context", "port-authority", "Safety in the harbour",
             "The basin has had a lifeguard since 2019", "Port authority"),
        ),
        revisions=(
            Revision(
                {
                    "rating": "false",
                    "summary": "Two people drowned there, in 2018 and in 2023.",
                    "rationale": "The coast guard's list has **two deaths** in the new basin.[^1] "
                    "A lifeguard has been there since 2019.[^2]",
                    "one_sided_reason": "Nothing but the guide itself says so.",
                },
            ),
        ),
    ),
    Story(
        quote="a crane driver earns more than the mayor",
        statement="A crane driver in Port Ellery earns more than the mayor.",
        sources=(
            ("refutes", "city-council", "Salaries of elected officers 2026",
             "Mayor: 71,200 crowns a month", "City council"),
            ("refutes", "dock-union", "Pay agreement 2026",
             "Crane drivers, highest step: 48,900 crowns a month", "Dockers' union"),
        ),
        revisions=(
            Revision(
                {
                    "rating": "mostly-false",
                    "summary": "A crane driver earns two thirds of what the mayor does; with all "
                    "supplements, more in two months of the year.",
                    "rationale": "The mayor has 71,200 crowns a month.[^1] The highest step of the "
                    "pay agrement is 48,900 crowns.[^2]\n\n> Supplements for night work can "
                    "double the pay of a month,\n\nthe union told us.",
                    "one_sided_reason": "No payslip that we were shown supports it.",
                },
            ),
            Revision(
                {
                    "rationale": "The mayor has 71,200 crowns a month.[^1] The highest step of the "
                    "pay agreement is 48,900 crowns.[^2]\n\n> Supplements for night work can "
                    "double the pay of a month,\n\nthe union told us.",
                },
                votes=(("Bob", "approve", ""),),
                kind="minor",
                reason="We wrote “pay agrement”.",
            ),
        ),
    ),
    Story(
        quote="The harbour employs 1,900 people, the port authority says",
        statement="The harbour of Port Ellery employs 1,900 people.",
        claimant="Port authority",
        sources=(
            ("supports", "statistics-office", "Jobs by place of work 2025",
             "Port Ellery, harbour: 1,874", "Statistics office"),
            ("supports", "port-authority", "Staff on 31 December 2025",
             "1,901 people", "Port authority"),
        ),
        revisions=(
            Revision(
                {
                    "rating": "mostly-true",
                    "summary": "The statistics office counts 1,874 jobs.",
                    "rationale": "The count of 2025 has 1,874 jobs in the harbour.[^1]",
                    "one_sided_reason": "Both counts are close to it.",
                },
            ),
            Revision(
                {
                    "rating": "half-true",
                    "summary": "It was right in 2025; in 2026 the office counts 1,655 jobs.",
                    "rationale": "The count of 2025 has 1,874 jobs in the harbour,[^1] that of "
                    "2026 only 1,655.[^3]",
                    "one_sided_reason": "",
                    "reply_answer": "The authority says that the count of 2026 leaves out the "
                    "ferries.\n\nIt does.",
                },
                sources=(
                    ("refutes", "statistics-office", "Jobs by place of work 2026",
                     "Port Ellery, harbour: 1,655 (without ferries)", "Statistics office"),
                ),
                votes=(("Bob", "approve", "Both counts are linked."),),
                kind="update",
                reason="The count of 2026 has come out.",
            ),
        ),
    ),
    Story(
        quote="The breakwater is 2.4 kilometres long",
        statement="The breakwater of Port Ellery is 2.4 kilometres long.",
        claimant="Sound Daily",
        sources=(
            ("supports", "survey-office", "Chart of the harbour, 2024",
             "Breakwater: 2,380 m", "Survey office"),
        ),
        revisions=(
            Revision(
                {
                    "rating": "mostly-true",
                    "summary": "It measures 2,380 metres.",
                    "rationale": "The chart of 2024 gives 2,380 metres.[^1]",
                    "one_sided_reason": "Nobody gives another length.",
                    "one_origin_reason": "Only the survey office measures breakwaters.",
                },
            ),
        ),
        recheck=("Bob", "The survey office has announced a new chart."),
    ),
    Story(
        quote="Every third crate of fish that is eaten in the capital comes from Port Ellery",
        statement="A third of the fish eaten in the capital comes from Port Ellery.",
        sources=(
            ("supports", "fish-market", "Deliveries 2025",
             "Port Ellery: 31 per cent of all crates", "Fish market"),
            ("refutes", "food-office", "What the capital eats",
             "Half of all fish comes by rail, past the market", "Food office"),
        ),
        raters=(
            ("Bob", "mostly-true", "31 per cent is a third."),
            ("Alice", "half-true", "The market is only half of it."),
            ("Erin", "half-true", "It holds for the market, not for the capital."),
        ),
        revisions=(
            Revision(
                {
                    "rating": "half-true",
                    "summary": "It holds for the market; the market sees half of the fish.",
                    "rationale": "31 per cent of the market's crates came from Port Ellery.[^1] "
                    "Half of all fish does not pass the market.[^2]",
                },
            ),
        ),
    ),
    Story(
        quote="The cranes are the tallest in the country",
        statement="The cranes of Port Ellery are the tallest in the country.",
        claimant="Sound Daily",
        sources=(
            ("supports", "crane-register", "Register of cranes 2025",
             "1. Port Ellery", "Crane register"),
            ("supports", "port-authority", "Our cranes",
             "The tallest in the country", "Port authority"),
        ),
        revisions=(
            Revision(
                {
                    "rating": "true",
                    "summary": "The register lists them first.",
                    "rationale": "The register of 2025 names Port Ellery first.[^1]",
                    "one_sided_reason": "Nobody claims to have taller ones.",
                },
            ),
            Revision(
                votes=(("Bob", "approve", "The list is sorted by age."),),
                kind="retraction",
                reason="The register is sorted by the age of the cranes, not by their height. "
                "Which ones are the tallest we do not know.",
            ),
        ),
    ),
    Story(
        quote="Noise in the old town has halved since the freight trains were moved",
        statement="Noise in the old town of Port Ellery has halved since the trains were moved.",
        sources=(
            ("context", "environment-office", "Noise map 2024",
             "No measurements were made before 2021", "Environment office"),
        ),
        revisions=(
            Revision(
                {
                    "rating": "unproven",
                    "summary": "Nobody measured the noise before the trains were moved.",
                    "rationale": "The first measurements are from 2021, a year after the "
                    "move.[^1]",
                    "one_sided_reason": "There is no older map to compare with.",
                },
            ),
        ),
    ),
    Story(
        quote="the lighthouse will be sold to a submarine",
        statement="The lighthouse of Port Ellery will be sold to a submarine.",
        sources=(
            ("context", "ellery-courier", "Our hoaxes of 1 April",
             "The lighthouse stays where it is", "Ellery Courier"),
        ),
        revisions=(
            Revision(
                {
                    "rating": "satire",
                    "summary": "It was the Ellery Courier's joke for the first of April.",
                    "rationale": "The paper listed it among its own hoaxes.[^1]",
                    "one_sided_reason": "A joke has no other side.",
                    "reply_asked_on": None,
                    "reply_asked_how": "",
                    "reply_not_asked_reason": "The paper had owned up to the joke itself.",
                },
            ),
        ),
    ),
)  # fmt: skip
