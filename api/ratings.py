"""What a program says about a rating, as a word of the team's scale."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from annotations.errors import Invalid
from annotations.models import Actor, Rating


def rating_of(actor: Actor, chosen: str | int) -> Rating:
    """Return a rating of the actor's team by its slug or its id.

    Raises Http404 for an id that the team does not have, Invalid for a slug.
    """
    ratings = Rating.objects.visible_to(actor).select_related("scale")
    if isinstance(chosen, int):
        return get_object_or_404(ratings, pk=chosen)
    rating = next((r for r in ratings if r.slug == chosen), None)
    if rating is None:
        raise Invalid(_("There is no such rating on the team's scale."), field="rating")
    return rating
