"""Pages about reviews in the browser: sifting, with the address; and what they are to everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import serving
from tests.browser.test_access import judged
from tests.conftest import Tiny
from tests.pages.reviewed import read_by, with_reviews
from tests.pages.test_papers import pages

Open = Callable[..., Any]
PAGES = ["reviews/running.html", "reviews/more-0.html", "reviews/modules/1.html", "reviews.html", "waiting.html"]


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny course's site, with reviews and more lessons."""
    folder = tmp_path_factory.mktemp("reviews")
    tiny = with_reviews(Tiny(folder / "course"))
    names = [f"more-{n}" for n in range(6)]
    for name in names:
        tiny.write(f"lessons/{name}/lesson.md", "Words.\n")
    tiny.change("curriculum/course.yaml", "[walking, running]", f"[walking, running, {', '.join(names)}]")
    for number in range(1, 7):
        tiny.write(f"lessons/more-0/reviews/0{number}.yaml", read_by("more-0", "Words that nobody has met", "Ana", number))
    for path, data in pages(tiny.root).items():
        (folder / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "site" / path).write_bytes(data)
    return folder / "site"


@pytest.fixture(scope="module")
def served(on_disk: Path) -> Iterator[str]:
    """The site over http."""
    with serving(on_disk) as address:
        yield address


@pytest.fixture(params=["disk", "http"])
def reviews(request: pytest.FixtureRequest, on_disk: Path, served: str) -> str:
    """Where the site is opened from."""
    return served if request.param == "http" else on_disk.as_uri() + "/"


def shown(page: Any) -> list[str]:
    """The findings that are to be seen, and their rows of the timeline."""
    names: list[str] = page.evaluate("""[
      [...document.querySelectorAll('[data-sift]')].filter((item) => item.checkVisibility()).map((item) => item.dataset.sift),
      [...document.querySelectorAll('[data-with]')].filter((row) => row.checkVisibility()).map((row) => row.dataset.with),
    ]""")
    assert names[0] == names[1]
    return [name.removeprefix("finding-") for name in names[0]]


def test_findings_are_sifted_by_severity_status_and_words(open_page: Open, served: str) -> None:
    page = open_page(served + "reviews/running.html")
    assert len(shown(page)) == 4 and page.get_by_role("status").inner_text() == ""
    page.get_by_label("POLISH").check()
    assert shown(page) == ["which-shoes", "too-short"]
    assert page.get_by_role("status").inner_text() == "2 of 4 findings"
    page.get_by_label("CRITICAL").check()
    page.get_by_label("open").check()
    assert shown(page) == ["no-picture", "which-shoes"]
    assert not page.get_by_role("heading", name="Settled").is_visible()
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("!document.querySelector('[data-sift][hidden]')")
    page.get_by_label("Words").fill("IDEA one")
    assert shown(page) == ["too-short"]
    assert page.get_by_text("It has one idea.").is_visible(), "what was found is unfolded"
    page.get_by_label("Words").fill("nowhere to be found")
    assert page.get_by_role("status").inner_text() == "0 of 4 findings"


def test_the_address_keeps_what_is_sifted(open_page: Open, reviews: str) -> None:
    page = open_page(reviews + "reviews/running.html?severity=polish&status=open&words=shoes")
    assert shown(page) == ["which-shoes"]
    assert page.get_by_label("Words").input_value() == "shoes"
    page.get_by_label("open").uncheck()
    page.get_by_label("Words").fill("")
    assert page.url.endswith("running.html?severity=polish")
    page.reload()
    assert shown(page) == ["which-shoes", "too-short"]
    page.get_by_role("button", name="Show all").click()
    page.wait_for_url("**/running.html")


def test_everything_can_be_sifted_by_keyboard(open_page: Open, served: str) -> None:
    page = open_page(served + "reviews/running.html")
    page.get_by_label("CRITICAL").focus()
    page.keyboard.press("Space")
    assert shown(page) == ["no-picture"]
    page.get_by_label("Words").focus()
    page.keyboard.type("sentence")
    page.keyboard.press("Enter")
    assert shown(page) == ["no-picture"] and page.url.endswith("?severity=critical&words=sentence")


def test_a_link_unfolds_what_it_leads_to(open_page: Open, reviews: str) -> None:
    page = open_page(reviews + "reviews/running.html?severity=critical#finding-too-short")
    page.wait_for_function("document.querySelector('[data-sift=finding-too-short]').open")
    assert len(shown(page)) == 4, "what a link leads to is not sifted out"
    page.get_by_role("link", name="Shoes without a reason").first.click()
    page.wait_for_function("document.querySelector('[data-sift=finding-barefoot]').open")
    assert page.get_by_text("Nothing says why.").is_visible()


def test_lessons_are_sifted_by_state(open_page: Open, served: str) -> None:
    page = open_page(served + "waiting.html")
    page.get_by_label("in review").check()
    rows = page.locator("tr[data-sift]:visible").all_inner_texts()
    assert rows == ["Running\t1 open CRITICAL finding; no iteration is left\tin review", "More 0\t6 open IMPROVEMENTs\tin review"]
    page.get_by_role("link", name="Running").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Running: what reviewers found"


def test_without_scripts_everything_is_there(open_page: Open, served: str) -> None:
    page = open_page(served + "reviews/running.html?severity=critical", java_script_enabled=False)
    assert page.locator("form.sieve").is_hidden()
    assert page.locator("details.finding:visible").count() == 4
    page.locator("summary", has_text="The lesson is short").click()
    assert page.get_by_text("It has one idea.").is_visible()


def test_paper_shows_every_finding_and_no_form(open_page: Open, served: str) -> None:
    page = open_page(served + "reviews/running.html")
    page.emulate_media(media="print")
    page.wait_for_function("[...document.querySelectorAll('details')].every((fold) => fold.open)")
    assert page.get_by_text("It has one idea.").is_visible() and not page.locator("form.sieve").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_axe_finds_nothing(open_page: Open, served: str, width: int, scheme: str) -> None:
    for path in PAGES:
        page = open_page(served + path, viewport={"width": width, "height": 900}, color_scheme=scheme)
        assert judged(page) == [], path
        page.close()


def test_nothing_scrolls_sideways_on_the_smallest_phone(open_page: Open, served: str) -> None:
    for path in PAGES:
        page = open_page(served + path, viewport={"width": 320, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
