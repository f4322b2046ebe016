"""Bags, seen from the front."""

from __future__ import annotations

import numpy as np

from figures.garments.cloth import Factors, cloth, contrast
from figures.garments.shapes import UNITS, Array, X, Y, along_y, box, coverage, curve, each, paint, ring


def draw_bag(f: Factors, random: np.random.Generator) -> Array:
    """Pictures (n, SIDE, SIDE) of bags: a body that tapers, a handle or none, a flap and a clasp."""
    n, ones = len(f["corner"]), np.ones_like(f["corner"])
    middle = UNITS / 2 + 0.5 * f["handle_height"]
    top, bottom = middle - f["bag_height"], np.minimum(middle + f["bag_height"], 27.4)
    at_top, at_bottom = f["bag_width"] - np.maximum(f["taper"], 0), f["bag_width"] + np.minimum(f["taper"], 0)
    half = curve([(top, at_top), (bottom, at_bottom)], n)
    shape = tapered(half, top, bottom, f["corner"])
    picture = handle(f, top, ones) * 0.85 * each(f["brightness"])
    greys = cloth(f, random, roundness=16.0)
    closing(f, greys, top, bottom)
    paint(picture, shape, greys)
    return picture


def tapered(half: Array, top: Array, bottom: Array, corner: Array) -> Array:
    """Coverage of a body with round corners whose half width runs along the rows."""
    dx = np.abs(X - UNITS / 2) - along_y(half) + each(corner)
    dy = np.abs(Y - each((top + bottom) / 2)) - each((bottom - top) / 2 - corner)
    outside = np.hypot(np.maximum(dx, 0), np.maximum(dy, 0)) + np.minimum(np.maximum(dx, dy), 0)
    return coverage(each(corner) - outside)


def handle(f: Factors, top: Array, ones: Array) -> Array:
    """Coverage of the bow over the bag."""
    high = np.maximum(f["handle_height"], 0.5)
    bow = ring((UNITS / 2 * ones, top + 0.5), (f["handle_width"], high), f["handle_thickness"])
    return bow * (each(top + 0.8) > Y) * each(f["handle_height"] > 0)


def closing(f: Factors, greys: Array, top: Array, bottom: Array) -> None:
    """Paint the flap's edge and the clasp."""
    ones = np.ones_like(top)
    edge = top + f["flap_height"] * (bottom - top)
    paint(greys, coverage(0.5 - np.abs(Y - each(edge))) * each(f["flap"] > 0), contrast(f, f["flap"]))
    paint(greys, coverage(each(edge) - Y) * each(f["flap"] > 0) * 0.5, contrast(f, 0.5 * f["flap"]))
    clasp = box((UNITS / 2 * ones, edge), (1.4 * ones, 1.0 * ones), 0.3 * ones)
    paint(greys, clasp * each(f["clasp"] > 0), contrast(f, f["clasp"]))
