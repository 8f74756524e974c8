"""Tests of the project that wires the rooms: settings and launcher."""
