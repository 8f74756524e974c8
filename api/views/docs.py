"""The browsable documentation, from files of our own: nothing is loaded from elsewhere."""

from __future__ import annotations

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularSwaggerSplitView

STYLES = {"style-src": [UNSAFE_INLINE]}
"""Swagger UI writes styles into its elements; scripts stay with the site's own policy."""


@method_decorator(csp_update(STYLES), name="dispatch")
class Docs(SpectacularSwaggerSplitView):
    """Swagger UI over the schema; its script comes by itself, as the site's policy asks."""
