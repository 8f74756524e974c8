"""Telling programs outside what happens at the desk: at least once, in order, signed."""
