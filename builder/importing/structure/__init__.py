"""Markdown taken apart: blocks, tables, labels, words."""
