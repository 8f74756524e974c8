"""Tests of the room in which pages become articles."""
