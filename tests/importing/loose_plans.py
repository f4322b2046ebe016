"""Writes lesson plans in forms that have little in common with the usual one: bold headings, bullets for tables, prose."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.importing.styles import DEPTHS, LOADS, NOUNS, Truth, Writer, phrase


def loose_plan(rnd: Random) -> tuple[str, Truth]:
    """A plan without reviews, and what it says."""
    writer = Writer(rnd)
    _head(writer)
    sections = [_knows, _needed, _beliefs, _examples, _modalities, _steps]
    rnd.shuffle(sections)
    level = writer.pick("##", "###", "bold", "dashes")
    for section in sections:
        section(writer, lambda title: _heading(writer, level, title))
    return "\n".join(writer.lines) + "\n", writer.truth


def _heading(writer: Writer, level: str, title: str) -> None:
    title = writer.pick(title, title, title.lower() if level != "bold" else title, f"Phase 2: {title}" if title in ("Prerequisites", "Misconceptions") else title)
    if level == "bold":
        writer.add("", f"**{title}**", "")
    elif level == "dashes":
        writer.add("", title, "-" * len(title), "")
    else:
        writer.add("", f"{level} {title}", "")


def _head(writer: Writer) -> None:
    rnd, truth = writer.rnd, writer.truth
    truth.slug = "-".join(rnd.sample(NOUNS, 2))
    truth.title, truth.load = truth.slug.replace("-", " ").title(), rnd.choice(LOADS)
    writer.add(writer.pick(f"# {truth.title} ({truth.slug})", f"# L2: {truth.title}", f"# Module 3.1 / Lesson 2 / {truth.title}", f"# [Draft] {truth.title}",
                           f"# Lesson 2. {truth.title}", f'# Lesson: "{truth.title}"', f"# Retrospective Plan: {truth.title}"), "")
    writer.add(writer.pick(
        f"**Module 3.1 -- Beams** | **Load Type:** {truth.load} / PROJECT | slug: {truth.slug}", f"*Module 3.1 · Lesson 2 of 4 · {truth.load} · slug `{truth.slug}`*",
        f"Slug: {truth.slug}. Load: {truth.load}.", f"**Slug** `{truth.slug}`\n**Cognitive load** {truth.load}", f"Slug - {truth.slug}\nLoad - {truth.load}",
        f"| Module | Slug | Load |\n|---|---|---|\n| 3.1 | `{truth.slug}` | {truth.load} |", f"| Field | Value |\n|---|---|\n| Slug | {truth.slug} |\n| Load | {truth.load} |\n| Time | 40 min |",
        f"Slug: {truth.slug}\n\nThis is a {truth.load} lesson in module 3.1.", f"**Lesson slug:** {truth.slug} (Module 3.1, Lesson 2)\n**Type: {truth.load}, with notebook**"), "")


def _name(writer: Writer, number: int) -> str:
    return f"{writer.rnd.choice(NOUNS).capitalize()} {writer.rnd.choice(NOUNS)} {number}"


def _knows(writer: Writer, heading: Callable[[str], None]) -> None:
    rnd, dash = writer.rnd, writer.dash
    rows = [(_name(writer, 100 + n), rnd.choice(DEPTHS)) for n in range(rnd.randint(1, 4))]
    style = writer.pick("groups", "leads", "bullets", "lines")
    if style in ("groups", "leads"):
        rows.sort(key=lambda row: DEPTHS.index(row[1]))
    writer.truth.knows = [name for name, _ in rows]
    heading("Relevant Concepts")
    for depth in DEPTHS if style in ("groups", "leads") else ():
        group = [name for name, one in rows if one == depth]
        if group and style == "groups":
            writer.add("", f"**{depth}:**", *(f"- {name}" for name in group))
        elif group:
            writer.add(f"- {depth}: {', '.join(group)}")
    if style in ("bullets", "lines"):
        mark = "- " if style == "bullets" else ""
        writer.add(*(writer.pick(f"{mark}{name}: {depth}", f"{mark}{name} ({depth}, from `a-b`)", f"{mark}**{name}**{dash}{depth}") for name, depth in rows))


def _needed(writer: Writer, heading: Callable[[str], None]) -> None:
    rnd, dash = writer.rnd, writer.dash
    rows = [(_name(writer, n), rnd.choice(DEPTHS), rnd.choice(DEPTHS), rnd.choice(("OK", "GAP", "MISSING"))) for n in range(rnd.randint(1, 5))]
    writer.truth.prerequisites = [(row[0], row[3]) for row in rows]
    heading("Prerequisites")
    style = writer.pick("bullets", "nested", "pipes", "table")
    if style == "table":
        writer.table(["#", "Prerequisite", "Needed", "Have", "Status"], [[str(n), *row] for n, row in enumerate(rows, 1)])
    for name, required, actual, status in rows:
        if style == "bullets":
            writer.add(writer.pick(f"- {name}: {required} required, {actual} actual (a-b){dash}{status}", f"- **{name}**{dash}required {required}, has {actual}{dash}{status}",
                                   f"- {name} (need: {required}; have: {actual}) {status}"))
        elif style == "nested":
            writer.add(f"- **{name}**", f"  - Required: {required}", f"  - Actual: {actual}", f"  - Status: {status}")
        elif style == "pipes":
            writer.add(f"1. **{name}** | {required} | {actual} | {status}")


def _beliefs(writer: Writer, heading: Callable[[str], None]) -> None:
    rnd = writer.rnd
    beliefs = [f"{phrase(rnd, False)} number {n}" for n in range(rnd.randint(1, 4))]
    writer.truth.misconceptions = beliefs
    heading("Misconceptions")
    style = writer.pick("labels", "items", "coded", "sentences", "quotes", "table")
    if style == "table":
        writer.table(["ID", "What students think", "Because", "Reality"], [[f"M{n}", belief, "x", "y"] for n, belief in enumerate(beliefs, 1)])
    for n, belief in enumerate(beliefs, 1):
        writer.add(*{
            "labels": [f"**Misconception:** {belief}", "**Why:** x", "**Negative example:** y", ""], "items": [f"- **Misconception:** {belief}", "- **Why:** x", "- **Where:** part 2"],
            "coded": [f"**M{n}: {belief}**", "Why: x", "Negative example: y", ""], "sentences": [f"{n}. {belief}. It is not so."], "quotes": [f'"{belief}" -- not so.'], "table": [],
        }[style])


def _examples(writer: Writer, heading: Callable[[str], None]) -> None:
    rnd = writer.rnd
    kinds = sorted((rnd.choice(("positive", "negative")) for _ in range(rnd.randint(1, 4))), reverse=True)
    texts = [f"{phrase(rnd, False)} example {n}" for n in range(len(kinds))]
    heading("Examples")
    style = writer.pick("marks", "nested", "lines", "coded", "brackets")
    for kind, text in zip(kinds, texts, strict=True):
        writer.add(*{
            "marks": [f"- {'✅' if kind == 'positive' else '❌'} {text}"], "nested": [f"- {kind.capitalize()}:", f"  - {text}"], "lines": [f"{kind.capitalize()}: {text}."],
            "coded": [f"- **{kind[0].upper()}1** {text}"], "brackets": [f"- [{'+' if kind == 'positive' else '-'}] {text}"],
        }[style])
    writer.truth.examples = list(zip(texts, kinds, strict=True))


def _modalities(writer: Writer, heading: Callable[[str], None]) -> None:
    names = writer.rnd.sample(("Visual", "Verbal", "Symbolic", "Concrete example", "Geometric"), writer.rnd.randint(2, 4))
    writer.truth.modalities = names
    heading("Modalities")
    style = writer.pick("sentence", "lines", "boxes", "nested")
    if style == "sentence":
        writer.add(", ".join(names) + ".")
    for name in names:
        writer.add(*{"sentence": [], "lines": [f"{name}: a map"], "boxes": [f"- [x] {name} -- a map"], "nested": [f"- {name}", "  - a map"]}[style])


def _steps(writer: Writer, heading: Callable[[str], None]) -> None:
    titles = [f"{kind}" for kind in writer.rnd.sample(("Hook", "Explain", "Check", "Practice", "Summarize"), writer.rnd.randint(3, 5))]
    writer.truth.outline = titles
    heading("Outline")
    style = writer.pick("arrows", "sections", "inline", "parts")
    if style == "arrows":
        writer.add(" -> ".join(titles))
    elif style == "inline":
        writer.add("; ".join(f"{n}. {title}" for n, title in enumerate(titles, 1)))
    for n, title in enumerate(titles, 1):
        if style == "sections":
            writer.add(f"Section {n}: {title}", "")
        elif style == "parts":
            writer.add(*(["", f"**Part {n}**"] if n in (1, 3) else []), f"{n}. {title}")
