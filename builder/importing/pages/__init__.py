"""Records, plans and reviews as Markdown."""
