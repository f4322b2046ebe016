"""The faults of files as text: what cannot be read, or reads otherwise than it looks."""

from __future__ import annotations

from msgspec import Struct

from builder.diagnostics import Kind, Severity, Span


class Fault(Struct, frozen=True):
    """A fault found while reading a file, at an exact span."""

    kind: Kind
    span: Span
    message: str
    help: str
    related: tuple[tuple[Span, str], ...] = ()


YAML_SYNTAX = Kind("SRC001", "yaml-syntax", Severity.ERROR, """\
The file is not YAML, so nothing in it can be read.

Wrong:

    title: Autoencoders: the hourglass

Right:

    title: "Autoencoders: the hourglass"

Repair: look at the named line and the one above it.  Quote a value that holds `: ` or ` #` or begins with one
of `@ & * ! | > % [ {` or a backtick, indent with spaces, and close what was opened.
""")

DUPLICATE_KEY = Kind("SRC002", "duplicate-key", Severity.ERROR, """\
A key stands twice in one mapping.  Most YAML readers keep the last and drop the first without a word; here
nothing that an author wrote is dropped.

Repair: merge the two values, or rename one of the keys.
""")

ALIAS = Kind("SRC003", "yaml-alias", Severity.ERROR, """\
A YAML alias (`*name`) stands for something written elsewhere.  Course files do without: a reader of the file
should see what it says, and a few lines of aliases can stand for millions of values.

Repair: write the value out, or give both places the same id.
""")

EMPTY_FILE = Kind("SRC004", "empty-file", Severity.ERROR, """\
The file holds nothing but space or comments, so what a learner should find in it is missing.

Repair: fill it, or remove it.
""")

NOT_UTF8 = Kind("SRC005", "not-utf-8", Severity.ERROR, """\
The file's bytes are not UTF-8, the one encoding of course files.  It was probably saved as Latin-1 or UTF-16.

Repair: open it with the encoding it has and save it as UTF-8.
""")

TOO_DEEP = Kind("SRC006", "nested-too-deep", Severity.ERROR, """\
Lists and mappings are nested deeper than any course file needs, so the file is most likely damaged.

Repair: look for brackets that were never closed.
""")

UNCLOSED_BLOCK = Kind("SRC010", "unclosed-block", Severity.ERROR, """\
A block that opens with `:::{name}` is never closed, so it swallows the rest of the lesson.

Wrong:

    :::{tip} Read the axes
    Both pictures share them.

Right:

    :::{tip} Read the axes
    Both pictures share them.
    :::

Repair: close the block with a line of as many colons as it opened with.
""")

UNCLOSED_CODE = Kind("SRC011", "unclosed-code", Severity.ERROR, """\
A fenced code block is never closed, so the rest of the lesson would be shown as code.

Repair: close it with a line of the same marks (three backticks or tildes) as it opened with.
""")

MISSING_BRACES = Kind("SRC012", "block-without-braces", Severity.ERROR, """\
A line of colons is followed by a bare word.  Blocks name themselves in braces.

Wrong: `:::tip Read the axes`

Right: `:::{tip} Read the axes`
""")

DANGLING_ATTRIBUTES = Kind("SRC013", "dangling-attributes", Severity.ERROR, """\
A line such as `{#gap-problem}` gives an id to the block directly under it; here nothing stands there, so the id
is lost and links to it lead nowhere.

Repair: put it on the line directly above the heading or block that it names, with no empty line between.
""")

STRAY_CLOSING = Kind("SRC015", "stray-closing", Severity.ERROR, """\
A line of colons closes a block where none is open.  Most often an outer block has as few colons as the blocks
inside it, so the first inner closing line closed the outer block.

Wrong:

    :::{comparison} Two encoders
    :::{side} Autoencoder
    :::
    :::

Right:

    ::::{comparison} Two encoders
    :::{side} Autoencoder
    :::
    ::::
""")

HEADING_ATTRIBUTES = Kind("SRC017", "attributes-after-heading", Severity.ERROR, """\
The id stands behind the heading.  As in MyST, it stands on the line above.

Wrong: `## The gap problem {#gap-problem}`

Right:

    {#gap-problem}
    ## The gap problem
""")

BACKTICK_BLOCK = Kind("SRC018", "block-in-backticks", Severity.ERROR, """\
A block stands in backticks.  Backticks hold code (`{code-block}`); all other blocks stand in colons, so that
editors show their text as text.

Repair: replace the backticks of both lines with colons.
""")

UNKNOWN_FOOTNOTE = Kind("SRC019", "unknown-footnote", Severity.ERROR, """\
The text calls a footnote that is written nowhere, so readers would see the bare mark.

Repair: add a line `[^name]: …`, or remove the call.
""")

CODE_OPTION = Kind("SRC020", "unknown-code-option", Severity.ERROR, """\
A `{code-block}` has an option that it does not know; what it was meant to do would not happen.

Wrong: `:emphasize: 2`

Right: `:emphasize-lines: 2`
""")

KINDS = (
    YAML_SYNTAX, DUPLICATE_KEY, ALIAS, EMPTY_FILE, NOT_UTF8, TOO_DEEP, UNCLOSED_BLOCK, UNCLOSED_CODE,
    MISSING_BRACES, DANGLING_ATTRIBUTES, STRAY_CLOSING, HEADING_ATTRIBUTES, BACKTICK_BLOCK, UNKNOWN_FOOTNOTE,
    CODE_OPTION,
)
