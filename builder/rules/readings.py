"""A course as rules read it: as it stands, as it is listed, as it was meant; whole, or a few lessons of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from builder.course import Course
from builder.rules.rule import Reading
from builder.rules.slips import Slips, as_listed, as_meant, as_meant_by_itself, slips_of


class Readings:
    """A course in every reading.

    Args:
        course: a whole course.
        slips: the slips of the course, where they are known already; else it is searched for them.

    Attributes:
        slips: the names that are misspelt in it.
        whole: the whole course, by reading.
    """

    def __init__(self, course: Course, slips: Slips | None = None) -> None:
        self.slips = slips_of(course) if slips is None else slips
        listed = as_listed(course, self.slips.lessons)
        self.whole: Mapping[Reading, Course] = {
            Reading.WRITTEN: course, Reading.LISTED: listed, Reading.MEANT: as_meant(listed, self.slips)}

    def part(self, slugs: Sequence[str]) -> Mapping[Reading, Course]:
        """Some lessons of the course, as listed and as meant; where nothing in them is misspelt, both are one."""
        listed, meant = self.whole[Reading.LISTED], self.whole[Reading.MEANT]
        part = listed.part(slugs)
        other = part if meant is listed else meant.part(slugs)
        lessons = {slug: as_meant_by_itself(folder) for slug, folder in other.lessons.items()}
        if any(lessons[slug] is not folder for slug, folder in other.lessons.items()):
            other = replace(other, lessons=lessons)
        return {Reading.LISTED: part, Reading.MEANT: other}
