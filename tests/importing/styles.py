"""Writes a plan, its reviews or a record in one of the many ways in which teams write them."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

NOUNS = ("gradient", "bracket", "slope", "hinge", "kernel", "ladder", "river", "pivot", "lens", "anchor", "beam", "filter")
VERBS = ("bends", "holds", "moves", "splits", "joins", "carries", "mirrors", "shrinks")
DEPTHS = ("MENTIONED", "INTRODUCED", "DEVELOPED", "APPLIED")
LOADS = ("BUILD", "STRETCH", "CONSOLIDATE")
SEVERITIES = ("CRITICAL", "IMPROVEMENT", "POLISH")
VERDICTS = ("PASS", "NEEDS REVISION", "MAJOR REVISION")
DASHES = (" — ", " -- ", " - ")


def phrase(rnd: Random, hard: bool = True) -> str:
    """A few words; now and then with what makes readers stumble."""
    words = f"the {rnd.choice(NOUNS)} {rnd.choice(VERBS)} the {rnd.choice(NOUNS)}"
    tails = ("", "", "", " (a small one)", ", twice", " for p(a|b)", " in `x | y`", " and rests", "; nothing else", " at 3:1") if hard else ("",)
    return words + rnd.choice(tails)


def name(rnd: Random, number: int) -> str:
    """A name that occurs once."""
    return f"{rnd.choice(NOUNS).capitalize()} {rnd.choice(NOUNS)} {number}" + rnd.choice(("", "", " (as drawn)", " / spread"))


@dataclass
class Truth:
    """What a document says, counted by its writer."""

    slug: str = ""
    title: str = ""
    load: str = ""
    concepts: list[tuple[str, str | None]] = field(default_factory=list)
    knows: list[str] = field(default_factory=list)
    prerequisites: list[tuple[str, str]] = field(default_factory=list)
    misconceptions: list[str] = field(default_factory=list)
    examples: list[tuple[str, str]] = field(default_factory=list)
    modalities: list[str] = field(default_factory=list)
    outline: list[str] = field(default_factory=list)
    reviews: list[tuple[list[tuple[str, str]], str, int]] = field(default_factory=list)
    lessons: list[tuple[str, int]] = field(default_factory=list)


class Writer:
    """Writes with the habits of one author, chosen once for a document."""

    def __init__(self, rnd: Random) -> None:
        self.rnd, self.truth, self.lines = rnd, Truth(), list[str]()
        self.dash = rnd.choice(DASHES)
        self.case = rnd.choice(("title", "sentence"))
        self.bullet = rnd.choice(("- ", "* "))

    def pick(self, *options: str) -> str:
        return self.rnd.choice(options)

    def add(self, *lines: str) -> None:
        self.lines.extend(lines)

    def heading(self, level: int, *wordings: str) -> None:
        words = self.pick(*wordings)
        words = words if self.case == "title" else words[:1] + words[1:].lower()
        self.add("", f"{'#' * level} {words}", *([""] if self.rnd.random() < 0.8 else []))

    def table(self, header: list[str], rows: list[list[str]], escape: bool = True) -> None:
        """A table, with pipes escaped or not, cut by a blank line or not, sometimes without a closing pipe."""
        self.add("", "| " + " | ".join(header) + " |", "|" + "|".join(self.pick("---", ":--", "------") for _ in header) + "|")
        cut = self.rnd.randrange(len(rows)) if rows and self.rnd.random() < 0.2 else 0
        for number, row in enumerate(rows):
            if cut and number == cut:
                self.add("")
            cells = [value.replace("|", "\\|") if escape else value for value in row]
            self.add("| " + " | ".join(cells) + (" |" if self.rnd.random() < 0.95 else ""))
        self.add("")

    def title_and_facts(self) -> None:
        rnd, truth = self.rnd, self.truth
        number, of, module = rnd.randint(1, 4), 4, f"{rnd.randint(1, 9)}.{rnd.randint(1, 9)}"
        truth.slug = "-".join(rnd.sample(NOUNS, rnd.randint(2, 3)))
        truth.title = truth.slug.replace("-", " ").title()
        truth.load = rnd.choice(LOADS)
        title, stated = rnd.choice((
            (f"# Lesson: {truth.title}", False), (f"# Lesson Plan: {truth.title}", False),
            (f"# {truth.slug}{self.dash}Lesson Planning Document", True),
            (f"# Lesson {number}: {truth.title} ({truth.slug}){self.dash}Planning Document", True),
            (f"# Module {module}, Lesson {number}: {truth.title}", False), (f"# Lesson {number}{self.dash}{truth.title}", False),
            (f"# {truth.title}{self.dash}Lesson Plan", False), (f"# Planning Document: {truth.title}", False),
            (f"# Lesson Planning: {truth.title} (`{truth.slug}`)", True), (f"# Lesson {module}.{number}: {truth.title}", False),
        ))
        self.add(title, "")
        facts = [("Module", f"{module}{self.dash}{truth.title} Basics"), ("Position", f"Lesson {number} of {of}")]
        if not stated or rnd.random() < 0.7:
            facts.append((self.pick("Slug", "Lesson slug"), self.pick(f"`{truth.slug}`", truth.slug)))
        loaded = rnd.choice((("Cognitive load", truth.load), ("Load Type", truth.load), ("Cognitive Load", f"{truth.load} (as planned)"),
                             ("Type", f"{truth.load} (conceptual + notebook)")))
        facts.append(loaded)
        if loaded[0] != "Type":
            facts.append(("Type", self.pick("Conceptual + interactive", "Notebook", "Conceptual, notebook (Colab)")))
        rnd.shuffle(facts)
        style = rnd.choice(("lines", "pipes", "bullets", "plain", "commas"))
        if style == "pipes":
            self.add(" | ".join(f"**{key}:** {value}" for key, value in facts))
        elif style == "commas":
            facts = [(key, value) for key, value in facts if "," not in value]
            self.add(", ".join(f"**{key}:** {value}" for key, value in facts))
        elif style == "bullets":
            self.add(*(f"- **{key}:** {value}" for key, value in facts))
        else:
            self.add(*(f"**{key}:** {value}" if style == "lines" else f"{key}: {value}" for key, value in facts))
        self.add("", *(["---", ""] if rnd.random() < 0.5 else []))


def plan(rnd: Random) -> tuple[str, Truth]:
    """A lesson plan with its reviews, and what it says."""
    writer = Writer(rnd)
    writer.title_and_facts()
    phased = rnd.random() < 0.7
    level = 3 if phased else 2
    parts = [("orient", [_state, _knows]), ("analyze", [_prerequisites, _misconceptions, _examples]), ("design", [_modalities, _outline])]
    for phase, sections in parts:
        if phased:
            writer.heading(2, *{"orient": ("Phase 1: Orient — Student State", "Orient (Phase 1)", "Phase 1: Orient", "Orient"),
                                "analyze": ("Phase 2: Analyze", "Analyze", "Phase 2 -- Analyze", "Analysis (Phase 2)"),
                                "design": ("Phase 3: Design", "Design", "Phase 3 - Design")}[phase])
        rnd.shuffle(sections)
        if phase == "orient":
            sections.sort(key=lambda section: section is not _state)
        for section in sections:
            section(writer, level)
    for number in range(1, rnd.randint(1, 3)):
        _review(writer, number)
    return "\n".join(writer.lines) + "\n", writer.truth


def _state(writer: Writer, level: int) -> None:
    if level == 2:
        writer.heading(2, "Student State", "Current State", "Where the Student Is")
    writer.add(f"The student knows that {phrase(writer.rnd)}.", "")


def _knows(writer: Writer, level: int) -> None:
    rnd = writer.rnd
    writer.heading(level, "Relevant Concepts with Depths", "Relevant Concepts", "Concepts and Depths", "What the Student Knows")
    rows = [[name(rnd, 100 + n), rnd.choice(DEPTHS), rnd.choice(("1.2 slope-basics", "Lesson 1", "hinge-work", "Series 2")), phrase(rnd)]
            for n in range(rnd.randint(1, 4))]
    writer.truth.knows = [row[0] for row in rows]
    if rnd.random() < 0.7:
        writer.table(["Concept", writer.pick("Depth", "Level", "Current Depth"), writer.pick("Source", "Where Taught", "Lesson"),
                      writer.pick("Relevance", "Why It Matters", "Notes")], rows)
    else:
        writer.add(*(f"{writer.bullet}**{row[0]}** ({row[1]}){writer.dash}from {row[2]}, {row[3]}" for row in rows))


def _prerequisites(writer: Writer, level: int) -> None:
    rnd = writer.rnd
    writer.heading(level, "Prerequisites Table", "Prerequisites", "Prerequisite Table", "Prerequisite Concepts")
    statuses = ("OK", "OK (needs reactivation)", "GAP (small)", "GAP (medium -- said once)", "MISSING", "GAP")
    rows = [[name(rnd, n), rnd.choice((*DEPTHS, "INTRODUCED-DEVELOPED")), rnd.choice((*DEPTHS, "DEVELOPED (but fading)", "NOT TAUGHT")),
             rnd.choice(("hinge-work", "2.1 river-and-beam", "6.1.2")), rnd.choice(statuses), phrase(rnd)] for n in range(rnd.randint(1, 6))]
    writer.truth.prerequisites = [(row[0], row[4].split()[0]) for row in rows]
    header = ["Concept", writer.pick("Required Depth", "Required"), writer.pick("Actual Depth", "Actual"),
              writer.pick("Source Lesson", "Source"), "Status", writer.pick("Reasoning", "Notes", "Why")]
    if rnd.random() < 0.25:
        header, rows = header[:5], [row[:5] for row in rows]
    writer.table(header, rows, escape=rnd.random() < 0.6)
    if rnd.random() < 0.3:
        writer.add("All of it is in place.", "")


def _misconceptions(writer: Writer, level: int) -> None:
    rnd = writer.rnd
    writer.heading(level, "Misconceptions Table", "Misconceptions", "Misconceptions Addressed", "Common Misconceptions")
    rows = [[f'"{phrase(rnd, False)} number {n}"', phrase(rnd), phrase(rnd), f"Section {n + 1}"] for n in range(rnd.randint(1, 5))]
    writer.truth.misconceptions = [row[0].strip('"') for row in rows]
    style = rnd.choice(("table", "table", "numbered", "bullets", "headings", "bold"))
    if style == "table":
        writer.table(["Misconception", writer.pick("Why They'd Think This", "Why Students Think This", "Why"),
                      writer.pick("Negative Example That Disproves It", "Negative Example", "Counterexample"),
                      writer.pick("Where to Address", "Where Addressed", "Section")], rows)
    elif style in ("numbered", "bullets"):
        writer.add(*(f"{f'{n}. ' if style == 'numbered' else writer.bullet}{row[0]}{writer.dash}{row[2]}" for n, row in enumerate(rows, 1)))
    elif style == "headings":
        for n, row in enumerate(rows, 1):
            writer.add("", f"{'#' * (level + 1)} {writer.pick(f'Misconception {n}: ', f'{n}. ')}{row[0]}", "", f"**Why they think this:** {row[1]}",
                       f"**Negative example:** {row[2]}", f"**Where addressed:** {row[3]}")
    else:
        for n, row in enumerate(rows, 1):
            writer.add("", f"**Misconception {n}: {row[0]}**", "", f"- Why: {row[1]}", f"- Negative example: {row[2]}", f"- Where: {row[3]}")


def _examples(writer: Writer, level: int) -> None:
    rnd = writer.rnd
    writer.heading(level, "Examples Planned", "Examples", "Examples Used", "Planned Examples")
    kinds = [rnd.choice(("Positive", "Negative", "Positive (stretch)")) for _ in range(rnd.randint(1, 5))]
    rows = [[f"{phrase(rnd, False)} example {n}", kind, phrase(rnd), phrase(rnd)] for n, kind in enumerate(kinds)]
    style = rnd.choice(("table", "table", "bullets", "groups"))
    if style == "groups":
        rows.sort(key=lambda row: row[1].startswith("Negative"))
        for kind in ("Positive", "Negative"):
            group = [row for row in rows if row[1].startswith(kind)]
            if group:
                writer.add("", f"**{kind} examples:**", *(["", ""] if rnd.random() < 0.5 else []), *(f"{writer.bullet}{row[0]}" for row in group))
    elif style == "table":
        writer.table([writer.pick("Example", "Example Description"), "Type", writer.pick("Purpose", "What It Shows"),
                      writer.pick("Why This Example", "Why", "Reasoning")], rows)
    else:
        writer.add(*(f"{writer.bullet}**{row[1]}:** {row[0]}" for row in rows))
    writer.truth.examples = [(row[0], row[1].split()[0].lower()) for row in rows]


def _modalities(writer: Writer, level: int) -> None:
    rnd = writer.rnd
    writer.heading(level, "Modalities Planned", "Modalities", "Modality Plan", "Planned Modalities")
    names = rnd.sample(("Visual/Spatial", "Verbal/Analogy", "Symbolic", "Concrete example", "Intuitive", "Geometric"), rnd.randint(1, 5))
    writer.truth.modalities = names
    rows = [[one, phrase(rnd), phrase(rnd)] for one in names]
    style = rnd.choice(("table", "bullets", "numbered"))
    if style == "table":
        writer.table(["Modality", writer.pick("What Specifically", "What", "Implementation"), writer.pick("Why This Modality for This Concept", "Why")], rows)
    else:
        writer.add(*(f"{f'{n}. ' if style == 'numbered' else writer.bullet}**{row[0]}{writer.pick(':** ', f'**{writer.dash}')}{row[1]}"
                     for n, row in enumerate(rows, 1)))


def _outline(writer: Writer, level: int) -> None:
    rnd = writer.rnd
    writer.heading(level, "Lesson Outline", "Outline", "Lesson Structure")
    titles = [f"{rnd.choice(('Hook', 'Explain', 'Check', 'Explore', 'Practice'))}: {phrase(rnd, False)} {n}" for n in range(rnd.randint(1, 6))]
    writer.truth.outline = titles
    style = rnd.choice(("items", "headings"))
    for n, title in enumerate(titles, 1):
        if style == "items":
            writer.add(f"{n}. **{title}**{writer.dash}{phrase(rnd)}", *(["   - a detail", "   - another"] if rnd.random() < 0.3 else []),
                       *([""] if rnd.random() < 0.5 else []))
        else:
            writer.add("", f"{'#' * (level + 1)} {n}. {title}", "", f"{phrase(rnd)}.")


def _review(writer: Writer, number: int) -> None:
    rnd, dash = writer.rnd, writer.dash
    findings = [(rnd.choice(SEVERITIES), f"{phrase(rnd, False)} in place {number}-{n}") for n in range(rnd.randint(0, 4))]
    verdict, day = rnd.choice(VERDICTS), f"2026-0{rnd.randint(1, 9)}-1{rnd.randint(0, 9)}"
    fixes = rnd.randint(1, 3) if number > 1 else 0
    writer.truth.reviews.append((findings, verdict, fixes))
    writer.add("", "---", "", writer.pick(
        f"## Review{dash}{day} (Iteration {number}/3)", f"## Review{dash}{day} (Iteration {number}/3 FINAL)", f"## Review{dash}{day}",
        f"## Review {number}{dash}{day}", f"## Lesson Review (Iteration {number} of 3)", f"## Review: {day} (Iteration {number})"), "")
    writer.add("### Summary", "")
    counts = [sum(severity == one for one, _ in findings) for severity in SEVERITIES]
    writer.add(*rnd.choice((
        [f"- {severity.capitalize()}: {count}" for severity, count in zip(SEVERITIES, counts, strict=True)],
        [f"- **{severity}:** {count}" for severity, count in zip(SEVERITIES, counts, strict=True)],
        [" | ".join(f"{severity.capitalize()}: {count}" for severity, count in zip(SEVERITIES, counts, strict=True))],
        [", ".join(f"{count} {severity.lower()}" for severity, count in zip(SEVERITIES, counts, strict=True))])), "")
    shown = verdict + rnd.choice(("", "", " (with polish notes)", " -> REVISED"))
    writer.add(*rnd.choice(([f"### Verdict: {shown}"], ["### Verdict", "", f"**{shown}**"], [f"**Verdict:** {shown}"], [f"### Verdict{dash}{shown}"])), "",
               f"On the whole {phrase(rnd)}.", "")
    if fixes:
        _verification(writer, fixes)
    _findings(writer, findings)
    if rnd.random() < 0.6:
        writer.add("", writer.pick("### Review Notes", "### Notes"), "", "**What works well:**", f"- {phrase(rnd)}", f"- {phrase(rnd)}", "")


def _verification(writer: Writer, fixes: int) -> None:
    rnd = writer.rnd
    writer.add("", writer.pick("### Iteration 1 Fix Verification", "### Fix Verification", "### Verification of Fixes", "### Previous Findings",
                               "### Iteration 1 Finding Resolution"), "")
    items = [(phrase(rnd, False), rnd.choice(("RESOLVED", "FIXED", "PARTIALLY RESOLVED", "NOT RESOLVED"))) for _ in range(fixes)]
    style = rnd.choice(("paragraphs", "bullets", "headings", "table"))
    if style == "table":
        writer.table(["Finding", "Status", "Notes"], [[words, outcome, phrase(rnd)] for words, outcome in items])
    for n, (words, outcome) in enumerate(items, 1):
        severity = rnd.choice(SEVERITIES)
        if style == "paragraphs":
            writer.add(f"**Fix {n}{writer.dash}{words}: {outcome}.**", f"Now {phrase(rnd)}.", "")
        elif style == "bullets":
            writer.add(writer.pick(f"- **{words}**{writer.dash}{outcome}. {phrase(rnd)}.", f"- [{severity}] {words}{writer.dash}{outcome}.",
                                   f"{n}. **[{severity}] {words}:** {outcome}"))
        elif style == "headings":
            writer.add(f"#### [{severity}]{writer.dash}{words}{writer.dash}{outcome}", "", f"Now {phrase(rnd)}.", "")


def _findings(writer: Writer, findings: list[tuple[str, str]]) -> None:
    rnd = writer.rnd
    writer.add("", writer.pick("### Findings", "### New Findings", "### Findings"), "")
    if not findings:
        writer.add(writer.pick("None.", "No findings.", ""), "")
    mark = rnd.choice(("####", "###", "bold"))
    for n, (severity, words) in enumerate(findings, 1):
        head = rnd.choice((f"[{severity}]{writer.dash}{words}", f"[{severity}] {words}", f"{severity}: {words}", f"[{severity} {n}] {words}",
                           f"{n}. [{severity}] {words}", f"{severity.capitalize()} {n}: {words}"))
        writer.add(f"**{head}**" if mark == "bold" else f"{mark} {head}", *([""] if mark != "bold" else []))
        labels = (("Location", f"Section {n}"), (writer.pick("Issue", "Problem"), phrase(rnd)),
                  (writer.pick("Student impact", "Impact"), phrase(rnd)), (writer.pick("Suggested fix", "Fix", "Recommendation"), phrase(rnd)))
        bullet = writer.pick("", "- ")
        writer.add(*(f"{bullet}**{key}:** {value}" for key, value in labels), "")


def record(rnd: Random) -> tuple[str, Truth]:
    """A module record, and what it says."""
    writer = Writer(rnd)
    truth = writer.truth
    module = f"{rnd.randint(1, 9)}.{rnd.randint(1, 9)}"
    slugs = ["-".join(rnd.sample(NOUNS, 2)) + f"-{n}" for n in range(rnd.randint(1, 4))]
    writer.add(writer.pick(f"# Module {module}: Hinges and Beams{writer.dash}Record", f"# Module Record: {module} Hinges and Beams",
                           f"# Module {module} Record{writer.dash}Hinges and Beams"), "")
    writer.add("**Goal:** The student builds a hinge.", writer.pick("**Status:** Complete (2 of 2 lessons built)", "**Status:** In progress"), "")
    writer.heading(2, "Concept Index", "Concepts Taught", "Concept Index Table")
    rows = [[name(rnd, n), rnd.choice((*DEPTHS, "INTRODUCED -> DEVELOPED", "REINFORCED", "DEVELOPED (but fading)")), rnd.choice(slugs), phrase(rnd)]
            for n in range(rnd.randint(1, 8))]
    truth.concepts = [(row[0], row[2]) for row in rows]
    writer.table(["Concept", writer.pick("Depth", "Depth Reached"), writer.pick("Lesson", "Taught In"), "Notes"], rows, escape=rnd.random() < 0.6)
    writer.heading(2, "Per-Lesson Summaries", "Lesson Summaries", "Per-lesson Summary")
    for number, slug in enumerate(slugs, 1):
        beliefs = [f'"{phrase(rnd, False)} {n}"' for n in range(rnd.randint(0, 4))]
        truth.lessons.append((slug, len(beliefs)))
        writer.add("", writer.pick(f"### {slug}", f"### `{slug}`", f"### Lesson {number}: Some Title ({slug})", f"### Lesson {number}: {slug}"), "")
        writer.add("**Status:** Built", f"**{writer.pick('Cognitive load type', 'Load', 'Cognitive load')}:** {rnd.choice(LOADS)}", "**Type:** Conceptual", "")
        taught = writer.pick("What was taught", "Concepts taught", "What was taught")
        bold = rnd.random() < 0.7
        label = (lambda words: f"**{words}:**") if bold else (lambda words: f"#### {words}")
        writer.add(label(taught), f"- {phrase(rnd)}", f"- {phrase(rnd)}", "")
        writer.add(label(writer.pick("How concepts were taught", "How it was taught")), f"- **Hook:** {phrase(rnd)}", "")
        if beliefs:
            writer.add(label("Misconceptions addressed"))
            writer.add(*(f"{n}. {belief}{writer.dash}{phrase(rnd)}" if rnd.random() < 0.9 else f"{n}. {belief}" for n, belief in enumerate(beliefs, 1)))
    return "\n".join(writer.lines) + "\n", truth


def loose_reviews(rnd: Random) -> tuple[str, Truth]:
    """Reviews in a document of their own, in forms that have little in common with the usual one."""
    writer = Writer(rnd)
    writer.truth.slug = "-".join(rnd.sample(NOUNS, 2))
    writer.add(writer.pick(f"# Reviews: Some Title ({writer.truth.slug})", f"# {writer.truth.slug}{writer.dash}Reviews"), "")
    for number in range(1, rnd.randint(2, 4)):
        _loose_review(writer, number)
    return "\n".join(writer.lines) + "\n", writer.truth


def _loose_review(writer: Writer, number: int) -> None:
    rnd, dash = writer.rnd, writer.dash
    findings = [(rnd.choice(SEVERITIES), f"{phrase(rnd, False)} in place {number}-{n}") for n in range(rnd.randint(1, 4))]
    fixes = [(f"{phrase(rnd, False)} fix {n}", rnd.choice(("RESOLVED", "NOT RESOLVED"))) for n in range(rnd.randint(1, 3) if number > 1 else 0)]
    verdict = rnd.choice(VERDICTS)
    writer.truth.reviews.append((findings, verdict, len(fixes)))
    writer.add("", writer.pick(f"## Review {number}", f"## Pedagogical Review{dash}March {number}, 2026", f"## Second Review{dash}2026-01-02", "## Post-Build Review",
                               f"## Iteration {number}{dash}2026-01-0{number}", f"## 🔍 Review (Iteration {number}/4{dash}FINAL)"), "")
    parts = [lambda: _loose_verdict(writer, verdict), lambda: _loose_findings(writer, findings)]
    if fixes:
        parts.append(lambda: _loose_fixes(writer, fixes))
    rnd.shuffle(parts)
    for part in parts:
        part()
    writer.add("", "### Review Notes", "", "**What works well:**", f"- {phrase(rnd)}", "")


def _loose_verdict(writer: Writer, verdict: str) -> None:
    shown = verdict + writer.pick("", " (with polish notes)", " → REVISED")
    writer.add("", *writer.rnd.choice((
        [f"### Verdict{writer.dash}{shown}"], ["### Final Verdict", "", f"**{shown}**"], ["### Summary", "", "Some words on it.", f"**Verdict:** {shown}"],
        ["### Decision", "", "| Field | Value |", "|---|---|", f"| Verdict | {shown} |"], ["### Overall", "", f"- Overall verdict: {shown}", "- Reviewer: Ana"],
    )), "")


def _loose_findings(writer: Writer, findings: list[tuple[str, str]]) -> None:
    writer.add("", writer.pick("### Findings", "### New Findings", "### Remaining Items", "### Issues Found"), "")
    style = writer.pick("table", "bullets", "numbered", "groups", "stated", "coded")
    marks = dict(zip(SEVERITIES, ("🔴", "🟡", "🟢"), strict=True))
    if style == "table":
        writer.table(["#", "Severity", "Finding", "Fix"], [[str(n), severity.lower(), words, "x"] for n, (severity, words) in enumerate(findings, 1)])
    elif style == "groups":
        findings.sort(key=lambda one: SEVERITIES.index(one[0]))
        for severity in SEVERITIES:
            group = [words for one, words in findings if one == severity]
            writer.add("", writer.pick(f"#### {severity} ({len(group)})", f"#### {severity.capitalize()} findings", f"#### {marks[severity]} {severity.capitalize()}"), "",
                       *([f"{writer.bullet}**{words}**{writer.dash}x" for words in group] or [writer.pick("None.", "_None_", "- None", "No findings.")]))
    for n, (severity, words) in enumerate(findings, 1):
        if style == "bullets":
            writer.add(f"{writer.bullet}**[{severity.capitalize()}]** {words}", "  - **Location:** 1")
        elif style == "numbered":
            writer.add(f"{n}. **{marks[severity]} {severity}:** {words}", "", "   Location: 1", "")
        elif style == "stated":
            writer.add("", f"#### {n}. {words}", "", f"- **Severity:** {severity.lower()}", "- **Issue:** x")
        elif style == "coded":
            writer.add("", f"#### {severity[0]}{n}{writer.pick(':', '.', writer.dash)} {words}", "", "x")


def _loose_fixes(writer: Writer, fixes: list[tuple[str, str]]) -> None:
    writer.add("", writer.pick("### Previous Findings", "### Fixes Applied", "### Changes Since Last Review", "### Were the Earlier Findings Addressed?",
                               "### Follow-up on Earlier Findings", "**Fix verification:**"), "", *(["Each was looked at.", ""] if writer.rnd.random() < 0.3 else []))
    style = writer.pick("marks", "small", "first", "headings", "table")
    if style == "table":
        writer.table(["Original finding", "Outcome"], [list(fix) for fix in fixes])
    for words, outcome in fixes:
        if style == "marks":
            writer.add(f"- {'✅' if outcome == 'RESOLVED' else '❌'} {words}{writer.dash}seen")
        elif style == "small":
            writer.add(f"- {words}: {outcome.lower()}")
        elif style == "first":
            writer.add(f"1. {outcome}: {words}")
        elif style == "headings":
            writer.add("", f"#### {words}{writer.dash}{outcome}", "", "Seen.")


def loose_record(rnd: Random) -> tuple[str, Truth]:
    """A record whose index and summaries take other forms than the usual ones."""
    writer = Writer(rnd)
    slugs = ["-".join(rnd.sample(NOUNS, 2)) + f"-{n}" for n in range(rnd.randint(1, 4))]
    writer.add(writer.pick("# 2.1 Hinges and Beams — Module Record", "# Module 2.1 - Hinges and Beams", "# Hinges and Beams (Module 2.1) -- Record"), "",
               *rnd.choice((["Goal - build a hinge.", "Status: built, all lessons"], ["| Goal | Build a hinge. |", "|---|---|", "| Status | Complete |"])), "")
    _loose_index(writer, slugs)
    _loose_lessons(writer, slugs)
    return "\n".join(writer.lines) + "\n", writer.truth


def _loose_index(writer: Writer, slugs: list[str]) -> None:
    rnd, dash = writer.rnd, writer.dash
    rows = sorted(((f"{rnd.choice(NOUNS).capitalize()} {rnd.choice(NOUNS)} {n}", rnd.choice(DEPTHS), rnd.choice(slugs)) for n in range(rnd.randint(1, 8))),
                  key=lambda row: slugs.index(row[2]))
    writer.truth.concepts = [(row[0], row[2]) for row in rows]
    writer.add("## Concept Index", "")
    style = writer.pick("swapped", "grouped", "nested", "bullets", "headings", "bold")
    if style == "swapped":
        writer.table(["Lesson", "Concept", "Level", "Remarks"], [[slug, name_, depth, "x"] for name_, depth, slug in rows])
    elif style == "bullets":
        writer.add(*(writer.pick(f"- **{name_}** ({depth}){dash}{slug}{dash}x", f"- {name_}: {depth} ({slug})", f"- {name_}{dash}{depth}{dash}{slug}: x")
                     for name_, depth, slug in rows))
    elif style == "grouped":
        writer.add("| Concept | Depth |", "|---|---|")
    for slug in slugs if style in ("grouped", "nested", "headings", "bold") else ():
        group = [(name_, depth) for name_, depth, one in rows if one == slug]
        if not group:
            continue
        writer.add({"grouped": f"| **{slug}** | |", "nested": f"- {slug}", "headings": f"\n### {slug}\n\n| Concept | Depth |\n|---|---|",
                    "bold": f"\n**{slug}**\n"}[style])
        writer.add(*({"nested": f"  - {name_}: {depth}", "bold": f"- {name_} ({depth})"}.get(style, f"| {name_} | {depth} |") for name_, depth in group))


def _loose_lessons(writer: Writer, slugs: list[str]) -> None:
    rnd, dash = writer.rnd, writer.dash
    writer.add("", writer.pick("## Lessons", "## Summaries", "## Lesson by lesson"), "")
    head = writer.pick("### {n}. {slug} ({load})", "#### `{slug}` [{load}]", "### Lesson {n}: Some Title ({slug}) — {load}", "### 2.1.{n} `{slug}` — Some Title\n\nLoad: {load}",
                       "**{slug}**\n\n- Status: Built\n- Load: {load}")
    for n, slug in enumerate(slugs, 1):
        beliefs = [f"{phrase(rnd, False)} {i}" for i in range(rnd.randint(0, 3))]
        writer.truth.lessons.append((slug, len(beliefs)))
        writer.add("", head.format(n=n, slug=slug, load=rnd.choice(LOADS)), "", "Status: Built", "")
        if not beliefs:
            writer.add(f"**Misconceptions addressed:** {writer.pick('None.', 'N/A', '—')}")
        elif rnd.random() < 0.5:
            writer.add("**Misconceptions addressed:**", "")
            writer.table(["#", "Belief", "How"], [[str(i), belief, "x"] for i, belief in enumerate(beliefs, 1)])
        else:
            writer.add("Misconceptions:", *(f"- {belief}{dash}x" for belief in beliefs))
