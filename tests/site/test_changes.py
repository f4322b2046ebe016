"""What an edit rewrites: the files that show it, and no other; whatever stays keeps its time and its inode."""

from __future__ import annotations

import pytest

from tests.site.checkout import Checkout, assert_equal
from tests.site.folders import own_builder, put_before

SEARCH = "site/search/"
"""Search data follow the words of every page; which files of theirs change is their own business."""

Marks = dict[str, tuple[int, int]]


def marks(course: Checkout) -> Marks:
    """The times and the inodes of all that was built."""
    files = {path: (course.output / path).stat() for path in course.made() if not path.startswith(SEARCH)}
    return {path: (stat.st_mtime_ns, stat.st_ino) for path, stat in files.items() if (course.output / path).is_file()}


def changed(course: Checkout, before: Marks, *, apart: bool = False) -> set[str]:
    """What another build made, wrote anew or removed."""
    said = course.build_apart() if apart else course.build()
    assert said.code == 0, said.words
    after = marks(course)
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def edited(course: Checkout, *edits: tuple[str, str, str]) -> set[str]:
    """What is written anew after some edits, each a file, words in it and others in their place."""
    before = marks(course)
    for edit in edits:
        course.change(*edit)
    return changed(course, before)


def showing(course: Checkout, words: str) -> set[str]:
    """The pages and notebooks that hold some words, in any case."""
    return {path for path, content in course.made().items()
            if not path.startswith(SEARCH) and words.casefold() in content.decode("utf-8", "replace").casefold()}


def pages(course: Checkout, pattern: str = "**/*.html") -> set[str]:
    """The pages whose paths fit a pattern."""
    return {path.relative_to(course.output).as_posix() for path in course.site.glob(pattern)}


TEXT, PLAN, FIGURES = "lessons/kneading/lesson.md", "lessons/kneading/plan.yaml", "figures/figures.yaml"
LESSON, NOTEBOOK = "site/lessons/kneading.html", {"notebooks/kneading.ipynb", "site/notebooks/kneading.ipynb"}

NARROW = {
    "a paragraph": ((TEXT, "Wait instead.", "Wait a while instead."), {LESSON}),
    "a caption": ((FIGURES, "How far a", "See how far a"), {LESSON}),
    "what a picture shows": ((FIGURES, "alt: A curve", "alt: A line"), {LESSON}),
    "a claim": ((FIGURES, "A strand can", "A strand may"), {LESSON}),
    "a concept's summary": (("curriculum/concepts.yaml", "Strands of", "Threads of"), {"site/concepts/gluten.html"}),
    "a concept's alias": (("curriculum/concepts.yaml", "water content", "water share"), {"site/concepts/hydration.html"}),
    "a record's row": (("curriculum/records/2.yaml", "Dragging", "Pulling"), {"site/records/2.html"}),
    "a module's goal": (("curriculum/records/2.yaml", "a loaf", "loaves"), {"site/modules/2.html", "site/records/2.html"}),
    "a belief": ((PLAN, "A sticky dough needs", "A wet dough needs"), {"site/plans/kneading.html"}),
    "a plan's title beside the text's": ((PLAN, "title: Kneading", "title: Hands"), {"site/plans/kneading.html"}),
    "the course's description": (("curriculum/course.yaml", "From flour", "All from flour"), {"site/index.html"}),
    "a section's title": (("lessons/rising/lesson.md", "## Gas", "## Air"), {"site/lessons/rising.html"}),
    "a notebook": (("lessons/kneading/notebook.md", "How much", "What weight of"), NOTEBOOK),
    "a picture": (("lessons/kneading/hand.svg", 'width="40"', 'width="41"'),
                  {LESSON, "site/lessons/kneading/hand.svg", *NOTEBOOK}),
    "a measured number": ((FIGURES, "length: 2.5", "length: 2.75"),
                          {LESSON, "site/lessons/rising.html", *NOTEBOOK,
                           *(f"site/figures/stretch-curve/{name}" for name in ("light.svg", "dark.svg", "data.json", "data.csv"))}),
    "a review": (("lessons/kneading/reviews/02.yaml", "comes as a surprise", "is a surprise"),
                 {"site/reviews/kneading.html", "site/reviews/modules/1.html", "site/reviews.html"}),
    "a waiver's reason": (("curriculum/course.yaml", "no theory", "little theory"), set()),
}
"""Edits of one file each, and all that they rewrite."""


@pytest.mark.parametrize(("edit", "expected"), NARROW.values(), ids=NARROW)
def test_an_edit_rewrites_what_shows_it(edit: tuple[str, str, str], expected: set[str], course: Checkout) -> None:
    assert edited(course, edit) == expected


WIDE = {
    "a lesson's title": ((TEXT, "title: Kneading", "title: Brand new words"),
                         {LESSON, "site/index.html", "site/modules/1.html", "site/records/1.html", "site/concepts/gluten.html",
                          "site/lessons/rising.html", "site/lessons/shaping.html", "site/plans/shaping.html"}),
    "the title of a plan without a text": (("lessons/baking/plan.yaml", "title: Baking", "title: Brand new words"),
                                           {"site/plans/baking.html", "site/lessons/shaping.html", "site/concepts/scoring.html"}),
    "a title that a link shows": ((TEXT, "## Stickiness", "## Brand new words"),
                                  {LESSON, "site/lessons/shaping.html", "site/plans/kneading.html"}),
    "a lesson's description": ((TEXT, "a sticky mass", "brand new words"), {LESSON, "site/index.html", "site/modules/1.html"}),
    "a concept's name": (("curriculum/concepts.yaml", "name: Gluten network", "name: Brand new words"),
                         {"site/concepts.html", "site/concepts/gluten.html", "site/plans/rising.html", "site/lessons/shaping.html"}),
    "a module's title": (("curriculum/course.yaml", "title: Oven", "title: Brand new words"),
                         {"site/index.html", "site/modules/2.html", "site/lessons/shaping.html", "site/records/2.html"}),
    "the course's title": (("curriculum/course.yaml", "title: Bread", "title: Brand new words"),
                           {"site/404.html", "site/lessons/rising.html", "site/plans/rising.html"}),
}
"""Edits of what other pages show, too, and some of these pages."""


@pytest.mark.parametrize(("edit", "some"), WIDE.values(), ids=WIDE)
def test_a_name_rewrites_exactly_the_pages_that_show_it(
    edit: tuple[str, str, str], some: set[str], course: Checkout
) -> None:
    found = edited(course, edit)
    assert found == showing(course, "brand new words") and found >= some


def test_a_depth_rewrites_the_pages_of_its_concept_and_of_the_lessons_around_it(course: Checkout) -> None:
    rows = (("lessons/shaping/plan.yaml", "surface-tension, depth: INTRODUCED", "surface-tension, depth: DEVELOPED"),
            ("curriculum/records/2.yaml", "depth: INTRODUCED", "depth: DEVELOPED"))
    assert edited(course, *rows) == {
        "site/concepts.html", "site/concepts/surface-tension.html", "site/plans/shaping.html", "site/plans/baking.html",
        "site/modules/2.html", "site/records/2.html"}


def test_another_colour_in_shared_code_redraws_the_figures(course: Checkout) -> None:
    found = edited(course, ("figures/style.py", "#0b5c8a", "#0b5c8b"))
    drawn = {f"site/figures/{name}/{kind}.svg" for name in ("crumb", "stretch-curve") for kind in ("light", "dark")}
    assert found == {LESSON, "site/lessons/shaping.html", *drawn}


def test_nothing_is_touched_where_nothing_changed(course: Checkout) -> None:
    before = marks(course)
    assert not changed(course, before)
    (course.root / TEXT).touch()
    assert not changed(course, before)
    assert course.build("--draft").code == 0 and marks(course) == before, "a draft without faults is the site itself"


def test_faults_touch_nothing_and_a_draft_only_what_shows_them(course: Checkout) -> None:
    before = marks(course)
    course.change("lessons/rising/lesson.md", "A {value}", "A [way](#nowhere) and a {value}")
    assert course.build().code == 1 and marks(course) == before
    course.build("--draft")
    after = marks(course)
    assert {path for path in after if after[path] != before.get(path)} == {
        "site/lessons/rising.html", "site/plans/rising.html", "site/reviews/rising.html"}, "all that shows its faults"
    assert "#nowhere" in course.made()["site/lessons/rising.html"].decode()


def test_a_lesson_that_goes_takes_its_pages_along_and_comes_back_with_them(course: Checkout) -> None:
    before, made = marks(course), course.made()
    (course.root / "lessons/rising/lesson.md").rename(course.root / "aside.md")
    course.change("lessons/shaping/lesson.md", "[gas](lesson:rising#gas)", "gas")
    course.change(TEXT, "which [the next lesson](lesson:rising) shows", "which comes next")
    course.change(FIGURES, "[](lesson:rising)", "rising")
    found = changed(course, before)
    assert "site/lessons/rising.html" in found and "site/lessons/rising.html" not in course.made()
    (course.root / "aside.md").rename(course.root / "lessons/rising/lesson.md")
    course.change("lessons/shaping/lesson.md", "The gas", "The [gas](lesson:rising#gas)")
    course.change(TEXT, "which comes next", "which [the next lesson](lesson:rising) shows")
    course.change(FIGURES, "of rising", "of [](lesson:rising)")
    course.build()
    assert_equal(course.made(), made)


@pytest.mark.parametrize(("file", "place", "pattern", "besides"), [
    ("static/style.css", "\n", "**/*.html", {"site/assets/style.css"}),
    ("templates/concept.html", "{% endblock %}", "concepts/*.html", set()),
    ("templates/plan.html", "{% endblock %}", "plans/*.html", set()),
])
def test_templates_and_styles_rewrite_the_pages_that_are_made_with_them(
    file: str, place: str, pattern: str, besides: set[str], course: Checkout
) -> None:
    """Every page names the digest of the styles and scripts in its policy, so a stylesheet rewrites them all."""
    package = own_builder(course) / "builder" / "pages"
    before = marks(course)
    assert not changed(course, before, apart=True), "a copy of the builder builds the same"
    put_before(package / file, [place], "<i></i>" if file.endswith("html") else "/* New. */")
    assert changed(course, before, apart=True) == pages(course, pattern) | besides


def test_a_lesson_that_was_renamed_is_not_asked_for_when_what_it_linked_to_changes(course: Checkout) -> None:
    (course.root / "lessons/baking").rename(course.root / "lessons/proving")
    with course.values("curriculum/course.yaml") as found:
        for module in found["modules"]:
            module["lessons"] = ["proving" if slug == "baking" else slug for slug in module["lessons"]]
    course.build("--draft")
    for slug in ("kneading", "shaping", "rising", "flour-and-water"):
        course.append(f"lessons/{slug}/lesson.md", "## Once more\n\nWords.")
        course.build("--draft")
    clean = course.copy(course.root.with_name("clean"))
    clean.build("--draft")
    assert_equal(course.made(), clean.made())
