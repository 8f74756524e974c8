"""What people of the desk say to each other about a claim, in threads."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations.actions.content import checked
from annotations.actions.steps import Step, step
from annotations.errors import Invalid, NotNow
from annotations.models import Actor, Claim, Comment, User, Verdict
from annotations.models.notification import News
from annotations.models.verdict import Status
from annotations.text.mentions import mentions

MOST_COMMENTS = 1_000
MOST_MENTIONS = 20


def say(
    claim: Claim,
    *,
    by: Actor,
    text: str,
    parent: Comment | None = None,
    expected: int | None = None,
) -> Comment:
    """Return the comment (at most 4,000 characters), an answer where `parent` begins a thread.

    An answer opens a resolved thread again. Who is mentioned is told, and who takes part in the
    thread. Raises Invalid about `text` and `parent`.
    """
    comment = Comment(author=by.user, text=text)
    if not text.strip():
        raise Invalid(_("Write what you want to say."), field="text")
    checked(comment, ("text",))
    with step("comment", claim, by=by, expected=expected) as s:
        refuse_too_many(s.thing, more=1)
        comment.claim, comment.verdict = s.thing, _in_review(s.thing)
        comment.parent = _beginning(parent, s) if parent else None
        called = _mentioned(comment, s.by)
        s.add(comment)
        comment.mentioned.set(called)
        s.tell(News.MENTIONED, comment, called)
        if comment.parent:
            _answer(s, comment.parent, comment, called)
    return comment


def resolve(comment: Comment, *, by: Actor, expected: int | None = None) -> Comment:
    """Return the beginning of a thread, resolved."""
    with step("resolve", comment, by=by, expected=expected) as s:
        s.thing.resolved_at, s.thing.resolved_by = timezone.now(), s.by.user
    return s.thing


def reopen(comment: Comment, *, by: Actor, expected: int | None = None) -> Comment:
    """Return the beginning of a resolved thread, open again."""
    with step("reopen", comment, by=by, expected=expected) as s:
        s.thing.resolved_at = s.thing.resolved_by = None
    return s.thing


def _answer(s: Step[Claim], parent: Comment, answer: Comment, called: list[User]) -> None:
    # In a blind review a thread that opens again would tell of the answer.
    if answer.verdict is None or not answer.verdict.policy.blind_review:
        s.watch(parent).resolved_at = parent.resolved_by = None
    taking_part = User.objects.filter(
        pk__in=Comment.objects.filter(Q(pk=parent.pk) | Q(parent=parent)).values("author")
    )
    s.tell(News.ANSWERED, answer, taking_part.exclude(pk__in=[user.pk for user in called]))


def _beginning(parent: Comment, s: Step[Claim]) -> Comment:
    """Return what begins a thread on this claim, as it is now; raises Invalid else."""
    threads = Comment.objects.visible_to(s.by).filter(claim=s.thing, parent=None)
    found = threads.filter(pk=parent.pk).first()
    if found is None:
        sentence = _("An answer belongs to the beginning of a thread on the same claim.")
        raise Invalid(sentence, field="parent")
    return found


def _mentioned(comment: Comment, by: Actor) -> list[User]:
    people = User.objects.filter(memberships__team=by.team, is_active=True, is_integration=False)
    members = {user.pk: user for user in people.order_by("pk")}
    names = [(name, pk) for pk, user in members.items() for name in _names(user)]
    called = mentions(comment.text, names)
    if len(called) > MOST_MENTIONS:
        sentence = _("A comment mentions at most %d people.") % MOST_MENTIONS
        raise Invalid(sentence, field="text")
    return [user for pk, user in members.items() if pk in called]


def _names(user: User) -> tuple[str, str]:
    return user.name, user.email.rpartition("@")[0]


def _in_review(claim: Claim) -> Verdict | None:
    revision = claim.revision
    return revision if revision and revision.status == Status.IN_REVIEW else None


def refuse_too_many(claim: Claim, *, more: int) -> None:
    """Raise NotNow where a claim has no room for so many comments more."""
    if claim.comments.count() + more > MOST_COMMENTS:
        raise NotNow(_("This claim has %s comments, and takes no more.") % f"{MOST_COMMENTS:,}")
