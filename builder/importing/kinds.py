"""The oddities that an import can meet, with their manuals."""

from __future__ import annotations

from builder.diagnostics import Kind, Severity

NOT_A_COURSE_DOCUMENT = Kind("IMP001", "not-a-course-document", Severity.WARNING, """\
The document is neither a module record nor a lesson plan with its reviews, so there is nothing to import from it.
A record has a concept index and summaries per lesson; a plan has sections such as prerequisites, misconceptions,
examples and an outline.

Repair: leave the document out of the import, or give its parts the headings of a record or plan.
""")

UNPLACED = Kind("IMP002", "part-without-field", Severity.NOTE, """\
A part of the document has no field in the schema.  It is kept under `extra`, or in the row's `written`, with its
heading, and written back by an export.

Repair: none is needed.  If the part belongs to a field, move its words there and remove the extra.
""")

WIDE_ROW = Kind("IMP003", "row-wider-than-header", Severity.WARNING, """\
A row of a table has more cells than its header.  Most often a cell holds a bare `|`, as in `P(y|x)`, and cuts
itself in two.  The pieces were joined so that each column holds what it must: a depth, a status, a lesson.

Wrong: `| Classifier, P(y|x) | INTRODUCED |`

Right: `| Classifier, P(y\\|x) | INTRODUCED |`

Repair: escape the pipe in the document, and check the imported row.
""")

SHORT_ROW = Kind("IMP004", "row-shorter-than-header", Severity.WARNING, """\
A row of a table has fewer cells than its header.  The cells were set into the columns that they fit.

Repair: add the missing cell, empty if there is nothing to say, and check the imported row.
""")

EXCHANGED_CELLS = Kind("IMP005", "exchanged-cells", Severity.WARNING, """\
Two cells of a row stand in each other's columns: a lesson where the depth belongs and a depth where the lesson
belongs.  They were put right.

Repair: exchange them in the document, too.
""")

CUT_TABLE = Kind("IMP006", "table-cut", Severity.NOTE, """\
A blank line cuts a table in two, and the rows below it are no table to most readers of Markdown.  They were added
to the table above.

Repair: remove the blank line.
""")

NO_TABLE_RULE = Kind("IMP007", "table-without-rule", Severity.WARNING, """\
A table lacks the line of dashes under its header.  Its first row was taken as the header.

Repair: add a line such as `|---|---|` under the header.
""")

BROKEN_ROW = Kind("IMP008", "row-over-several-lines", Severity.NOTE, """\
A row of a table is broken over several lines.  It was joined again.

Repair: write each row on a line of its own.
""")

OPEN_CODE = Kind("IMP009", "code-never-closed", Severity.WARNING, """\
A code block opens and is never closed.  To a strict reader the rest of the document would be code; it was read as
ordinary text.

Repair: close the block.
""")

UNREAD_DEPTH = Kind("IMP010", "depth-not-plain", Severity.NOTE, """\
A depth is not simply MENTIONED, INTRODUCED, DEVELOPED or APPLIED: it is qualified, a range, a history or another
word.  The nearest depth was taken (the end of a history, the greater end of what a lesson requires, the lesser end
of what a student has) and the words are kept in `written`.  Words such as REINFORCED name no depth by themselves:
none is set, and the depth that the earlier lesson reached goes on to hold.

Repair: check that the depth taken is the one that is meant.
""")

UNREAD_STATUS = Kind("IMP011", "status-not-read", Severity.WARNING, """\
The status of a prerequisite is none of OK, GAP, MISSING and LATER.  It is kept in `written`.

Repair: set `status`, or leave it out: the audit computes it.
""")

UNREAD_LOAD = Kind("IMP012", "load-not-plain", Severity.NOTE, """\
The cognitive load is not simply BUILD, STRETCH or CONSOLIDATE.  The first of these words that occurs was taken, and
the words are kept in `written`.

Repair: check that the load taken is the one that is meant.
""")

UNREAD_VERDICT = Kind("IMP013", "verdict-not-plain", Severity.NOTE, """\
A review's verdict is not simply PASS, NEEDS REVISION or MAJOR REVISION.  The first of these that it says was taken,
and the words are kept in `written`.

Repair: check that the verdict taken is the one that is meant.
""")

COUNTS_DISAGREE = Kind("IMP014", "counts-disagree", Severity.WARNING, """\
A review states other numbers of findings than it lists.  Both are kept: the stated ones in `counts`, the findings
as they are.

Repair: correct the summary, or add the finding that is missing.
""")

MISSING_FACT = Kind("IMP015", "fact-not-stated", Severity.NOTE, """\
The document does not state something that the schema needs, such as the lesson's slug.  It was derived from the
title or from the place of the document.

Repair: state it in the document's header, for example ``**Slug:** `my-lesson` ``.
""")

SAFE_NAME = Kind("IMP016", "name-made-safe", Severity.WARNING, """\
A slug or module number cannot be the name of a file as it stands: it holds slashes, dots, capitals or spaces, or
another lesson has it already.  A safe one was made of it.

Repair: check the name, and write it in the document as lower-case words joined by hyphens.
""")

NOT_UTF8 = Kind("IMP017", "bytes-not-utf-8", Severity.WARNING, """\
The document's bytes are not UTF-8.  Each byte that could not be read is shown as `\\xNN`.

Repair: save the document as UTF-8 and import it again.
""")

REPEATED = Kind("IMP018", "section-repeated", Severity.NOTE, """\
A section stands more than once.  Lists and tables were put together; of single values the first was taken and
the others are kept under `extra`.

Repair: merge the sections in the document.
""")

UNMATCHED_CONCEPT = Kind("IMP019", "concept-to-confirm", Severity.NOTE, """\
The words of the document resemble a concept's name but are not one of its names.  Nothing was asserted.

Repair: if the concept is meant, add the words to its `aliases` and import again; `build import --review` lists
every such pair with its score.
""")

BOTH_CHANGED = Kind("IMP020", "changed-on-both-sides", Severity.WARNING, """\
Since the last import a value was changed in the course's file by hand and in the document, too, and not in the
same way.  The course's file was left as it is.

Repair: choose.  To take the document's value, write it into the file; then both agree.
""")

UNREADABLE_FILE = Kind("IMP021", "course-file-unreadable", Severity.ERROR, """\
A file of the course that the import would update cannot be read, so it was left alone and nothing was imported
into it.

Repair: mend the file (`build audit` shows what is wrong with it) and import again.
""")

REVIEW_ORDER = Kind("IMP022", "iterations-start-again", Severity.NOTE, """\
The iterations of a lesson's reviews do not simply count up: a number is repeated, left out or smaller than the one
before.  The reviews are kept in the order of the document.

Repair: none is needed; the files are numbered by their order.
""")

UNREAD_SEVERITY = Kind("IMP023", "severity-not-plain", Severity.NOTE, """\
A finding's severity is another word than CRITICAL, IMPROVEMENT or POLISH, or none is stated.  The nearest was taken.

Repair: check the finding's severity.
""")

UNREAD_LESSON = Kind("IMP024", "lesson-not-found", Severity.NOTE, """\
A cell names a lesson in words that are no slug of the course and no lesson of the module.  The words are kept in
`written`.

Repair: set `lesson` to the slug.
""")

EMPTY_DOCUMENT = Kind("IMP025", "document-empty", Severity.WARNING, """\
The document holds nothing but space.

Repair: leave it out of the import.
""")

FIX_BY_PLACE = Kind("IMP026", "fix-linked-by-place", Severity.NOTE, """\
A review looks at a fix in words that no earlier finding has.  As many looks as CRITICAL and IMPROVEMENT findings of
the review before were left over, so each was taken for the finding at the same place in the order.

Repair: check `finding` in the review's file, and correct it where another finding is meant.
""")

TOO_LONG = Kind("IMP027", "document-too-long", Severity.WARNING, """\
The document has more lines than any plan or record has.  It was read up to there; the rest is kept under `extra` as
it stands.

Repair: divide the document.
""")

KINDS = (
    NOT_A_COURSE_DOCUMENT, UNPLACED, WIDE_ROW, SHORT_ROW, EXCHANGED_CELLS, CUT_TABLE, NO_TABLE_RULE, BROKEN_ROW,
    OPEN_CODE, UNREAD_DEPTH, UNREAD_STATUS, UNREAD_LOAD, UNREAD_VERDICT, COUNTS_DISAGREE, MISSING_FACT, SAFE_NAME,
    NOT_UTF8, REPEATED, UNMATCHED_CONCEPT, BOTH_CHANGED, UNREADABLE_FILE, REVIEW_ORDER, UNREAD_SEVERITY,
    UNREAD_LESSON, EMPTY_DOCUMENT, FIX_BY_PLACE, TOO_LONG,
)
