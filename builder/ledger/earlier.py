"""A lesson's text as a review read it, from the history that git keeps."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from builder.course import Course
from builder.loading import parse_text
from builder.models.lessons import Lesson
from builder.models.reviews import Review, same_digest


class NotFound(Exception):
    """Git does not have the text that a review read; the words say why."""


def text_at_review(course: Course, slug: str, path: str, review: Review) -> tuple[Lesson, str]:
    """The text that a review read, and the commit that has it.

    It is the newest version of `lesson.md` with the content digest that the review keeps; where it keeps none, the
    version of the commit that brought the review.

    Args:
        course: the course.
        slug: the lesson.
        path: the review's file, from the course's root.
        review: the review.

    Raises:
        NotFound: where there is no such version, or no git.
    """
    lesson = f"{course.lessons[slug].path}/lesson.md"
    for commit in _commits(course.root, lesson, review, path):
        data = _git(course.root, "show", f"{commit}:./{lesson}")
        if data:
            text, _ = parse_text(lesson, data)
            if review.digest is None or same_digest(review.digest, text.digest):
                return text, commit[:10]
    if review.digest is None:
        raise NotFound(f"{path} keeps no digest, and no commit has brought it together with {lesson}")
    raise NotFound(f"no commit has {lesson} with the digest {review.digest} that {path} keeps")


def _commits(root: Path, lesson: str, review: Review, path: str) -> Iterator[str]:
    """The commits that may have the text, the newest first."""
    if review.digest:
        yield from _git(root, "log", "--format=%H", "--", lesson).decode().split()
    else:
        yield from _git(root, "log", "--format=%H", "--diff-filter=A", "-1", "--", path).decode().split()


def _git(root: Path, *arguments: str) -> bytes:
    """What git says; nothing where it refuses one file."""
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)
    except FileNotFoundError:
        raise NotFound("git is not installed") from None
    if done.returncode == 128 and b"not a git repository" in done.stderr:
        raise NotFound("the course stands in no git repository")
    return done.stdout if done.returncode == 0 else b""
