"""The factors that garments are drawn from: what may vary in each class, and how far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from figures.garments.shapes import Array


@dataclass(frozen=True)
class Range:
    """A factor's values: evenly spread from `low` to `high` in a `share` of the garments, 0 in the others."""

    low: float
    high: float
    share: float = 1.0

    def draw(self, random: np.random.Generator, n: int) -> Array:
        """n values of the factor."""
        values = random.uniform(self.low, self.high, n)
        present = random.uniform(0, 1, n) < self.share
        return np.where(present, values, 0.0).astype(np.float32)


CLOTH = {
    "brightness": Range(0.30, 1.0),
    "shading": Range(0.02, 0.22),
    "texture": Range(0.04, 0.20, share=0.55),
    "stripes": Range(0.12, 0.38, share=0.14),
    "period": Range(2.2, 4.6),
}
"""What all garments share: grey level, fall of light, blotches, and the depth and spacing of stripes."""

TOP = CLOTH | {
    "sleeve_length": Range(19.0, 22.5),
    "sleeve_angle": Range(0.15, 0.23),
    "sleeve_width": Range(1.7, 2.2),
    "body_length": Range(24.0, 26.5),
    "chest": Range(5.0, 6.1),
    "waist": Range(-0.9, 0.3),
    "flare": Range(-0.4, 0.9),
    "shoulder": Range(2.0, 3.2),
    "neck_width": Range(1.9, 3.0),
    "neck_depth": Range(0.6, 1.8),
    "collar": Range(0, 0),
    "opening": Range(0, 0),
    "buttons": Range(0, 0),
    "checks": Range(0, 0),
    "logo": Range(0, 0),
    "belt": Range(0, 0),
}
"""What all garments for the upper body share; a class changes some of the ranges."""

T_SHIRT = TOP | {
    "sleeve_length": Range(5.4, 9.8),
    "sleeve_angle": Range(0.62, 0.92),
    "sleeve_width": Range(2.4, 3.2),
    "chest": Range(5.6, 7.2),
    "waist": Range(-0.5, 0.2),
    "flare": Range(-0.2, 0.6),
    "neck_width": Range(2.4, 3.6),
    "neck_depth": Range(1.0, 3.4),
    "logo": Range(0.2, 0.5, share=0.4),
}

TROUSER = CLOTH | {
    "body_length": Range(25.0, 27.0),
    "waist_width": Range(3.4, 4.6),
    "hip": Range(0.5, 1.3),
    "rise": Range(6.0, 9.0),
    "hem": Range(1.5, 2.7),
    "stance": Range(0.7, 2.4),
    "slant": Range(-0.6, 0.6),
    "crease": Range(0.06, 0.25, share=0.7),
    "stripes": Range(0.1, 0.25, share=0.06),
}

PULLOVER = TOP | {
    "sleeve_width": Range(1.8, 2.4),
    "chest": Range(5.2, 6.4),
    "neck_width": Range(2.0, 3.2),
    "neck_depth": Range(0.6, 3.0),
    "logo": Range(0.2, 0.5, share=0.25),
    "stripes": Range(0.12, 0.35, share=0.22),
    "belt": Range(0.10, 0.25, share=0.55),
}

DRESS = TOP | {
    "sleeve_length": Range(4.0, 15.0, share=0.55),
    "sleeve_angle": Range(0.12, 0.30),
    "sleeve_width": Range(1.3, 1.9),
    "body_length": Range(25.5, 27.2),
    "chest": Range(3.0, 4.3),
    "waist": Range(-1.0, 0.0),
    "flare": Range(0.2, 4.2),
    "shoulder": Range(1.2, 2.4),
    "neck_width": Range(1.4, 2.4),
    "neck_depth": Range(1.0, 3.6),
    "belt": Range(0.15, 0.35, share=0.3),
}

COAT = TOP | {
    "body_length": Range(25.8, 27.2),
    "chest": Range(5.0, 6.0),
    "flare": Range(-0.2, 1.2),
    "stripes": Range(0.1, 0.25, share=0.05),
    "neck_depth": Range(1.0, 2.4),
    "collar": Range(2.0, 4.2),
    "opening": Range(0.3, 0.6),
    "buttons": Range(0.3, 0.6, share=0.5),
    "belt": Range(0.15, 0.35, share=0.25),
}

SHIRT = TOP | {
    "sleeve_length": Range(6.0, 22.0),
    "sleeve_angle": Range(0.14, 0.32),
    "sleeve_width": Range(1.8, 2.4),
    "chest": Range(5.2, 6.4),
    "collar": Range(1.0, 2.2, share=0.85),
    "opening": Range(0.10, 0.22),
    "buttons": Range(0.25, 0.5, share=0.85),
    "checks": Range(0.12, 0.35, share=0.45),
    "stripes": Range(0, 0),
}

SHOE = CLOTH | {
    "shoe_length": Range(24.5, 27.2),
    "sole": Range(1.3, 2.9),
    "sole_brightness": Range(0.25, 1.0),
    "toe_height": Range(2.8, 4.2),
    "instep": Range(5.2, 6.8),
    "shaft_height": Range(8.0, 10.8),
    "heel_height": Range(0.0, 0.8),
    "heel_width": Range(7.0, 9.0),
    "laces": Range(0.25, 0.5, share=0.8),
    "side_stripe": Range(0.2, 0.5, share=0.6),
    "stripes": Range(0, 0),
}

SNEAKER = SHOE

ANKLE_BOOT = SHOE | {
    "shoe_length": Range(23.0, 26.5),
    "sole": Range(0.9, 1.9),
    "toe_height": Range(2.6, 4.0),
    "instep": Range(5.0, 7.0),
    "shaft_height": Range(13.0, 21.0),
    "heel_height": Range(0.8, 4.8),
    "heel_width": Range(3.2, 7.6),
    "laces": Range(0.2, 0.45, share=0.35),
    "side_stripe": Range(0.15, 0.35, share=0.25),
}

SANDAL = CLOTH | {
    "brightness": Range(0.38, 1.0),
    "shoe_length": Range(24.0, 27.2),
    "sole": Range(1.2, 2.8),
    "heel_height": Range(0.2, 9.0),
    "heel_width": Range(1.4, 12.0),
    "straps": Range(1.0, 3.99),
    "strap_height": Range(3.0, 5.6),
    "strap_width": Range(1.5, 3.0),
    "ankle_strap": Range(3.5, 7.0, share=0.65),
    "stripes": Range(0, 0),
}

BAG = CLOTH | {
    "bag_width": Range(8.5, 12.8),
    "bag_height": Range(5.2, 9.2),
    "taper": Range(-1.2, 2.4),
    "corner": Range(0.6, 3.0),
    "handle_height": Range(3.0, 9.0, share=0.85),
    "handle_width": Range(3.2, 7.0),
    "handle_thickness": Range(0.8, 1.8),
    "flap": Range(0.15, 0.4, share=0.55),
    "flap_height": Range(0.25, 0.6),
    "clasp": Range(0.3, 0.6, share=0.6),
    "stripes": Range(0.1, 0.25, share=0.06),
}

RANGES: dict[str, Mapping[str, Range]] = {
    "T-shirt/top": T_SHIRT,
    "Trouser": TROUSER,
    "Pullover": PULLOVER,
    "Dress": DRESS,
    "Coat": COAT,
    "Sandal": SANDAL,
    "Shirt": SHIRT,
    "Sneaker": SNEAKER,
    "Bag": BAG,
    "Ankle boot": ANKLE_BOOT,
}
"""Every class with its factors, in the order of Fashion-MNIST's labels."""


def draw_factors(name: str, random: np.random.Generator, n: int) -> dict[str, Array]:
    """n values for each factor of a class."""
    return {factor: values.draw(random, n) for factor, values in RANGES[name].items()}
