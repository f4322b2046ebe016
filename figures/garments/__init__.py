"""Garments drawn from known factors: a data set that needs no download."""

from __future__ import annotations

from figures.garments.draw import CLASSES, Garments, draw_garments

__all__ = ["CLASSES", "Garments", "draw_garments"]
