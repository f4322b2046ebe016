"""Text to values that know their place: YAML, Markdown, digests."""
