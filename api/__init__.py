"""The face for programs: Django REST Framework over the domain's querysets and actions."""
