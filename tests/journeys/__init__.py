"""Whole stories, from the first word to the last, through the desk's own actions."""
