"""Training the shipped model. Nothing here runs on the desk: it needs requirements-train.txt."""
