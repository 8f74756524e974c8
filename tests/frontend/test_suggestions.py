"""Accepting, correcting, dismissing and bringing back what the machine proposes."""

import json

import pytest

from annotations.models import Claim, Suggestion
from annotations.models.suggestion import Level
from tests.cast import again, an_article, evidence_for
from tests.frontend.suggesting import proposed
from tests.frontend.visiting import at_desk, words

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def suggestion(newsroom):
    article = an_article(newsroom.alice)
    return proposed(article, newsroom.alice)[0]


def press(actor, suggestion, verb, given=None, **options):
    address = f"/suggestions/{suggestion.pk}/{verb}/"
    return at_desk(actor).post(address, given or {}, **options)


@pytest.mark.parametrize("verb", ["accept", "dismiss", "restore", "take-back"])
def test_what_is_only_counted_is_not_there(newsroom, suggestion, verb):
    suggestion.level = Level.REST
    suggestion.save()
    assert press(newsroom.alice, suggestion, verb).status_code == 404
    assert again(suggestion).state == "open"


def test_what_was_decided_stays_there_whatever_a_model_says_later(newsroom, suggestion):
    press(newsroom.alice, suggestion, "dismiss")
    Suggestion.objects.filter(pk=suggestion.pk).update(level=Level.REST)
    assert press(newsroom.alice, suggestion, "restore").status_code == 302
    assert again(suggestion).state == "open"


def test_the_card_shows_score_and_reasons_in_words(newsroom, suggestion):
    answer = at_desk(newsroom.alice).get(f"/articles/{suggestion.version.article_id}/")
    assert f"{suggestion.score:.2f}" in words(answer)
    assert "It has" in words(answer)
    assert (
        f'<mark class="claim is-suggested is-start is-end" data-suggestion="{suggestion.pk}"'
        in (answer.content.decode())
    )


def test_accepting_makes_a_claim_in_the_place_of_the_suggestion(newsroom, suggestion):
    answer = press(newsroom.alice, suggestion, "accept", headers=HTMX)
    claim = Claim.objects.get()
    body = answer.content.decode()
    assert f'id="card-claim-{claim.pk}"' in body
    assert f'data-suggestion="{suggestion.pk}"' not in body
    assert f"Accepted as claim {claim.pk}." in words(answer)
    told = json.loads(answer["HX-Trigger-After-Settle"])["factcheck:changed"]
    assert told == {"key": f"claim-{claim.pk}", "gone": f"suggestion-{suggestion.pk}"}


def test_a_corrected_span_is_what_becomes_the_claim(newsroom, suggestion):
    words_of_it = suggestion.quote.split()
    shorter = " ".join(words_of_it[:3])
    given = {"start": suggestion.start, "end": suggestion.start + len(shorter), "exact": shorter}
    press(newsroom.alice, suggestion, "accept", given)
    assert Claim.objects.get().statement == shorter


def test_a_dismissed_suggestion_can_be_undone(newsroom, suggestion):
    answer = press(newsroom.alice, suggestion, "dismiss", headers=HTMX)
    assert "Dismissed. Undo" in words(answer)
    assert f"/suggestions/{suggestion.pk}/restore/" in answer.content.decode()
    back = press(newsroom.alice, suggestion, "restore", headers=HTMX)
    assert f'id="card-suggestion-{suggestion.pk}"' in back.content.decode()
    suggestion.refresh_from_db()
    assert suggestion.state == "open"


def test_an_acceptance_can_be_undone(newsroom, suggestion):
    answer = press(newsroom.alice, suggestion, "accept", headers=HTMX)
    undo = f"/suggestions/{suggestion.pk}/take-back/"
    assert f'action="{undo}"' in answer.content.decode()
    answer = press(newsroom.alice, suggestion, "take-back", headers=HTMX)
    claim = Claim.objects.get()
    assert (again(suggestion).state, claim.triage) == ("open", "dismissed")
    assert f'id="card-suggestion-{suggestion.pk}"' in answer.content.decode()
    told = json.loads(answer["HX-Trigger-After-Settle"])["factcheck:changed"]
    assert told == {"key": f"suggestion-{suggestion.pk}", "gone": f"claim-{claim.pk}"}
    said = words(at_desk(newsroom.alice).get(f"/claims/{claim.pk}/"))
    assert "Alice took the acceptance back." in said


def test_an_acceptance_on_which_others_went_on_is_not_undone(newsroom, suggestion):
    press(newsroom.alice, suggestion, "accept", headers=HTMX)
    evidence_for(Claim.objects.get(), newsroom.bob)
    answer = press(newsroom.alice, suggestion, "take-back", headers=HTMX)
    assert answer.status_code == 409
    assert "Work on this claim has begun." in words(answer)


def test_who_comes_second_is_told_who_decided(newsroom, suggestion):
    press(newsroom.bob, suggestion, "dismiss")
    answer = press(newsroom.alice, suggestion, "accept", headers=HTMX)
    assert answer.status_code == 409
    assert "Bob has decided this suggestion already: dismissed." in words(answer)
    assert not Claim.objects.exists()


@pytest.mark.parametrize("verb", ["accept", "dismiss"])
def test_without_scripts_the_article_comes_back_with_a_sentence(newsroom, suggestion, verb):
    answer = press(newsroom.alice, suggestion, verb, follow=True)
    article = suggestion.version.article_id
    assert answer.redirect_chain[0][0].startswith(f"/articles/{article}/")
    assert "Accepted as claim" in words(answer) or "Dismissed." in words(answer)


@pytest.mark.parametrize("verb", ["accept", "dismiss", "restore"])
def test_verbs_are_posts(newsroom, suggestion, verb):
    address = f"/suggestions/{suggestion.pk}/{verb}/"
    assert at_desk(newsroom.alice).get(address).status_code == 405


def test_a_viewer_sees_why_not_instead_of_the_buttons(newsroom, suggestion):
    answer = at_desk(newsroom.victor).get(f"/articles/{suggestion.version.article_id}/")
    assert "You are a viewer here; this takes a contributor." in words(answer)
    assert b'data-verb="accept"' not in answer.content


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"reason": "Opinion"}, "Opinion"),
        ({"words": "  We had it last week.  "}, "We had it last week."),
        ({"reason": "Trivial", "words": "not this"}, "Trivial"),
        ({"reason": "", "words": ""}, ""),
    ],
)
def test_a_dismissal_keeps_its_reason(newsroom, suggestion, given, reason):
    answer = press(newsroom.alice, suggestion, "dismiss", given, headers=HTMX)
    assert again(suggestion).reason == reason
    said = f"Dismissed: {reason.rstrip('.')}." if reason else "Dismissed."
    assert f"{said} Undo" in words(answer)
    place = f"/articles/{suggestion.version.article_id}/?state=dismissed"
    card = words(at_desk(newsroom.alice).get(place))
    assert (f"Dismissed: {reason}" in card) is bool(reason)


def test_a_reason_that_is_too_long_is_refused_with_a_sentence(newsroom, suggestion):
    answer = press(newsroom.alice, suggestion, "dismiss", {"words": "x" * 501}, headers=HTMX)
    assert answer.status_code == 422
    assert again(suggestion).state == "open"


def test_the_card_offers_reasons_one_press_each(newsroom, suggestion):
    body = words(at_desk(newsroom.alice).get(f"/articles/{suggestion.version.article_id}/"))
    assert "Dismiss because… Opinion Prediction Trivial Not checkable Checked before" in body


def test_the_card_says_its_rank_and_carries_the_classes(newsroom, suggestion):
    answer = at_desk(newsroom.alice).get(f"/articles/{suggestion.version.article_id}/")
    last = suggestion.version.suggestions.order_by("rank").last().rank
    assert f"rank {suggestion.rank} of {last}" in words(answer)
    shares = [round(100 * suggestion.scores[name]) for name in ("p_cfs", "p_ufs", "p_nfs")]
    assert f'data-shares="{shares[0]} {shares[1]} {shares[2]}"' in answer.content.decode()
