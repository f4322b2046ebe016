"""What the documents of this folder say, counted by hand."""

from __future__ import annotations

from typing import Any

RECORDS: dict[str, dict[str, Any]] = {
    "record-classic.md": {
        "module": "2.3", "title": "Hash Tables", "status": "in progress", "built": 2, "planned": 3,
        "concepts": [
            ("Hash function (maps keys to slots)", "DEVELOPED", "hashing-keys"), ("Collision", "INTRODUCED", "hashing-keys"),
            ("Load factor (entries / slots)", "DEVELOPED", "resizing-tables"), ("Amortized cost", "INTRODUCED", "resizing-tables"),
            ('"A hash is NOT an encryption" (no key, no way back)', "MENTIONED", "hashing-keys"),
            ("Collision", None, "resizing-tables"),
        ],
        "misconceptions": {"hashing-keys": 2, "resizing-tables": 1}, "extras": ["Open Questions"],
        "loads": ["BUILD", "CONSOLIDATE"],
    },
    "record-other.md": {
        "module": "4.2", "title": "Reading Scores", "status": "complete", "built": None, "planned": None,
        "concepts": [
            ("Pulse", "DEVELOPED", "pulse-and-meter"), ("Bar line, time signature", "INTRODUCED", "pulse-and-meter"),
            ("Quarter note", "APPLIED", "note-values"),
        ],
        "misconceptions": {"pulse-and-meter": 2, "note-values": 0}, "extras": [], "loads": ["BUILD", "STRETCH"],
    },
}

PLANS: dict[str, dict[str, Any]] = {
    "plan-short.md": {
        "slug": "binary-search", "title": "Binary search", "module": "2.1", "position": (2, 5), "load": "STRETCH",
        "knows": 2, "prerequisites": [("INTRODUCED", None), ("DEVELOPED", None), ("APPLIED", "OK")],
        "misconceptions": ["Binary search works on any list", "The middle must be exact", "Halving is only a small gain"],
        "examples": ["positive", "positive", "negative"], "modalities": ["Visual", "Symbolic", "Concrete example"],
        "new concepts": 2, "outline": ["Hook", "Explain", "Check"],
        "reviews": [("PASS", ["IMPROVEMENT", "POLISH", "POLISH"], 0)], "extras": [""],
    },
    "plan-tables.md": {
        "slug": "joining-tables", "title": "Joining Tables", "module": "3.1", "position": (2, 6), "load": "BUILD",
        "knows": 3, "prerequisites": [("INTRODUCED", "OK"), ("DEVELOPED", "GAP"), ("APPLIED", "OK"), ("APPLIED", "OK"), ("INTRODUCED", "MISSING")],
        "misconceptions": ["A join adds columns side by side", "Unmatched rows are kept", "Join order changes the result"],
        "examples": ["positive", "negative", "positive"], "modalities": ["Visual", "Symbolic", "Kinesthetic", "Verbal"],
        "new concepts": 2, "outline": ["Context", "Hook: the lost lunch order", "Check: how many rows?"],
        "reviews": [("NEEDS REVISION", ["CRITICAL", "IMPROVEMENT"], 0), ("PASS", [], 2)], "extras": [],
    },
    "plan-loose.md": {
        "slug": "kneading-dough", "title": "Kneading Dough", "module": "1.4", "position": (3, 3), "load": "CONSOLIDATE",
        "knows": 2, "prerequisites": [("DEVELOPED", "OK"), ("INTRODUCED", "GAP")],
        "misconceptions": ["More kneading is always better", "Sticky dough needs flour"],
        "examples": ["positive", "positive", "negative"], "modalities": ["Visual", "Kinesthetic", "Verbal/Analogy"],
        "new concepts": 0, "outline": ["Hook", "Explain: the net", "Practice"],
        "reviews": [("NEEDS REVISION", ["IMPROVEMENT", "IMPROVEMENT", "POLISH"], 0), ("MAJOR REVISION", ["CRITICAL"], 3)], "extras": [],
    },
    "plan-no-headings.md": {
        "slug": None, "title": "Reading Maps", "module": None, "position": None, "load": "STRETCH",
        "knows": 0, "prerequisites": [("INTRODUCED", "OK")], "misconceptions": [], "examples": ["positive", "positive", "negative"],
        "modalities": [], "new concepts": 3, "outline": [], "reviews": [], "extras": ["Planning Checklist"],
    },
    "plan-labels.md": {
        "slug": "tuning-a-guitar", "title": "Tuning a Guitar", "module": "5.2", "position": (4, 6), "load": "BUILD",
        "knows": 2, "prerequisites": [("DEVELOPED", "OK"), ("INTRODUCED", "MISSING")],
        "misconceptions": ["The thick string is the loud one", "A tuner hears better than I do"],
        "examples": ["positive", "negative"], "modalities": ["Auditory", "Visual", "Symbolic"], "new concepts": 2, "outline": [],
        "reviews": [("NEEDS REVISION", ["IMPROVEMENT", "IMPROVEMENT", "POLISH"], 0), ("PASS", [], 3)], "extras": [],
    },
    "plan-odd.md": {
        "slug": "odd-one-out", "title": "Odd One Out", "module": "3.2", "position": (5, None), "load": "STRETCH",
        "knows": 0, "prerequisites": [("DEVELOPED", "OK"), ("APPLIED", "GAP"), ("INTRODUCED", "GAP")],
        "misconceptions": ["The odd one is the largest"], "examples": ["positive", "positive", "negative"],
        "modalities": ["Visual", "Verbal", "Kinesthetic"], "new concepts": None, "outline": [],
        "reviews": [("NEEDS REVISION", ["IMPROVEMENT", "POLISH"], 0), ("PASS", ["POLISH"], 2)], "extras": [],
    },
    "plan-reviews.md": {
        "slug": "drawing-shadows", "title": "Drawing Shadows", "module": "2.2", "position": None, "load": "STRETCH",
        "knows": 0, "prerequisites": [], "misconceptions": ["Shadows are black", "A shadow has the shape of its thing"], "examples": [],
        "modalities": ["Visual", "Verbal"], "new concepts": None, "outline": [],
        "reviews": [("MAJOR REVISION", ["CRITICAL", "IMPROVEMENT", "IMPROVEMENT", "POLISH"], 0), ("NEEDS REVISION", ["POLISH"], 3),
                    ("PASS", [], 0), ("PASS", ["POLISH"], 0)], "extras": [],
    },
}
