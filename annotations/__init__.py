"""The domain: what a newsroom checks, who may do what, and the history of it."""
