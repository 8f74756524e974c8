"""Articles from pages of the web: by their HTML, or by their address alone."""

from __future__ import annotations

from typing import Any

from annotations import workflow
from annotations.actions.articles import FIELDS, NewArticle
from annotations.actions.content import checked
from annotations.errors import Invalid, TooLarge
from annotations.intake import fetching, pages
from annotations.models import Actor, Article


def article_in(html: str, *, url: str, by: Actor, **about: Any) -> NewArticle:
    """Return what a page says, ready to be added; what is said `about` it counts for more.

    Raises TooLarge, Invalid where there is no text in it, and NotAllowed: reading takes time.
    """
    _refuse_others(by)
    page = pages.read(html, url)
    found = {name: getattr(page, name) for name in FIELDS if hasattr(page, name)}
    said = {name: value for name, value in about.items() if value}
    # A page without a title is called by its address.
    title = page.title or url[:500]
    return NewArticle(text=page.text, url=url, **(found | {"title": title} | said))


def article_at(url: str, *, by: Actor, **about: Any) -> NewArticle:
    """Return the same of the page at an address. Raises Invalid, about "url", in every trouble.

    Only for whoever may add articles: the desk asks no address for others.
    """
    _refuse_others(by)
    url = checked(Article(url=url), ("url",)).url
    try:
        return article_in(fetching.page(url), url=url, by=by, **about)
    except (Invalid, TooLarge) as error:
        raise Invalid(error.sentence, field="url") from error


def _refuse_others(by: Actor) -> None:
    """Raise the table's refusal to whoever may not add articles."""
    if refusal := workflow.refusal("add_article", by, by.team):
        raise refusal
