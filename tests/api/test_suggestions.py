"""The machine's proposals: which are shown, what is decided, and how good they were."""

from typing import Any

import pytest
from django.utils import timezone

from annotations.models import Article, Event, Heartbeat, Job, Suggestion
from annotations.models.suggestion import Level
from tests.api.program import Program, refused, rows
from tests.cast import QUOTE, TEXT, Newsroom, a_token, again, an_article

pytestmark = pytest.mark.django_db

SENTENCES = [
    "The tunnel under the harbour cost 412 million euros",
    "It is 3.2 kilometres long",
    "Engineers finished the lining in March 2025",
    "Critics call it a monument",
]
MODEL = "test-1"


def suggested(article: Article, **about: Any) -> list[Suggestion]:
    """Four scored sentences, best first: one of each level."""
    starts = [TEXT.index(words) for words in SENTENCES]
    return [
        Suggestion.objects.create(
            version=article.current,
            start=start,
            end=start + len(words),
            score=0.9 / rank,
            scores={"p_nfs": 0.1, "p_ufs": 0.9 - 0.9 / rank, "p_cfs": 0.9 / rank},
            reasons=["number"],
            rank=rank,
            level=level,
            **({"model_id": MODEL, "speaker": "the port authority said"} | about),
        )
        for rank, (start, words, level) in enumerate(
            zip(starts, SENTENCES, Level, strict=True), start=1
        )
    ]


@pytest.fixture
def article(newsroom: Newsroom) -> Article:
    return an_article(newsroom.alice)


@pytest.fixture
def erin(newsroom: Newsroom) -> Program:
    return Program(a_token(newsroom.erin))


def levels(program: Program, path: str) -> list[str]:
    answer = program.get(path)
    assert answer.status_code == 200, answer.content
    body = answer.json()
    shown = body["results"] if "results" in body else body["suggestions"]
    return sorted((one["level"] for one in shown), key=["strict", "usual", "broad"].index)


def test_a_suggestion_says_how_it_ranks_and_whose_words_it_reports(alice, article):
    first = suggested(article)[0]
    shown = alice.get(f"suggestions/?article={article.pk}&show=strict").json()["results"]
    assert [one["id"] for one in shown] == [first.pk]
    named = ("rank", "level", "proposed", "speaker", "quote")
    assert [shown[0][name] for name in named] == [
        1,
        "strict",
        True,
        "the port authority said",
        SENTENCES[0],
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["strict", "usual"]),
        ("?show=strict", ["strict"]),
        ("?show=usual", ["strict", "usual"]),
        ("?show=broad", ["strict", "usual", "broad"]),
        ("?show=broad&state=open", ["strict", "usual", "broad"]),
    ],
)
def test_the_open_ones_are_shown_up_to_a_level(alice, article, query, found):
    suggested(article)
    assert levels(alice, f"suggestions/{query}") == found
    proposed = {
        one["level"]: one["proposed"] for one in alice.get("suggestions/").json()["results"]
    }
    assert proposed == {"strict": True, "usual": True}


@pytest.mark.parametrize("value", ["rest", "REST", "STRICT", "2", "all"])
def test_there_is_no_other_level_to_ask_for(alice, value):
    problem = refused(alice.get(f"suggestions/?show={value}"), 400, "malformed")
    assert list(problem["errors"]) == ["show"]


def test_what_was_decided_is_shown_whatever_its_level(alice, article):
    *_two, broad, _rest = suggested(article)
    assert alice.post(f"suggestions/{broad.pk}/dismiss/").status_code == 200
    assert levels(alice, "suggestions/?show=strict") == ["strict", "broad"]
    assert levels(alice, "suggestions/?state=dismissed") == ["broad"]
    expanded = f"articles/{article.pk}/?expand=suggestions"
    assert levels(alice, expanded) == ["strict", "usual", "broad"]
    starts = [one["start"] for one in alice.get(expanded).json()["suggestions"]]
    assert starts == sorted(starts)


def test_what_was_decided_stays_there_whatever_a_model_says_later(alice, article):
    first = suggested(article)[0]
    alice.post(f"suggestions/{first.pk}/dismiss/")
    Suggestion.objects.filter(pk=first.pk).update(level=Level.REST)
    assert alice.post(f"suggestions/{first.pk}/restore/").status_code == 200


def test_one_that_has_to_be_asked_for_can_be_decided_too(alice, article):
    broad = suggested(article)[2]
    made = alice.post(f"suggestions/{broad.pk}/accept/")
    assert (made.status_code, made.json()["statement"]) == (201, SENTENCES[2])


@pytest.mark.parametrize("verb", ["accept", "dismiss", "restore"])
def test_what_is_only_counted_is_not_there(alice, article, verb):
    rest = suggested(article)[3]
    before = rows()
    refused(alice.post(f"suggestions/{rest.pk}/{verb}/"), 404, "not_found")
    assert rows() == before
    assert again(rest).state == "open"


@pytest.mark.parametrize("verb", ["accept", "dismiss", "restore"])
def test_another_teams_suggestions_are_not_there(mallory, article, verb):
    first = suggested(article)[0]
    before = rows()
    refused(mallory.post(f"suggestions/{first.pk}/{verb}/"), 404, "not_found")
    assert mallory.get("suggestions/?show=broad").json()["results"] == []
    assert rows() == before


@pytest.mark.parametrize("field", ["rank", "level", "proposed", "speaker", "score", "state"])
def test_nobody_writes_what_the_machine_says(alice, article, field):
    first = suggested(article)[0]
    for verb in ("accept", "dismiss", "restore"):
        refused(alice.post(f"suggestions/{first.pk}/{verb}/", {field: 1}), 400, "malformed")
    assert again(first).state == "open"


@pytest.mark.parametrize("field", ["model_id", "score", "was_proposed"])
def test_nobody_says_what_the_machine_thought_of_their_words(alice, article, field):
    body = {"article": article.pk, "exact": QUOTE, field: 1}
    refused(alice.post("claims/", body), 400, "malformed")


def test_a_place_says_what_the_machine_thought_of_its_words(alice, article):
    def thought(words: str) -> list[Any]:
        marked = alice.post("claims/", {"article": article.pk, "exact": words}).json()
        place = alice.get(f"claims/{marked['id']}/occurrences/").json()["results"][0]
        assert place == marked["occurrences"][0]
        return [place[name] for name in ("model_id", "score", "was_proposed")]

    assert thought("longer than any other road tunnel") == ["", None, False]
    suggested(article)
    assert thought(QUOTE) == [MODEL, 0.9, True]
    assert thought("finished the lining") == [MODEL, 0.9 / 3, False]
    assert thought("Traffic on the old") == [MODEL, None, False]


# ------------------------------------------------------------------ quality


def test_the_quality_is_what_people_made_of_the_proposals(alice, article):
    first, second, broad, _rest = suggested(article)
    Article.objects.update(publisher="The Courier")
    alice.post(f"suggestions/{first.pk}/accept/")
    alice.post(f"suggestions/{second.pk}/dismiss/")
    alice.post(f"suggestions/{broad.pk}/accept/")
    figures = {
        "model_id": MODEL,
        "taken": 2,
        "dropped": 1,
        "claims": 2,
        "missed": 0,
        "precision_at": {"1": 1.0, "3": 2 / 3, "5": 2 / 3, "10": 2 / 3},
        "precision": 2 / 3,
        "recall": 1.0,
    }
    shares = {"proposed": 2, "taken": 1, "dropped": 1}
    assert alice.get("suggestions/quality/").json() == {
        "by_model": [figures],
        "by_month": [figures | {"month": f"{timezone.now():%Y-%m}"}],
        "balance": {
            "claimants": [{"name": "the port authority said", **shares}],
            "outlets": [{"name": "The Courier", **shares}],
        },
    }


def test_what_was_not_counted_has_no_share(alice, article):
    empty = {"by_model": [], "by_month": [], "balance": {"claimants": [], "outlets": []}}
    assert alice.get("suggestions/quality/").json() == empty
    suggested(article)
    alice.post("claims/", {"article": article.pk, "exact": QUOTE})
    (figures,) = alice.get("suggestions/quality/").json()["by_model"]
    assert figures["precision_at"] == {"1": None, "3": None, "5": None, "10": None}
    assert (figures["precision"], figures["recall"]) == (None, 1.0)


def test_every_team_has_a_quality_of_its_own(alice, mallory, victor, article):
    first = suggested(article)[0]
    alice.post(f"suggestions/{first.pk}/accept/")
    assert mallory.get("suggestions/quality/").json()["by_model"] == []
    assert victor.get("suggestions/quality/").json()["by_model"] != []


@pytest.mark.parametrize("parameter", ["show=broad", "page_size=5", "model_id=test-1"])
def test_the_quality_is_not_narrowed(alice, parameter):
    refused(alice.get(f"suggestions/quality/?{parameter}"), 400, "malformed")


def test_the_quality_takes_the_scope_to_read(newsroom, stranger):
    refused(stranger.get("suggestions/quality/"), 401)
    writer = Program(a_token(newsroom.alice, ["suggest"]))
    refused(writer.get("suggestions/quality/"), 403, "not_allowed")


def test_the_quality_costs_the_same_however_much_is_counted(
    alice, newsroom, django_assert_num_queries
):
    def decided(number: int, count: int) -> None:
        url = f"https://a.example/{number}"
        found = suggested(an_article(newsroom.alice, url=url), model_id=f"test-{number}")
        for one in found[:count]:
            alice.post(f"suggestions/{one.pk}/accept/")

    decided(0, 1)
    with django_assert_num_queries(8):
        alice.get("suggestions/quality/")
    for number in range(1, 4):
        decided(number, 3)
    with django_assert_num_queries(8):
        assert len(alice.get("suggestions/quality/").json()["by_model"]) == 4


# ------------------------------------------------------------------ scoring again


@pytest.fixture
def old(article: Article) -> list[Suggestion]:
    """Suggestions of another model than the worker's."""
    Heartbeat.objects.create(name="worker", at=timezone.now(), model_id="test-2")
    Job.objects.update(state="done")
    return suggested(article)


def test_an_admin_has_the_articles_scored_again(erin, old):
    answer = erin.post("suggestions/rescore/")
    job = answer.json()
    assert (answer.status_code, job["kind"], job["state"]) == (202, "rescore", "waiting")
    assert answer["Location"].endswith(f"/api/v1/jobs/{job['id']}/")
    assert erin.get(f"jobs/{job['id']}/").json() == job


@pytest.mark.parametrize("name", ["alice", "bob", "dana", "victor"])
def test_nobody_else_has_them_scored_again(newsroom, old, name):
    before = rows()
    asking = Program(a_token(getattr(newsroom, name)))
    refused(asking.post("suggestions/rescore/"), 403, "not_allowed")
    refused(Program(a_token(newsroom.erin, ["read"])).post("suggestions/rescore/"), 403)
    assert rows() == before


def test_where_every_suggestion_is_of_the_model_in_use_there_is_nothing_to_do(erin, old):
    Suggestion.objects.update(model_id="test-2")
    refused(erin.post("suggestions/rescore/"), 409, "not_now")
    refused(erin.post("suggestions/rescore/", {"model_id": "mine"}), 400, "malformed")


def test_another_teams_suggestions_are_not_scored_again(mallory, old):
    refused(mallory.post("suggestions/rescore/"), 409, "not_now")
    assert not Job.objects.filter(kind="rescore").exists()


def test_asking_twice_makes_one_job(erin, old):
    first = erin.post("suggestions/rescore/", Idempotency_Key="k")
    written = Event.objects.count()
    same = erin.post("suggestions/rescore/", Idempotency_Key="k")
    assert (same.status_code, same.json()) == (202, first.json())
    assert same["Location"] == first["Location"]
    assert erin.post("suggestions/rescore/").json()["id"] == first.json()["id"]
    assert Job.objects.filter(kind="rescore").count() == 1
    assert Event.objects.count() == written
