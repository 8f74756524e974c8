"""One file a noun: read what was sent, call an action, show the result."""
