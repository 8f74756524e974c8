"""What the database refuses by itself, whoever writes to it."""

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F
from django.utils import timezone

from annotations.actions import external_checks, suggestions
from annotations.models import (
    Article,
    ArticleVersion,
    Assignment,
    BlindRating,
    Claim,
    Comment,
    Delivery,
    Dossier,
    Event,
    Evidence,
    ExternalCheck,
    FeedEntry,
    Job,
    Membership,
    Notification,
    Occurrence,
    Rating,
    RatingScale,
    Recusal,
    Review,
    Stream,
    Suggestion,
    Team,
    User,
    Verdict,
    Webhook,
)
from annotations.models.full_text import FullText
from tests.cast import Believer, a_claim, a_claim_review, an_article, published


@pytest.fixture
def desk(newsroom):
    """A newsroom with one of everything."""
    verdict = published(newsroom)
    other = a_claim(newsroom.alice, quote="3.2 kilometres")
    for noun in (Article, Claim, Evidence):
        noun.objects.filter(pk=noun.objects.earliest("pk").pk).update(external_id="A-1")
    an_article(newsroom.alice, text="Another text.")
    suggestions.replace(verdict.claim.article.current, [], by=newsroom.alice, scorer=Believer())
    for start in (0, 10):
        Suggestion.objects.create(
            version=other.article.current,
            start=start,
            end=start + 5,
            score=0.5,
            scores={},
            reasons=[],
            model_id="test",
            rank=1,
            level=1,
        )
    claim, bob = other, newsroom.bob.user
    Assignment.objects.create(verdict=verdict, reviewer=bob, assigned_by=bob)
    Recusal.objects.create(claim=claim, user=bob, reason="My cousin's tunnel.")
    Comment.objects.create(claim=claim, author=bob, text="Which year?")
    BlindRating.objects.create(claim=claim, round=1, rater=bob, rating=verdict.rating)
    Notification.objects.create(
        user=bob, team=newsroom.team, event=Event.objects.first(), kind="assigned"
    )
    webhook = Webhook.objects.create(
        team=newsroom.team, name="CMS", url_since=timezone.now(), created_by=bob
    )
    Delivery.objects.create(webhook=webhook, entry=FeedEntry.objects.first())
    external_checks.import_checks(a_claim_review(), by=newsroom.alice)
    Dossier.objects.create(
        team=newsroom.team, imported_by=bob, checkpoint=1, published_at=timezone.now()
    )
    return newsroom


def double(noun, **changes):
    """Write the noun's first row a second time."""
    row = noun.objects.order_by("pk").first()
    row.pk = None
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def first(noun, **changes):
    """Change the noun's first row."""
    pk = noun.objects.order_by("pk").values_list("pk", flat=True)[0]
    noun.objects.filter(pk=pk).update(**changes)


BROKEN = {
    "the_same_url_and_text_is_one_article": lambda: double(
        Article, current=None, external_id="B-1"
    ),
    "an_external_id_names_one_article": lambda: double(Article, current=None, fingerprint="x"),
    "a_version_number_is_used_once": lambda: double(ArticleVersion),
    "a_span_and_statement_is_one_claim": lambda: double(Claim, current=None, external_id=""),
    "an_external_id_names_one_claim": lambda: double(Claim, current=None, fingerprint="x"),
    "what_is_merged_names_its_claim": lambda: first(Claim, triage="merged"),
    "a_claim_is_merged_into_another": lambda: first(Claim, triage="merged", merged_into=F("pk")),
    "an_external_id_names_one_source": lambda: double(Evidence),
    "an_occurrence_has_words": lambda: first(Occurrence, start=9, end=9),
    "changed_words_say_what_was_marked": lambda: first(Occurrence, fit="changed", marked=""),
    "a_claim_occurs_once_in_a_span": lambda: double(Occurrence),
    "a_team_has_one_stream_of_its_own": lambda: double(Stream),
    "an_event_has_its_own_place": lambda: double(Event),
    "an_event_stays_as_it_was_written": lambda: first(Event, reason="Another one."),
    "a_stance_is_one_of_the_three": lambda: first(Evidence, stance="maybe"),
    "a_dossier_is_kept_once": lambda: double(Dossier),
    "an_external_check_is_kept_once": lambda: double(ExternalCheck),
    "an_external_rating_lies_on_a_whole_scale_or_none": lambda: first(
        ExternalCheck, rating_best=None
    ),
    "a_job_waits_once_for_a_key": lambda: double(Job),
    "a_running_job_has_a_lease": lambda: first(Job, state="running"),
    "a_scale_has_each_word_once": lambda: double(Rating, order=90, value=None),
    "a_scale_is_in_order": lambda: double(Rating, slug="new", value=None),
    "a_value_means_one_rating": lambda: double(Rating, slug="new", order=90),
    "values_count_from_one": lambda: first(Rating, value=0),
    "a_reviewer_votes_once_on_a_digest": lambda: double(Review),
    "a_return_or_dissent_says_why": lambda: first(Review, vote="dissent", comment=""),
    "a_reviewer_is_assigned_once_to_a_revision": lambda: double(Assignment),
    "a_person_recuses_once_from_a_claim": lambda: double(Recusal),
    "a_recusal_says_why": lambda: first(Recusal, reason=""),
    "a_thread_is_resolved_by_somebody": lambda: first(Comment, resolved_at=timezone.now()),
    "a_person_is_told_of_a_line_once": lambda: double(Notification),
    "a_rater_rates_once_a_round": lambda: double(BlindRating),
    "a_round_is_counted_from_one": lambda: first(BlindRating, round=0),
    "a_span_is_suggested_once": lambda: double(Suggestion),
    "a_suggestion_has_words": lambda: first(Suggestion, start=5, end=5),
    "only_what_is_gone_is_acknowledged": lambda: first(Occurrence, is_acknowledged=True),
    "a_decided_suggestion_says_who": lambda: first(Suggestion, state="accepted"),
    "a_team_requires_one_to_five_approvals": lambda: first(Team, approvals_required=0),
    "an_assignment_lasts_one_to_ninety_days": lambda: first(Team, review_days=91),
    "an_integration_has_no_password": lambda: first(User, is_integration=True),
    "a_person_joins_a_team_once": lambda: double(Membership),
    "a_role_is_one_of_the_five": lambda: first(Membership, role=6),
    "a_revision_number_is_unique": lambda: double(Verdict, status="superseded"),
    "one_revision_of_a_claim_is_public": lambda: double(Verdict, number=2, status="retracted"),
    "one_revision_of_a_claim_is_under_way": lambda: (
        double(Verdict, number=2, status="draft"),
        double(Verdict, number=3, status="approved"),
    ),
    "what_left_the_draft_is_rated_and_sealed": lambda: first(Verdict, digest=""),
    "what_is_published_says_when_and_by_whom": lambda: first(Verdict, published_by=None),
    "a_webhook_that_is_off_says_since_when": lambda: first(Webhook, active=False),
    "a_previous_secret_signs_for_a_while": lambda: first(Webhook, previous_salt="x"),
    "a_webhook_is_told_of_a_line_once": lambda: double(Delivery),
    "what_was_delivered_says_when": lambda: first(Delivery, state="delivered"),
}


def named():
    """Every constraint that our models name, but for those that only keep an index."""
    nouns = [
        model
        for model in Verdict._meta.apps.get_models()
        if model.__module__.startswith("annotations.models")
    ]
    constraints = [c for noun in nouns for c in noun._meta.constraints]
    return {c.name for c in constraints if not isinstance(c, FullText)}


def test_every_constraint_is_tried():
    assert named() == set(BROKEN)


@pytest.mark.parametrize("name", BROKEN)
def test_a_write_that_breaks_it_is_refused(desk, name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BROKEN[name]()
    assert speaks_of(name, str(refused.value))


def speaks_of(name, sentence):
    """SQLite names a check and a trigger, but of a unique constraint only the columns."""
    if connection.vendor == "postgresql" or "UNIQUE" not in sentence:
        return name in sentence
    constraint = next(
        c
        for noun in Verdict._meta.apps.get_models()
        for c in noun._meta.constraints
        if c.name == name
    )
    columns = {part.rsplit(".")[-1] for part in sentence.split(": ", 1)[1].split(", ")}
    return isinstance(constraint, models.UniqueConstraint) and columns == {
        name_ if name_ in columns else f"{name_}_id" for name_ in constraint.fields
    }


@pytest.mark.parametrize("noun", [User, Team, Article, ArticleVersion, Claim, Verdict, RatingScale])
def test_what_others_rest_on_is_not_deleted(desk, noun):
    with pytest.raises(models.ProtectedError):
        noun.objects.order_by("pk").first().delete()


def test_a_rating_in_use_and_a_stream_with_lines_are_not_deleted(desk):
    for used in (
        Verdict.objects.get().rating,
        Stream.objects.get(pk=Event.objects.first().stream_id),
    ):
        with pytest.raises(models.ProtectedError):
            used.delete()


def test_timestamps_are_aware(desk):
    assert timezone.is_aware(Event.objects.first().at)
    assert timezone.is_aware(Verdict.objects.first().published_at)
