"""One demo site for all page tests."""

from __future__ import annotations

import pytest

from builder.audit import audit
from builder.course import Course
from builder.jobs.drawn import Figures
from tests.pages.at_once import render_site
from tests.pages.demo import demo_course, demo_figures


@pytest.fixture(scope="session")
def course() -> Course:
    return demo_course()


@pytest.fixture(scope="session")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return demo_figures(tmp_path_factory.mktemp("figures"))


@pytest.fixture(scope="session")
def site(course: Course, figures: Figures) -> dict[str, bytes]:
    return dict(render_site(course, figures, audit(course)).files)
