"""What a fact-check rests on and looks like: dossier, ClaimReview, Markdown."""
