"""The verbs, one file a noun. Reading is a queryset; changing is one of these."""
