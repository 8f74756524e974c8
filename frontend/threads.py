"""What people say about a claim, in threads, as one member of the team sees it. It only reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from annotations import workflow
from annotations.models import Actor, Claim, Comment, Membership
from annotations.models.comment import Thread as State
from frontend.forms.comments import CommentForm
from frontend.plain import plain


@dataclass(frozen=True)
class Said:
    """A comment, and its text as HTML."""

    comment: Comment
    text: SafeString


@dataclass(frozen=True)
class Thread:
    """What was said under one beginning, the oldest first.

    `begins` is None where a blind review hides the beginning from somebody who answered it. `turn`
    is what this person can do with the whole, resolve or reopen; `form` takes their answer.
    """

    begins: Comment | None
    said: list[Said]
    turn: str
    form: CommentForm | None

    @property
    def is_resolved(self) -> bool:
        """Whether it waits for nothing."""
        return self.begins is not None and self.begins.state == State.RESOLVED


@dataclass(frozen=True)
class Threads:
    """All threads of a claim that this person may see.

    `form` begins another, for those who may; `hides` says that a blind review keeps others' from
    them.
    """

    every: list[Thread]
    form: CommentForm | None
    hides: bool

    @property
    def total(self) -> int:
        """How many comments these are."""
        return sum(len(thread.said) for thread in self.every)

    @property
    def open(self) -> list[Thread]:
        """Those that wait for something."""
        return [thread for thread in self.every if not thread.is_resolved]

    @property
    def resolved(self) -> list[Thread]:
        """The others."""
        return [thread for thread in self.every if thread.is_resolved]


def context(
    claim: Claim, by: Actor, members: Iterable[Membership], typed: Callable[[str], Any]
) -> dict[str, Any]:
    """Return what the page of a claim shows of what is said about it.

    `typed` is a form as it was filled in, by name.
    """
    comments = _comments(claim, by)
    forms = _Forms(by, typed, workflow.refusal("comment", by, claim) is None)
    revision = claim.revision
    beginnings = [comment for comment in comments if comment.parent_id is None]
    return {
        "threads": Threads(
            every=[_thread(key, said, by, forms) for key, said in _grouped(comments).items()],
            form=forms.fresh(None, beginnings),
            hides=revision is not None and revision.is_blind_to(by),
        ),
        "colleagues": [m.user for m in members if m.user != by.user and not m.user.is_integration],
    }


def _comments(claim: Claim, by: Actor) -> list[Comment]:
    found = Comment.objects.visible_to(by).filter(claim=claim)
    comments = list(found.select_related("author", "resolved_by").prefetch_related("mentioned"))
    for comment in comments:
        comment.claim = claim
    return comments


@dataclass(frozen=True)
class _Forms:
    """The forms for comments of one person, one of them perhaps as it was typed."""

    by: Actor
    typed: Callable[[str], Any]
    allowed: bool

    def fresh(
        self, parent: int | None, said: Sequence[Comment], *, is_open: bool = True
    ) -> CommentForm | None:
        """Return the form for an answer, or for a new thread; None for those who may not.

        Who wants to answer in a resolved thread reopens it. What was typed is shown in any case.
        """
        own = max((c.pk for c in said if c.author_id == self.by.user.pk), default=0)
        form = CommentForm.empty(parent, own)
        form = self.typed(form.name) or form
        if parent:
            form.fields["text"].label = _("Answer to %s") % said[0].author
        return form if form.is_bound or (self.allowed and is_open) else None


def _grouped(comments: Iterable[Comment]) -> dict[int, list[Comment]]:
    """Return the comments by what begins their thread."""
    groups: dict[int, list[Comment]] = {}
    for comment in comments:
        groups.setdefault(comment.parent_id or comment.pk, []).append(comment)
    return groups


def _thread(key: int, said: list[Comment], by: Actor, forms: _Forms) -> Thread:
    begins = said[0] if said[0].pk == key else None
    return Thread(
        begins,
        [Said(comment, plain(comment.text, comment.mentioned.all())) for comment in said],
        turn=_turn(begins, by) if begins else "",
        form=forms.fresh(key, said, is_open=not begins.resolved_at) if begins else None,
    )


def _turn(begins: Comment, by: Actor) -> str:
    action = "reopen" if begins.resolved_at else "resolve"
    return "" if workflow.refusal(action, by, begins) else action
