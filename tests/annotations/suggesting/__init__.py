"""Tests of annotations/suggesting."""
