"""What can be wrong with the blocks and roles of a text; apart from their reader, so that nobody loads it for them."""

from __future__ import annotations

from builder.diagnostics import Kind, Severity

UNKNOWN_BLOCK = Kind("SCH010", "unknown-block", Severity.ERROR, """\
A block's name is none that a lesson can use, so no page knows how to show it.

Wrong: `:::{warn} Mind the axes`

Right: `:::{warning} Mind the axes`
""")

UNKNOWN_OPTION = Kind("SCH011", "unknown-block-option", Severity.ERROR, """\
A block has an option that it does not know; what it was meant to say would be lost.

Repair: take the option that the message suggests, or leave an empty line before text that begins with a colon.
""")

MISSING_OPTION = Kind("SCH012", "missing-block-option", Severity.ERROR, """\
A block lacks an option without which it says nothing.

Repair: add it as a line `:name: value` directly under the block's opening line.
""")

MISPLACED_BLOCK = Kind("SCH013", "misplaced-block", Severity.ERROR, """\
A block stands where it has no meaning: an `option` outside a `check`, a `side` outside a `comparison`.

Repair: move it into the block that it belongs to; the outer block opens and closes with more colons.
""")

DUPLICATE_ID = Kind("SCH014", "duplicate-id", Severity.ERROR, """\
Two places of a lesson have the same id, so links to the second reach the first.

Repair: rename one of them.
""")

UNKNOWN_ROLE = Kind("SCH015", "unknown-role", Severity.ERROR, """\
A role's name is none that a lesson can use.

Wrong: `` {val}`beta-tradeoff.kl` ``

Right: `` {value}`beta-tradeoff.kl` ``
""")

BAD_VALUE = Kind("SCH016", "bad-option-value", Severity.ERROR, """\
An option of a block has words that it does not know, so nobody can tell what was meant.

Wrong: `:correct: maybe`

Right: `:correct: yes`
""")

NO_RIGHT_OPTION = Kind("SCH017", "no-right-option", Severity.ERROR, """\
A question has options, and none of them is marked as right: whatever learners choose, they are told that it is wrong.

Repair: add a line `:correct: yes` under the option that is right.
""")

KINDS = (
    UNKNOWN_BLOCK, UNKNOWN_OPTION, MISSING_OPTION, MISPLACED_BLOCK, DUPLICATE_ID, UNKNOWN_ROLE, BAD_VALUE,
    NO_RIGHT_OPTION,
)
