"""The states of claims and suggestions, in the order in which every bar and list names them."""

ORDER = ("suggested", "open", "draft", "in_review", "returned", "approved", "published")

DISMISSED = "dismissed"
