"""Edits of the course's shape: lessons that come, go, move and get other names; and files spoilt or only touched."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.audit.breaking import TEXT_ACTIONS
from tests.site.checkout import REPOSITORY, Checkout, Impossible
from tests.site.papers import COURSE
from tests.site.picking import WORDS, Edit, Pick

SLUGS = ("proving", "scalding", "bagels")


def _slugs(course: Checkout) -> list[str]:
    return sorted(path.name for path in (course.root / "lessons").glob("*/") if path.is_dir())


def _lists(found: Any) -> list[Any]:
    """The lists of lessons of all modules."""
    return [module["lessons"] for module in found["modules"] if isinstance(module.get("lessons"), list)]


def order_changed(course: Checkout, pick: Pick) -> None:
    """A lesson moves to the end of its module, or of another."""
    with course.values(COURSE) as found:
        lists = _lists(found)
        origin = pick([lessons for lessons in lists if lessons])
        pick(lists).append(origin.pop(pick(range(len(origin)))))


def module_added(course: Checkout, pick: Pick) -> None:
    with course.values(COURSE) as found:
        name = pick(["3", "4"])
        found["modules"].append({"id": name, "title": pick(WORDS), "lessons": []})


def module_removed(course: Checkout, pick: Pick) -> None:
    with course.values(COURSE) as found:
        found["modules"].remove(pick(found["modules"]))


def lesson_added(course: Checkout, pick: Pick) -> None:
    slug = pick(SLUGS)
    course.write(f"lessons/{slug}/plan.yaml", f"lesson: {slug}\ntitle: Making {slug}\n")
    if pick([True, False]):
        course.write(f"lessons/{slug}/lesson.md", f"---\ntitle: {slug.title()}\n---\n\nSee [](lesson:kneading).\n")
    with course.values(COURSE) as found:
        pick(_lists(found)).append(slug)


def lesson_dropped(course: Checkout, pick: Pick) -> None:
    """The course lists a lesson no more; its folder stays or goes."""
    slug = pick(_slugs(course))
    if pick([True, False]):
        shutil.rmtree(course.root / "lessons" / slug)
    with course.values(COURSE) as found:
        for lessons in _lists(found):
            lessons[:] = [name for name in lessons if name != slug]


def lesson_deleted(course: Checkout, pick: Pick) -> None:
    """The folder goes, and the course still lists the lesson."""
    shutil.rmtree(course.root / "lessons" / pick(_slugs(course)))


def lesson_renamed(course: Checkout, pick: Pick) -> None:
    """A folder gets another name, and all files of the course follow."""
    old, new = _renamed(course, pick)
    for path in course.paths("curriculum/**/*.yaml", "lessons/**/*.md", "lessons/**/*.yaml", "figures/*.yaml"):
        text = course.read(path)
        if (followed := re.sub(rf"(?<![\w/-]){old}(?![\w-])", new, text)) != text:
            course.write(path, followed)


def folder_renamed(course: Checkout, pick: Pick) -> None:
    """A folder gets another name, and nothing follows."""
    _renamed(course, pick)


def _renamed(course: Checkout, pick: Pick) -> tuple[str, str]:
    old, new = pick(_slugs(course)), pick(SLUGS)
    if (course.root / "lessons" / new).exists():
        raise Impossible
    (course.root / "lessons" / old).rename(course.root / "lessons" / new)
    return old, new


# ---- files as files

FILES = ("curriculum/**/*.yaml", "lessons/**/*.*", "figures/**/*.yaml", "figures/**/*.py")


def broken(course: Checkout, pick: Pick) -> None:
    """Letters, words or lines of a file get lost or change places."""
    path, action = pick(course.paths(*FILES[:3])), pick(sorted(TEXT_ACTIONS))
    course.write(path, TEXT_ACTIONS[action](course.read(path), pick(range(200)), pick(range(200))))


def spoilt(course: Checkout, pick: Pick) -> None:
    """A file becomes something that cannot be read: empty, half of itself, no text, no YAML."""
    path = pick(course.paths(*FILES[:3]))
    data = (course.root / path).read_bytes()
    course.write(path, pick([b"", data[:len(data) // 2], data[:20] + b"\xff\n", data + b"\n  - [\n", b"\n"]))


def nothing(course: Checkout, pick: Pick) -> None:
    """No edit at all."""


def touched(course: Checkout, pick: Pick) -> None:
    """The bytes stay; the time, the rights or the file itself are others."""
    path = course.root / pick(course.paths(*FILES))
    now = path.stat()
    match pick(["now", "past", "future", "rights", "another file"]):
        case "now":
            path.touch()
        case "past":
            os.utime(path, (1, 1))
        case "future":
            os.utime(path, ns=(now.st_atime_ns, now.st_mtime_ns + 10**15))
        case "rights":
            path.chmod(now.st_mode ^ 0o020)
        case _:
            fresh = path.with_name("fresh.part")
            shutil.copy2(path, fresh)
            fresh.replace(path)


def same_size(course: Checkout, pick: Pick) -> None:
    """A file gets other bytes, as many as it had; and the time that it had, in its place or as another file."""
    path = course.root / pick(course.paths("lessons/**/*.*", "curriculum/**/*.yaml"))
    text, before = path.read_bytes(), path.stat()
    places = [match.start() for match in re.finditer(rb"(?<=[a-z ])[aeiou](?=[a-z ])", text)]
    at = pick(places)
    changed = text[:at] + (b"o" if text[at:at + 1] != b"o" else b"a") + text[at + 1:]
    target = path.with_name("fresh.part") if pick([True, False]) else path
    target.write_bytes(changed)
    if pick([True, False]):
        os.utime(target, ns=(before.st_atime_ns, before.st_mtime_ns))
    target.replace(path)


# ---- what was built


def page_harmed(course: Checkout, pick: Pick) -> None:
    """Somebody removes, adds or cuts a file where the pages stand; the time of its folder tells."""
    path = pick(course.paths("output/site/**/*", "output/notebooks/*"))
    data = (course.root / path).read_bytes()
    (course.root / path).unlink()
    if what := pick(["removed", "added", "cut"]) != "removed":
        course.write(path, data[:-1] if what == "cut" else data)
        course.write(f"{path}.bak", "harmed")


def output_removed(course: Checkout, pick: Pick) -> None:
    path = course.root / pick(["output/site", "output/site/lessons", "output/notebooks", "output/cache", "output"])
    shutil.rmtree(path, ignore_errors=True)


def cache_harmed(course: Checkout, pick: Pick) -> None:
    """A file that the builder keeps for the next build is cut, lost or made of other bytes; figures are left alone."""
    every = [path for path in course.paths("output/cache/**/*") if not path.startswith("output/cache/jobs/")]
    path = course.root / pick(every)
    data = path.read_bytes()
    path.unlink()
    if what := pick([None, data[:len(data) // 2], data[:-1], b"", b"no such thing"]):
        path.write_bytes(what)


# ---- the builder itself

PLACES = {
    "templates/*.html": (("{% endblock %}", "{% endmacro %}", "</html>"), "<b>New</b>"),
    "static/*.css": (("\n",), "/* New. */"),
    "static/*.js": (("\n",), "/* New. */"),
    "figures.py": (("this figure was made",), "truly, "),
}
"""Files of the package `pages`, and what can be put before which of some words in them so that it shows."""


def builder_changed(course: Checkout, pick: Pick) -> None:
    """A template, a stylesheet, a script or code of the builder; from now on a copy of it builds this course."""
    pattern = pick(sorted(PLACES))
    package = own_builder(course) / "builder" / "pages"
    put_before(pick(sorted(package.glob(pattern))), *PLACES[pattern])


def own_builder(course: Checkout) -> Path:
    """The folder with the builder that only this course is built with."""
    course.builder = course.root.with_name(f"{course.root.name}-builder")
    if not course.builder.exists():
        shutil.copytree(REPOSITORY / "builder", course.builder / "builder")
    return course.builder


def put_before(path: Path, places: Sequence[str], words: str) -> None:
    """Put words before the last place of the first kind that a file has."""
    text = path.read_text()
    place = next(place for place in places if place in text)
    before, _, after = text.rpartition(place)
    path.write_text(f"{before}{words}{place}{after}")


EDITS: tuple[Edit, ...] = (
    order_changed, module_added, module_removed, lesson_added, lesson_dropped, lesson_deleted, lesson_renamed,
    folder_renamed, nothing, broken, spoilt, touched, same_size, page_harmed, output_removed, cache_harmed, builder_changed,
)
