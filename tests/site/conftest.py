"""The course about bread, built once, so that its figures are drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.checkout import Checkout


@pytest.fixture(scope="session")
def bread(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """The course that tests copy; nobody edits it."""
    course = Checkout.of_bread(tmp_path_factory.mktemp("bread") / "course")
    assert course.build().code == 0
    return course


@pytest.fixture
def course(bread: Checkout, tmp_path: Path) -> Checkout:
    """A course to edit, built once."""
    course = bread.copy(tmp_path / "course")
    course.build()
    return course
