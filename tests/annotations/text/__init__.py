"""Tests of annotations/text."""
