"""How a page from outside becomes an article: only its words come in, never its HTML."""
