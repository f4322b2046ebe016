"""What an audit costs as a course grows: loading, the rules over the loaded course, a second run, memory.

A course of 1,000, 3,000 and 10,000 lessons is generated, each lesson with a plan of ten prerequisites, three
misconceptions, three examples, an outline and a text.  In the same run the same files are read by the bare parsers:
PyYAML's safe loader in C on the YAML files, markdown-it on the texts.  "Our YAML" is loading a course without texts:
parsing, checking against the schemas, working out who knows what.  "Again" is a second run with the cache of parsed
files.  Times are processor time of one core, each side in a process of its own; memory is the peak of a whole audit.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = (1_000, 3_000, 10_000)
PER_MODULE = 10
NEEDS = 10
DEPTHS = ("MENTIONED", "INTRODUCED", "DEVELOPED", "APPLIED")

PLAN = """\
lesson: {slug}
title: Lesson {number}
module: "{module}"
position: {{number: {position}, of: {per_module}}}
load: BUILD
student_state: >-
  The student comes from the lesson before and has what it taught, and knows the words of the
  one before that.
prerequisites:
{needs}misconceptions:
  - id: first-belief
    belief: The first thing that one would think.
    negative_example: A case that comes out otherwise.
    address: {{section: refutation}}
  - id: second-belief
    belief: The second thing that one would think.
    negative_example: Another case that comes out otherwise.
    address: {{section: refutation}}
  - id: third-belief
    belief: The third thing that one would think.
    negative_example: A third case that comes out otherwise.
    address: {{section: refutation}}
examples:
  - {{id: plain-case, kind: positive, text: A plain case.}}
  - {{id: odd-case, kind: positive, text: An odd case.}}
  - {{id: no-case, kind: negative, text: No case at all.}}
modalities:
  - {{modality: visual, what: A drawing.}}
  - {{modality: verbal, what: A comparison.}}
  - {{modality: concrete example, what: Numbers.}}
load_assessment:
  count: 1
  new_concepts:
    - concept: {slug}
connections:
  - {{old_concept: {old}, new_concept: {slug}, text: The one leads to the other.}}
scope:
  covers: [The idea itself]
  excludes:
    - {{text: All that comes later}}
depths:
  - {{concept: {slug}, depth: DEVELOPED}}
outline:
  - {{id: motive, title: Motive}}
  - {{id: idea, title: The idea}}
  - {{id: refutation, title: What it is not}}
"""

TEXT = """\
---
title: Lesson {number}
---

:::{{objective}}
You can use the idea of lesson {number}.
:::

::::{{scope}}
:::{{in}}
The idea.
:::
:::{{out}}
What [comes later](lesson:{slug}).
:::
::::

{{#motive}}
## Motive

Why {{concept}}`{old}` is not enough.

{{#idea}}
## The idea

:::{{concept}} Lesson {number}
:teaches: {slug}
:example: plain-case, odd-case, no-case
:modality: concrete, visual

The idea in a sentence.
:::

{{#refutation}}
## What it is not

:::{{warning}} Three beliefs
:misconception: first-belief, second-belief, third-belief

None of them holds.
:::

:::{{check}} What would you expect?
Think first.
:::
"""


def generate(root: Path, lessons: int) -> None:
    """Write a course without a fault: each lesson teaches a concept and requires ten that were taught before."""
    chance = random.Random(7)
    slugs = [f"lesson-{number:05}" for number in range(lessons)]
    concepts = [f"entry-{number}" for number in range(NEEDS)] + slugs
    (root / "curriculum").mkdir(parents=True)
    modules = [
        f"  - {{id: '{n}', title: Module {n}, lessons: [{', '.join(slugs[n * PER_MODULE : (n + 1) * PER_MODULE])}]}}\n"
        for n in range(lessons // PER_MODULE)
    ]
    assumes = [f"  - {{concept: entry-{n}, depth: APPLIED, source: Known}}\n" for n in range(NEEDS)]
    (root / "curriculum/course.yaml").write_text(
        f"title: Scale\ndescription: Generated.\nmodules:\n{''.join(modules)}assumes:\n{''.join(assumes)}"
        f"audit: {{limits: {{reactivation: {lessons}}}}}\n"
    )
    (root / "curriculum/concepts.yaml").write_text(
        "concepts:\n"
        + "".join(f"  {concept}: {{name: Idea {concept}, summary: What it is about.}}\n" for concept in concepts)
    )
    for number, slug in enumerate(slugs):
        known = concepts[max(0, number - 40) : number + NEEDS - 1]
        write_lesson(root, number, slug, [concepts[number + NEEDS - 1], *chance.sample(known, NEEDS - 1)])


def write_lesson(root: Path, number: int, slug: str, needs: list[str]) -> None:
    """Write the plan and the text of one lesson."""
    rows = "".join(
        f"  - concept: {concept}\n    required: {DEPTHS[1 + n % 2]}\n    reasoning: It is used in the second step.\n"
        for n, concept in enumerate(needs)
    )
    facts = {
        "slug": slug,
        "number": number,
        "module": number // PER_MODULE,
        "position": number % PER_MODULE + 1,
        "per_module": PER_MODULE,
        "needs": rows,
        "old": needs[0],
    }
    folder = root / "lessons" / slug
    folder.mkdir(parents=True)
    (folder / "plan.yaml").write_text(PLAN.format(**facts))
    (folder / "lesson.md").write_text(TEXT.format(**facts))


def measure(root: Path, cached: bool) -> dict[str, float]:
    """Load a course and run the rules, in this process; seconds, and the peak of memory in MiB."""
    from builder.audit import audit
    from builder.loading import load

    started = time.process_time()
    course, found = load(root, root / "output" / "cache" if cached else None)
    loaded = time.process_time()
    result = audit(course, found)
    done = time.process_time()
    assert not result.diagnostics, result.diagnostics[0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1024)
    return {"load": loaded - started, "rules": done - loaded, "memory": peak}


def bare(root: Path) -> dict[str, float]:
    """Parse the same files with PyYAML's safe loader in C and with markdown-it, and nothing else; seconds."""
    import yaml
    from markdown_it import MarkdownIt

    plans, texts = sorted(root.rglob("*.yaml")), sorted(root.rglob("*.md"))
    parser = MarkdownIt("commonmark")
    started = time.process_time()
    for path in plans:
        yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    between = time.process_time()
    for path in texts:
        parser.parse(path.read_text())
    return {"yaml": between - started, "texts": time.process_time() - between}


def in_process(action: str, root: Path) -> dict[str, float]:
    """Run a measurement in a fresh process, so that memory is its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--measure", action, str(root)], capture_output=True, text=True, check=True
    )
    return {str(key): float(value) for key, value in json.loads(done.stdout).items()}


def main() -> None:
    """Print a row per size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--measure", nargs=2, metavar=("WHAT", "ROOT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        what, root = options.measure
        print(json.dumps(bare(Path(root)) if what == "bare" else measure(Path(root), cached=what == "cached")))
        return
    print(HEAD)
    for size in options.sizes:
        row(size)


HEAD = (
    f"{'lessons':>8} {'needs':>8} | {'PyYAML':>8} {'our YAML':>9} {'ratio':>6}"
    f" | {'both bare':>9} {'first':>8} {'ratio':>6} | {'again':>8} {'faster':>7} | {'rules':>7}"
    f" {'per lesson':>10} | {'memory':>8}"
)


def row(size: int) -> None:
    """Generate a course, measure it, print a row: all times are seconds of one core."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        generate(root, size)
        least, first, again = (in_process(what, root) for what in ("bare", "cached", "cached"))
        for path in root.rglob("*.md"):
            path.unlink()
        plans = in_process("plain", root)
    both = least["yaml"] + least["texts"]
    needs, our_yaml = size * NEEDS, plans["load"]
    print(
        f"{size:8} {needs:8} | {least['yaml']:7.2f}s {our_yaml:8.2f}s {our_yaml / least['yaml']:5.1f}x"
        f" | {both:8.2f}s {first['load']:7.2f}s {first['load'] / both:5.1f}x"
        f" | {again['load']:7.2f}s {first['load'] / again['load']:6.1f}x"
        f" | {again['rules']:6.2f}s {again['rules'] / size * 1e6:8.0f}µs"
        f" | {max(first['memory'], again['memory']):5.0f}MiB",
        flush=True,
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    main()
