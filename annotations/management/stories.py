"""What the demo newsroom is working on: a claim in every state. All of it is invented."""

from __future__ import annotations

from annotations.management.telling import Revision, Story

FERRY = (
    Story(
        quote="Traffic on the Sound Bridge has fallen by 12 per cent since the new timetable began",
        statement="Traffic on the Sound Bridge has fallen by 12 per cent since March 2026.",
        claimant="Road authority",
        topics=("Transport",),
        sources=(
            ("supports", "roads", "Sound Bridge counts, March to September",
             "31,400 vehicles a day, against 35,700 in the same months of 2025", "Road authority"),
        ),
        revisions=(
            Revision(
                {
                    "rating": "mostly-true",
                    "summary": "The count fell by 12 per cent.",
                    "rationale": "The authority counts at one end of the bridge only.[^1]",
                },
                end="draft",
            ),
        ),
        thread=(
            ("Alice", "@Bob, does the authority count at both ends by now?"),
            ("Bob", "At the northern end only, I think. @Charlie wrote about it in March."),
        ),
    ),
    Story(
        quote="the city's ferries carried 4.1 million passengers in 2025, more than in any year",
        statement="Port Ellery's ferries carried 4.1 million passengers in 2025, a record.",
        claimant="Ines Okafor",
        topics=("Transport", "Budget"),
        sources=(
            ("supports", "transport-office", "Passenger statistics 2025",
             "Passengers carried: 4,098,112", "Transport office"),
            ("supports", "ellery-courier", "Boats never so full",
             "The office counted almost 4.1 million", "Transport office"),
            ("refutes", "harbour-archive", "Yearbook of 1974",
             "The boats carried four million two hundred thousand that year", "Harbour archive"),
        ),
        revisions=(
            Revision(
                {
                    "rating": "mostly-false",
                    "summary": "The number is right; it is not a record.",
                    "rationale": "The office counted **4,098,112** passengers in 2025.[^1] The "
                    "yearbook of 1974 has 4.2 million.[^3]\n\nWhether both years were counted "
                    "alike is not known.",
                    "reply_answer": "The mayor spoke of the years since the count was reformed, "
                    "her office says.",
                },
                votes=(),
                end="in review",
            ),
        ),
        asked="Bob",
        recused=("Charlie", "My brother is a captain of one of these ferries."),
    ),
    Story(
        quote="the boats were paid for by cancelling the repair of eleven school roofs",
        statement="The new ferries were paid for by cancelling the repair of eleven school roofs.",
        claimant="Tomas Brandt",
        topics=("Budget",),
        sources=(
            ("refutes", "city-council", "Budget 2023, chapter 7",
             "School buildings: 21 million crowns, of which roofs 6 million", "City council"),
            ("supports", "school-board", "Letter of 3 May 2023",
             "The roofs of nine schools will have to wait", "School board"),
        ),
        revisions=(
            Revision(
                {
                    "rating": "false",
                    "summary": "The roofs are in the budget.",
                    "rationale": "Chapter 7 of the budget pays for them.[^1]",
                },
                votes=(
                    ("Charlie", "return",
                     "The letter names nine roofs, not eleven. What about the other two?"),
                ),
                end="in review",
            ),
        ),
    ),
    Story(
        by="Bob",
        quote="a similar price cut in 2021 led to a loss of 1.3 million crowns in its first year",
        statement="Marrow Bay lost 1.3 million crowns in the first year of its fare cut of 2021.",
        topics=("Budget",),
        sources=(
            ("supports", "marrow-bay", "Accounts of 2022",
             "Deficit of the ferry service: 1,312,000 crowns", "Marrow Bay"),
        ),
        revisions=(
            Revision(
                {
                    "rating": "true",
                    "summary": "The accounts of 2022 say so.",
                    "rationale": "See the accounts, page 4.[^1]",
                    "one_sided_reason": "Nobody disputes the loss.",
                    "one_origin_reason": "The accounts are audited, and the only record.",
                },
                votes=(
                    ("Charlie", "approve", "I checked page 4."),
                    ("Erin", "dissent", "A loss in one year need not come from the price cut."),
                ),
                end="in review",
            ),
        ),
    ),
    Story(
        quote="revenue from tickets rose from 9.6 million to 10.2 million crowns within a year",
        statement="Revenue from ferry tickets rose from 9.6 to 10.2 million crowns within a year.",
        claimant="Transport office",
        topics=("Budget",),
        sources=(
            ("supports", "city-audit", "Audit of the transport office 2025",
             "Ticket revenue 10.2 million (2024: 9.6 million)", "City auditor"),
            ("supports", "transport-office", "Annual report 2025",
             "We earned 10.2 million crowns from tickets", "Transport office"),
        ),
        revisions=(
            Revision(
                {
                    "rating": "true",
                    "summary": "The auditor found the same figures.",
                    "rationale": "The audit of 2025 gives **10.2 million** crowns, after 9.6 "
                    "million in 2024.[^1]",
                    "one_sided_reason": "We found nobody who gives other figures.",
                    "reply_answer": "The office sent us its annual report.",
                },
            ),
        ),
        recheck_in_days=30,
    ),
    Story(
        quote="The three new boats, ordered in 2022 from the Lindqvist yard, "
        "cost the city 48 million crowns",
        statement="The three new ferries cost the city 48 million crowns.",
        claimant="Ellery Courier",
        topics=("Budget", "Transport"),
        sources=(
            ("supports", "lindqvist-yard", "Contract of 9 May 2022",
             "for a price of 48,000,000 crowns", "Lindqvist yard"),
        ),
        revisions=(
            Revision(
                {
                    "rating": "true",
                    "summary": "The contract says 48 million.",
                    "rationale": "The contract names the price.[^1]",
                    "one_sided_reason": "No other price was ever named.",
                    "one_origin_reason": "The contract decides what the boats cost.",
                },
            ),
            Revision(
                {
                    "rating": "half-true",
                    "summary": "The boats cost 48 million; the city itself paid a third of it.",
                    "rationale": "The contract names the price.[^1] The ministry's list shows a "
                    "grant of **32 million** crowns, paid in 2024,[^2] so that 16 million were "
                    "left for the city.",
                    "one_sided_reason": "",
                    "one_origin_reason": "",
                    "reply_answer": "The paper has added the grant to its article.",
                },
                sources=(
                    ("refutes", "transport-ministry", "Grants paid in 2024",
                     "Port Ellery, ferries: 32,000,000", "Ministry"),
                ),
                votes=(("Bob", "approve", "Now it is complete."),),
                kind="correction",
                reason="We overlooked a grant: the ministry paid 32 of the 48 million.",
            ),
        ),
    ),
)  # fmt: skip

TREES = (
    Story(
        quote="Unemployment in Port Ellery fell to 4.2 per cent in August",
        statement="Unemployment in Port Ellery was 4.2 per cent in August 2026.",
        claimant="Ines Okafor",
        topics=("Labour",),
    ),
    Story(
        by="Bob",
        quote="Unemployment in Port Ellery fell to 4.2 per cent in August, "
        "the lowest rate in twelve years",
        statement="Unemployment in Port Ellery is at its lowest in twelve years.",
        claimant="Ines Okafor",
    ),
    Story(
        quote="Violent crime has doubled since 2020",
        statement="Violent crime in Port Ellery has doubled since 2020.",
        topics=("Crime",),
        sources=(
            ("supports", "police", "Report of May 2026",
             "Violent offences: 412, against 203 in 2020", "Police"),
            ("refutes", "statistics-office", "Offences by year",
             "2020 was counted without the old town", "Statistics office"),
        ),
        raters=(("Bob", "half-true", "The years were not counted alike."),),
    ),
    Story(
        quote="The city planted 40,000 trees between 2019 and 2025",
        statement="Port Ellery planted 40,000 trees between 2019 and 2025.",
        claimant="Ines Okafor",
        dismissed=("Bob", "We checked the same sentence last year."),
    ),
)  # fmt: skip
