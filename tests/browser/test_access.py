"""What the pages are to everybody: judged by axe, in light and dark, on a phone and on a desk, with all folds open."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

pytest.importorskip("axe_playwright_python")

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
PAGES = ["plans/hourglass.html", "plans/clouds.html", "records/1.1.html", "modules/1.1.html", "lessons/hourglass.html", "report.html"]
RULES = """() => axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"],
  rules: {"color-contrast-enhanced": {enabled: true}},
}).then((found) => found.violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.target).join(" ")}`))"""

Open = Callable[..., Any]


def judged(page: Any) -> list[str]:
    """What axe finds on a page with its folds open; running text is held to a contrast of seven."""
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true })")
    page.evaluate(AXE)
    found: list[str] = page.evaluate(RULES)
    return found


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_axe_finds_nothing(open_page: Open, server: str, width: int, scheme: str) -> None:
    for path in PAGES:
        page = open_page(server + path, viewport={"width": width, "height": 900}, color_scheme=scheme)
        assert judged(page) == [], path
        page.close()


def test_nothing_scrolls_sideways_on_the_smallest_phone(open_page: Open, server: str) -> None:
    for path in PAGES:
        page = open_page(server + path, viewport={"width": 320, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_a_misconception_leads_into_the_lesson_and_back(open_page: Open, base: str) -> None:
    page = open_page(base + "lessons/clouds.html")
    page.get_by_role("link", name="How this lesson is planned").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Clouds instead of points: the plan"
    page.get_by_role("link", name="Lesson 2").click()
    assert page.url.endswith("lessons/clouds.html")


def test_a_plan_prints_without_its_frame(open_page: Open, base: str) -> None:
    page = open_page(base + "plans/hourglass.html")
    page.emulate_media(media="print")
    assert not page.locator(".contents").is_visible() and not page.locator(".top").is_visible()
    assert page.get_by_text("A very long line", exact=False).is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_report_runs_no_script_and_wears_its_own_style(open_page: Open, base: str) -> None:
    page = open_page(base + "report.html", java_script_enabled=False)
    assert page.evaluate("document.scripts.length") == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(253, 252, 248)"
