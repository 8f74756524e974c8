"""The reading room: an article, its highlights, and what happens in it meanwhile."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from annotations.actions import claims
from annotations.models import ArticleVersion
from frontend import live, sayings
from frontend.aim import aim
from frontend.amounts import understood
from frontend.forms.highlights import HighlightForm
from frontend.reading import address, room
from frontend.room import Change, changed, dismissed_on, everything, more_or_fewer, news
from frontend.sentence_list import listed
from frontend.views.desk import DeskRequest, desk


@require_safe
@desk
def article(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the article with its marks and cards.

    `?state=` filters, `?show=` says how many suggestions, `?view=sentences` lists the sentences.
    `?move=` and `?mark=` say what the words are for that are marked next.
    """
    read = room(request.actor, pk, request.GET.get("state", ""), request.GET.get("show", ""))
    context = {
        "room": read,
        "pulse": live.first_pulse(request.actor, read.article),
        "aim": (aimed := aim(request, read.article, request.actor)),
        "phrases": sayings.phrases(aimed.hint if aimed else read.refusal),
        "reasons": sayings.REASONS,
    }
    if request.GET.get("view") == "sentences":
        return render(request, "workspace/sentences.html", context | {"listed": listed(read)})
    return render(request, "workspace/article.html", context)


@require_safe
@desk
def pulse(request: DeskRequest, pk: int) -> HttpResponse:
    """Answer 204 where nothing is new; else how much is, or, where it may be shown, all of it."""
    seen = live.Seen.told(request.GET)
    found = live.pulse(request.actor, pk, seen)
    told = request.GET.get("state", ""), request.GET.get("shown", "")
    if "fresh" in request.GET:
        return everything(request, room(request.actor, pk, *told))
    if found is None:
        return HttpResponse(status=204)
    # The text does not change under the reader, unless it was they who changed it, or unless they
    # wait for the first suggestions.
    waited = bool(seen.job) and not found.waits and "empty" in request.GET
    if found.seq != seen.since and (waited or not found.updates):
        return everything(request, room(request.actor, pk, *told))
    return news(request, pk, found)


@require_safe
@desk
def show(request: DeskRequest, pk: int) -> HttpResponse:
    """Show more suggestions, or fewer: `?show=` is wanted, `?shown=` is what the page shows."""
    state, was, wanted = (request.GET.get(name, "") for name in ("state", "shown", "show"))
    now = room(request.actor, pk, state, wanted)
    if not request.htmx:
        return redirect(address(pk, state=now.state, show=now.show))
    return more_or_fewer(request, now, understood(was))


@require_POST
@desk
def highlight(request: DeskRequest, pk: int) -> HttpResponse:
    """Make a claim of the words that somebody chose; the same words again are the same claim."""
    form = HighlightForm(request.POST)
    version = version_of(request, pk)
    span = form.chosen(version)
    dismissed = dismissed_on(request.actor, version, span.start, span.end)
    claim, created = claims.highlight(
        version,
        by=request.actor,
        start=span.start,
        end=span.end,
        statement=form.cleaned_data["statement"],
    )
    again = claim.pk in dismissed
    said = sayings.highlighted(claim, request.actor, created=created, again=again)
    undo = ("claim_dismiss", claim.pk, claim.version) if created or again else None
    return changed(request, pk, Change(said, key=f"claim-{claim.pk}", undo=undo))


def version_of(request: DeskRequest, pk: int) -> ArticleVersion:
    """Return the text of an article in which a form says that words were marked."""
    wanted = request.POST.get("version", "")
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 19 else 0
    versions = ArticleVersion.objects.visible_to(request.actor).select_related("article__team")
    return get_object_or_404(versions, article__id=pk, pk=number)
