"""The list of articles, and adding one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import BooleanField, Count, ExpressionWrapper, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from annotations import workflow
from annotations.actions import pages
from annotations.actions.articles import add_article
from annotations.actions.versions import version_of
from annotations.errors import Invalid, NotNow, TooLarge
from annotations.models import Actor, Article, Claim, Suggestion
from annotations.models.claim import Triage
from frontend.asked import asked
from frontend.forms.articles import ArticleForm
from frontend.states import ORDER, state_of
from frontend.views.desk import STATUS, DeskRequest, desk
from frontend.views.versions import added_version

PAGE = 50


@dataclass(frozen=True)
class Line:
    """An article in the list, with how many of its claims stand where."""

    article: Article
    counts: list[tuple[str, int]]


@require_safe
@desk
def articles(request: DeskRequest) -> HttpResponse:
    """Show the newest articles, or those before one, of which the title has some words."""
    words, before = asked(request), request.GET.get("before", "")
    found = _found(request.actor, words, before)
    shown = found[:PAGE]
    refusal = workflow.refusal("add_article", request.actor, request.actor.team)
    context = {
        "lines": _lines(request.actor, shown),
        "words": words,
        "before": before,
        "older": shown[-1].pk if len(found) > PAGE else None,
        "refusal": refusal,
    }
    return render(request, "articles/articles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def add(request: DeskRequest) -> HttpResponse:
    """Add an article; the same text from the same address leads to the one that is there."""
    refusal = workflow.refusal("add_article", request.actor, request.actor.team)
    if refusal:
        raise refusal
    form = ArticleForm(request.POST or None)
    status = 422 if form.is_bound else 200
    try:
        if form.is_valid():
            return _added(request, form)
        if form.is_an_address_alone:
            return _read(request, form)
    except (Invalid, TooLarge, NotNow) as refused:
        form.errors.clear()
        form.take(refused)
        status = STATUS[refused.code]
    return render(request, "articles/add.html", {"form": form}, status=status)


def _read(request: DeskRequest, form: ArticleForm) -> HttpResponse:
    """Show what the page at the address says, to be looked at before it is added."""
    found = pages.article_at(form.cleaned_data["url"], by=request.actor)
    here = _other_text(request.actor, found.url, found.text)
    context = {"form": form.filled_in(found), "is_found": True, "here": here}
    return render(request, "articles/add.html", context)


def _added(request: DeskRequest, form: ArticleForm) -> HttpResponse:
    new, way = form.content(), request.POST.get("way", "")
    here = _other_text(request.actor, new.url, new.text) if way != "another" else None
    if here and way == "version":
        said = {"text": new.text, "title": new.title, "byline": new.byline or here.byline}
        return added_version(request, here, said)
    if here:
        return render(request, "articles/add.html", {"form": form, "here": here}, status=409)
    article, created = add_article(new, by=request.actor)
    if not created:
        sentence = _("This text is here already: %(who)s added it. Nothing was added twice.")
        messages.info(request, sentence % {"who": article.added_by})
    return redirect("article", pk=article.pk)


def _other_text(actor: Actor, url: str, text: str) -> Article | None:
    """Return the team's article of this address, where it has other texts only."""
    same = Article.objects.visible_to(actor).filter(url=url) if url else Article.objects.none()
    here = same.select_related("current").order_by("-pk").first()
    if here is None:
        return None
    sha256 = version_of(here, text, source="pasted").sha256
    return None if same.filter(versions__sha256=sha256).exists() else here


def _found(actor: Actor, words: str, before: str) -> list[Article]:
    """Return one article more than a page shows, so that it is known whether there are older."""
    articles = Article.objects.visible_to(actor).select_related("added_by").order_by("-pk")
    if words:
        articles = articles.filter(title__icontains=words)
    if before.isdecimal() and len(before) < 19:
        articles = articles.filter(pk__lt=int(before))
    return list(articles[: PAGE + 1])


def _lines(actor: Actor, articles: list[Article]) -> list[Line]:
    counts = _counts(actor, [article.pk for article in articles])
    return [
        Line(article, [(state, n) for state in ORDER if (n := counts.get((article.pk, state)))])
        for article in articles
    ]


def _counts(actor: Actor, pks: list[int]) -> dict[tuple[int, str], int]:
    """Return how many claims and open suggestions each article has in each state."""
    claims: Any = (
        Claim.objects.visible_to(actor)
        .filter(article__in=pks, triage=Triage.OPEN)
        .annotate(is_settled=ExpressionWrapper(Q(needs_recheck=[]), BooleanField()))
        .values_list("article", "triage", "current__status", "is_settled")
        .annotate(n=Count("pk"))
    )
    suggestions: Any = (
        Suggestion.objects.visible_to(actor)
        .filter(version__article__in=pks)
        .open()
        .proposed()
        .order_by()
        .values_list("version__article")
        .annotate(n=Count("pk"))
    )
    counts: Counter[tuple[int, str]] = Counter()
    for article, triage, status, is_settled, n in claims:
        counts[article, state_of(triage, status, needs_recheck=not is_settled)] += n
    counts.update({(article, "suggested"): n for article, n in suggestions})
    return counts
