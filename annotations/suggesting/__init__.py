"""Which sentences of an article are worth checking, and why."""
