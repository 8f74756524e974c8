"""Shapes: what comes in and what goes out. The rules are the domain's."""
