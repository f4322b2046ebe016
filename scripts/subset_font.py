"""Make the math font of the pages: the part of STIX Two Math that ordinary formulas use, as WOFF2.

    python scripts/subset_font.py STIXTwoMath-Regular.ttf builder/pages/static/fonts/stix-two-math.woff2

The source font (https://github.com/stipub/stixfonts, SIL Open Font License 1.1) also comes with the
PyPI package `ziamath`, in `ziamath/fonts/`.  Needs `fonttools` and `brotli`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SIGNS = [(0x20, 0x40), (0x5B, 0x60), (0x7B, 0x7E), (0xA0, 0xA0), (0xAC, 0xAC), (0xB1, 0xB1), (0xB7, 0xB7),
         (0xD7, 0xD7), (0xF7, 0xF7)]
GREEK = [(0x393, 0x394), (0x398, 0x398), (0x39B, 0x39B), (0x39E, 0x39E), (0x3A0, 0x3A0), (0x3A3, 0x3A3),
         (0x3A6, 0x3A6), (0x3A8, 0x3A9), (0x3B1, 0x3C9), (0x3D1, 0x3D1), (0x3D5, 0x3D5), (0x3F5, 0x3F5)]
ITALIC = [(0x1D434, 0x1D467), (0x210E, 0x210E), (0x1D6FC, 0x1D71B), (0x1D6E4, 0x1D6E5), (0x131, 0x131)]
BOLD = [(0x1D408, 0x1D408), (0x1D416, 0x1D416), (0x1D430, 0x1D433), (0x1D73D, 0x1D73D), (0x1D741, 0x1D741),
        (0x1D748, 0x1D748), (0x1D7CE, 0x1D7CF)]
SCRIPT = [(0x1D49C, 0x1D49C), (0x1D49F, 0x1D49F), (0x1D4A9, 0x1D4AA), (0x1D4AE, 0x1D4AE), (0x1D4B0, 0x1D4B0),
          (0x1D4B3, 0x1D4B5), (0x2112, 0x2112), (0x210B, 0x210B), (0x2131, 0x2131)]
DOUBLE_STRUCK = [(0x1D53C, 0x1D53D), (0x2115, 0x2115), (0x2119, 0x211A), (0x211D, 0x211D), (0x2124, 0x2124),
                 (0x1D540, 0x1D540), (0x1D54D, 0x1D54D), (0x2102, 0x2102), (0x1D7D9, 0x1D7D9)]
OPERATORS = [(0x2016, 0x2016), (0x2020, 0x2020), (0x2022, 0x2022), (0x2026, 0x2026), (0x2032, 0x2033),
             (0x2190, 0x2194), (0x21A6, 0x21A6), (0x21D2, 0x21D2), (0x21D4, 0x21D4), (0x2200, 0x2200), (0x2202, 0x2203),
             (0x2205, 0x220B), (0x220F, 0x220F), (0x2211, 0x2213), (0x2217, 0x221A), (0x221D, 0x221E),
             (0x2223, 0x2223), (0x2225, 0x222B), (0x223C, 0x223C), (0x2243, 0x2243), (0x2248, 0x2248),
             (0x2254, 0x2254), (0x2260, 0x2261), (0x2264, 0x2265), (0x226A, 0x226B), (0x2282, 0x2283),
             (0x2286, 0x2287), (0x2295, 0x2295), (0x2297, 0x2297), (0x2299, 0x2299), (0x22A4, 0x22A5),
             (0x22C5, 0x22C5), (0x22EE, 0x22F1)]
BRACKETS = [(0x2308, 0x230B), (0x23DE, 0x23DF), (0x27E8, 0x27E9)]
ACCENTS = [(0x5E, 0x5E), (0xAF, 0xAF), (0x2C6, 0x2C7), (0x2D8, 0x2DC), (0x302, 0x304), (0x307, 0x308), (0x20D7, 0x20D7)]

# Upright letters, as in log, come from the page's own serif face.
RANGES = SIGNS + GREEK + ITALIC + BOLD + SCRIPT + DOUBLE_STRUCK + OPERATORS + BRACKETS + ACCENTS


def options() -> subset.Options:
    """How to subset: keep the MATH table and its glyphs, drop hints and names that a page does not need."""
    chosen = subset.Options()
    chosen.flavor = "woff2"
    chosen.layout_features = []
    chosen.hinting = False
    chosen.name_IDs = [0, 1, 2, 13]
    chosen.recalc_timestamp = False
    chosen.drop_tables += ["GPOS", "GDEF", "DSIG"]
    return chosen


def fewer_sizes(font: TTFont, most: int = 6) -> None:
    """Keep the smaller ready-made sizes of brackets and accents; larger brackets are put together from parts."""
    variants = font["MATH"].table.MathVariants
    for construction in (*variants.VertGlyphConstruction, *variants.HorizGlyphConstruction):
        construction.MathGlyphVariantRecord = construction.MathGlyphVariantRecord[:most]
        construction.VariantCount = len(construction.MathGlyphVariantRecord)


def make(source: Path, target: Path) -> int:
    """Write the subset and return its size in bytes."""
    chosen = options()
    font = subset.load_font(str(source), chosen)
    fewer_sizes(font)
    subsetter = subset.Subsetter(chosen)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    subset.save_font(font, str(target), chosen)
    return target.stat().st_size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="the full font")
    parser.add_argument("target", type=Path, help="the WOFF2 file to write")
    chosen = parser.parse_args()
    print(f"{chosen.target}: {make(chosen.source, chosen.target):,} bytes")


if __name__ == "__main__":
    main()
