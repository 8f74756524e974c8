"""The chain of events: how a line is hashed, and how a stream is verified."""
