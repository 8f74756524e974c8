"""The Django project: it wires the rooms together and holds no rule."""
