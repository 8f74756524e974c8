"""Tests of the benchmarks: their figures have to be right."""
