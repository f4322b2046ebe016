"""Markdown records, plans and reviews to a course's YAML, and back."""
