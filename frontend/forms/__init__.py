"""What people fill in: the shape of it, never the rules."""
