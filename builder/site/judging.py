"""What builds of every kind ask when they judge a course."""

from __future__ import annotations

import json

from builder.course import Course
from builder.models.lessons import Lesson
from builder.pages.faults import Row
from builder.rules.slips import Slips
from builder.shelf import Shelf
from builder.site.compiling import UNREAD
from builder.site.options import Options

NO_SLIPS = json.dumps(Slips({}, {}, False)).encode()
"""What is kept of a course in which no name is misspelt."""


def unread_of(course: Course, text: Lesson, shelf: Shelf) -> list[Row]:
    """The formulas of a text that cannot be read."""
    says = shelf.get(UNREAD, text.path, course.digests[text.path])
    return [(line, column, message) for line, column, message in json.loads(says)] if says else []


def until(course: Course, options: Options) -> str:
    """The day until which waivers are what they are today; "" if no day changes them."""
    days = [waiver.until for waiver in course.config.audit.waivers if waiver.until]
    return min((day for day in days if options.today and day >= options.today), default="")
