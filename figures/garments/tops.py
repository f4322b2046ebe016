"""Garments for the upper body, and trousers: seen from the front, symmetric about the middle line."""

from __future__ import annotations

import numpy as np

from figures.garments.cloth import Factors, cloth, contrast
from figures.garments.shapes import (
    UNITS,
    Array,
    X,
    Y,
    beside,
    coverage,
    curve,
    each,
    limb,
    paint,
    ring,
)

TOP_EDGE = 1.2
MIDDLE = UNITS / 2


def body(f: Factors, wider: float = 0.0) -> Array:
    """Coverage of the trunk, from the neck over the shoulders down to the hem."""
    chest, n = f["chest"], len(f["chest"])
    hem = TOP_EDGE + f["body_length"]
    profile = curve(
        [
            (TOP_EDGE, f["neck_width"]),
            (TOP_EDGE + f["shoulder"], chest - 0.3),
            (TOP_EDGE + 0.30 * f["body_length"], chest),
            (TOP_EDGE + 0.55 * f["body_length"], chest + f["waist"]),
            (hem, chest + f["flare"]),
        ],
        n,
    )
    return beside(profile + wider) * coverage(each(hem) - Y) * coverage(Y - TOP_EDGE)


def sleeves(f: Factors) -> Array:
    """Coverage of both sleeves; none where the length is 0."""
    length = np.maximum(f["sleeve_length"], 0.5)
    start = (f["chest"] - 0.75 * f["sleeve_width"], TOP_EDGE + f["shoulder"] + 0.45 * f["sleeve_width"])
    shape = limb(start, f["sleeve_angle"], length, (f["sleeve_width"], 0.62 * f["sleeve_width"]), mirror=True)
    return shape * each(f["sleeve_length"] > 0)


def neckline(f: Factors) -> Array:
    """Coverage of the opening for the neck."""
    profile = curve([(TOP_EDGE - 0.6, f["neck_width"]), (TOP_EDGE + f["neck_depth"], 0.0)], len(f["chest"]))
    return beside(profile - 0.25) * coverage(each(TOP_EDGE + f["neck_depth"]) - Y)


def fastening(f: Factors, picture: Array) -> None:
    """Paint the front opening from neck to hem, and its buttons."""
    top, bottom = each(TOP_EDGE + f["neck_depth"]), each(TOP_EDGE + f["body_length"])
    within = coverage(Y - top) * coverage(bottom - Y)
    dark = contrast(f, 0.15 + 0.5 * f["opening"])
    paint(picture, coverage(each(f["opening"]) - np.abs(X - MIDDLE)) * within * each(f["opening"] > 0), dark)
    row = np.abs(((Y - top) % 4.0) - 2.0)
    knobs = coverage(0.65 - np.hypot(X - MIDDLE, row)) * within
    paint(picture, knobs * each(f["buttons"] > 0), contrast(f, 0.2 + f["buttons"]))


def collar(f: Factors, picture: Array) -> None:
    """Paint the two leaves of a collar along the neckline."""
    size = np.maximum(f["collar"], 0.1)
    start = (f["neck_width"] * 0.75, np.full_like(size, TOP_EDGE + 0.2))
    width = (0.45 + 0.22 * size, np.full_like(size, 0.4))
    leaf = limb(start, np.full_like(size, -0.55), 1.2 + size, width, mirror=True)
    paint(picture, leaf * each(f["collar"] > 0), contrast(f, np.full_like(size, 0.16)))


def trimmings(f: Factors, picture: Array) -> None:
    """Paint what some have: a print on the chest, a belt or a ribbed hem."""
    ones = np.ones_like(f["chest"])
    chest = (MIDDLE * ones, (TOP_EDGE + 0.36 * f["body_length"]) * ones)
    paint(picture, ring(chest, (2.0 * ones, 1.2 * ones), 1.6 * ones) * each(f["logo"] > 0), contrast(f, f["logo"]))
    at = each(TOP_EDGE + np.where(f["chest"] > 5, 0.94, 0.52) * f["body_length"])
    paint(picture, coverage(0.9 - np.abs(Y - at)) * each(f["belt"] > 0), contrast(f, f["belt"]))


def draw_top(f: Factors, random: np.random.Generator) -> Array:
    """Pictures (n, SIDE, SIDE) of T-shirts, pullovers, dresses, coats and shirts: one cut, other measures."""
    trunk, arms = body(f), sleeves(f)
    front = cloth(f, random)
    trimmings(f, front)
    fastening(f, front)
    picture = arms * cloth(f, random, roundness=11.0) * 0.93
    picture *= 1 - 0.7 * body(f, wider=0.7) * (Y > TOP_EDGE + 5.5)
    paint(picture, trunk, front)
    picture *= 1 - 0.92 * neckline(f)
    collar(f, picture)
    return picture


def leg(f: Factors) -> tuple[Array, Array]:
    """A trouser leg's outer and inner profile, (n, SIDE) each, as distances from the middle line."""
    n, hem = len(f["hip"]), TOP_EDGE + f["body_length"]
    hip = f["waist_width"] + f["hip"]
    outer = [
        (TOP_EDGE, f["waist_width"]),
        (TOP_EDGE + f["rise"], hip),
        (0.5 * (TOP_EDGE + f["rise"] + hem), 0.5 * (hip + f["stance"] + 2 * f["hem"])),
        (hem, f["stance"] + 2 * f["hem"]),
    ]
    inner = [(TOP_EDGE + f["rise"], -0.6), (TOP_EDGE + f["rise"] + 3, 0.35 * f["stance"]), (hem, f["stance"])]
    return curve(outer, n), curve(inner, n)


def draw_trouser(f: Factors, random: np.random.Generator) -> Array:
    """Pictures (n, SIDE, SIDE) of trousers."""
    outer, inner = leg(f)
    hem = each(TOP_EDGE + f["body_length"])
    middle = MIDDLE + each(f["slant"]) * (Y / UNITS - 0.5) * 2
    shape = beside(outer, middle) * (1 - beside(inner, middle)) * coverage(hem - Y) * coverage(Y - TOP_EDGE)
    crease = coverage(0.6 - np.abs(np.abs(X - middle) - (outer + inner)[:, :, None] / 2))
    picture = cloth(f, random)
    picture *= 1 - each(f["crease"]) * crease * (each(TOP_EDGE + f["rise"]) < Y)
    paint(picture, coverage(0.8 - np.abs(Y - TOP_EDGE - 1.0)), contrast(f, np.full_like(f["hem"], 0.12)))
    return np.asarray(picture * shape, np.float32)
