"""Benchmarks: whole programs, measured from outside, printed as a table."""
