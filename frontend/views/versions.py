"""The texts of an article: an earlier one, and adding a new one."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from annotations import workflow
from annotations.actions import pages, versions
from annotations.actions.articles import NewArticle
from annotations.errors import Invalid, NotNow, Stale, TooLarge
from annotations.models import Article
from frontend.captures import captures
from frontend.differences import inline
from frontend.forms.articles import VersionForm
from frontend.forms.seen import seen
from frontend.views.desk import STATUS, DeskRequest, desk


@require_safe
@desk
def version(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """Show one text of an article to read, with what is otherwise in the newest."""
    article = get_object_or_404(_articles(request), pk=pk)
    shown = get_object_or_404(article.versions, number=number)
    newest = article.current
    context = {
        "article": article,
        "version": shown,
        "captures": captures(article, request.actor),
        "difference": inline(shown.text, newest.text) if newest and newest != shown else None,
    }
    return render(request, "articles/version.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def add(request: DeskRequest, pk: int) -> HttpResponse:
    """Add a newer text: pasted, or read at the article's address and looked at first."""
    article = get_object_or_404(_articles(request), pk=pk)
    if refusal := workflow.refusal("add_version", request.actor, article):
        raise refusal
    known = {name: getattr(article, name) for name in versions.HEADLINE}
    form, status = VersionForm(request.POST or None, initial=known), 200
    try:
        if "read" in request.POST:
            found = pages.article_at(article.url, by=request.actor)
            form = VersionForm(initial={**known, **_said(found)})
        elif form.is_valid():
            return added_version(request, article, form.cleaned_data, expected=seen(request.POST))
        elif form.is_bound:
            status = 422
    except (Invalid, TooLarge, Stale, NotNow) as refused:
        form.errors.clear()
        form.take(refused)
        status = STATUS[refused.code]
        article.refresh_from_db()
    context = {"form": form, "article": article}
    return render(request, "articles/add_version.html", context, status=status)


def added_version(
    request: DeskRequest,
    article: Article,
    sent: Mapping[str, str],
    *,
    expected: int | None = None,
) -> HttpResponse:
    """Add the text to the article, and show it with what has become of the claims."""
    added, is_new, counts = versions.add_version(
        article, by=request.actor, expected=expected, **sent
    )
    said = {"number": added.number, **counts._asdict()}
    sentence = _(
        "Version %(number)d is added. Quotes as they were: %(exact)d; changed: %(changed)d; "
        "gone: %(orphan)d."
    )
    messages.success(request, sentence % said if is_new else _("This text is here already."))
    return redirect("article", pk=article.pk)


def _said(found: NewArticle) -> dict[str, str]:
    """Return what a page says in place of what is known, where it says something."""
    told = {name: getattr(found, name) for name in ("text", *versions.HEADLINE)}
    # A page without a title is called by its address.
    return {name: words for name, words in told.items() if words not in ("", found.url)}


def _articles(request: DeskRequest) -> QuerySet[Article]:
    found = Article.objects.visible_to(request.actor).filter(current__isnull=False)
    return found.select_related("current", "team")
