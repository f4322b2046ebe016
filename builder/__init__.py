"""Coursewright: a compiler for courses."""

__version__ = "0.1.0"
