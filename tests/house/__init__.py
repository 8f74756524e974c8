"""Tests of the house itself: its rules, read from the source."""
