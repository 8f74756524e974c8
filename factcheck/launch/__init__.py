"""`make run`: the programs of the desk, started together, watched, and ended together.

The launcher stays small for as long as the desk runs, so it imports neither Django nor Celery.
"""
