"""How good pictures, codes and reconstructions are: one kind of measure per module, each with its source.

Every measure takes arrays: pictures (n, 28, 28) with greys from 0 to 1, codes or features (n, d).  Those that
judge how real pictures look are put to the test on real images, smears and noise; see `controls`.
"""
