"""The face for people: templates, htmx and small ES modules."""
