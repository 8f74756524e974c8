"""An article that a model has read, sentence by sentence, as a test needs it."""

from collections.abc import Sequence

from annotations.actions import suggestions as actions
from annotations.models import Actor, Article, Suggestion
from annotations.models.suggestion import Level
from annotations.suggesting import proposing
from annotations.suggesting.rules import Rules
from annotations.suggesting.sentences import split
from tests.cast import an_article

MODEL = "test-model-1"
LEVELS = (*[Level.STRICT] * 2, *[Level.USUAL] * 3, *[Level.BROAD] * 4, *[Level.REST] * 3)
"""Two strict ones, five usual ones, nine broad ones; of twelve sentences."""


def a_read_article(by: Actor, levels: Sequence[Level] = LEVELS, *, model: str = MODEL) -> Article:
    """An article of one sentence a level. The last sentence is the best."""
    lines = [f"The port paid {n} million euros in {1900 + n}." for n in range(len(levels), 0, -1)]
    paragraphs = [" ".join(lines[n : n + 4]) for n in range(0, len(lines), 4)]
    article = an_article(by, title="What the port paid", text="\n\n".join(paragraphs))
    read(article, levels, model=model)
    return article


def read(article: Article, levels: Sequence[Level] = LEVELS, *, model: str = MODEL) -> None:
    """Let a model have read the text: of its sentences the last is the best, and so on up."""
    assert article.current
    spans = split(article.current.text)[::-1][: len(levels)]
    Suggestion.objects.bulk_create(
        Suggestion(
            version=article.current,
            start=start,
            end=end,
            score=round(1 - rank / (len(levels) + 1), 3),
            scores={"p_cfs": 0.7, "p_ufs": 0.2, "p_nfs": 0.1},
            reasons=["number", "money"],
            model_id=model,
            rank=rank,
            level=level,
        )
        for rank, ((start, end), level) in enumerate(zip(spans, levels, strict=True), start=1)
    )


def suggestions(article: Article) -> list[Suggestion]:
    """What was found, the best first."""
    return list(Suggestion.objects.filter(version=article.current).order_by("rank"))


def proposed(article: Article, by: Actor) -> list[Suggestion]:
    """What the rules propose in an article, in reading order."""
    assert article.current
    model = Rules()
    found = proposing.propose(article.current.text, article.title, model)
    actions.replace(article.current, found, by=by, scorer=model)
    return list(Suggestion.objects.filter(version=article.current).proposed().order_by("start"))
