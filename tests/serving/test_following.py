"""Browsers that follow: pages change where their readers stand, faults come and go, figures are made meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")
pytest.importorskip("watchfiles")

from tests.conftest import Tiny
from tests.serving.conftest import Served, until

TEXT = "lessons/running/lesson.md"
RUNNING, WALKING = "/lessons/running.html", "/lessons/walking.html"
Serve = Callable[..., Served]
Show = Callable[[str], Any]

PANEL = "coursewright-live section[aria-label=Build]"
LONG = """
    ---
    title: Walking
    description: A long walk.
    ---
    {#the-walk}
    ## The walk

"""
STEPS = "".join(f"    Step {number} of the walk, which is a long one.\n\n" for number in range(80))


def shows(page: Any, words: str) -> None:
    page.wait_for_function("words => document.body?.innerText.includes(words)", arg=words, polling=20)


def top_of(page: Any, words: str) -> float:
    return page.get_by_text(words).evaluate("element => element.getBoundingClientRect().top")


def test_an_edit_is_shown_in_every_browser_where_its_reader_stands(serve: Serve, show: Show, tiny: Tiny) -> None:
    text = LONG + STEPS + "    :::{derivation} Why\n    Because.\n    :::\n\n" + STEPS.replace("Step", "Stride")
    tiny.write("lessons/walking/lesson.md", text)
    served = serve()
    served.built()
    one, two, other = (show(served.url + path) for path in (WALKING, WALKING, RUNNING))
    other.evaluate("window.before = true")
    one.get_by_text("Because.").evaluate("element => { element.closest('details').open = true }")
    one.locator("summary").first.focus()
    one.get_by_text("Step 60 of").evaluate("element => element.scrollIntoView()")
    was = top_of(one, "Step 60 of")
    tiny.change("lessons/walking/lesson.md", "Step 3 of the walk", "Step three of the walk, a new one.\n\n" * 9 + "And one of the walk")
    for page in (one, two):
        shows(page, "Step three of the walk, a new one.")
    until(lambda: abs(top_of(one, "Step 60 of") - was) < 2, "the return to the place")
    assert two.evaluate("scrollY") == 0
    assert one.get_by_text("Because.").evaluate("element => element.closest('details').open")
    assert one.evaluate("document.activeElement.localName") == "summary"
    assert other.evaluate("window.before")


def test_faults_stand_over_the_page_until_they_are_mended(serve: Serve, show: Show, tiny: Tiny) -> None:
    served = serve()
    served.built()
    page = show(served.url + RUNNING)
    panel = page.locator(PANEL)
    assert not panel.is_visible()
    tiny.change("lessons/running/plan.yaml", "required: DEVELOPED", "required: APPLIED")
    panel.get_by_role("button", name="1 error in 1 file").wait_for()
    words = panel.inner_text()
    assert "lessons/running/plan.yaml:5:15: error[PRE002]" in words and "→ " in words and "`" not in words
    panel.get_by_role("button").focus()
    page.keyboard.press("Escape")
    assert not panel.get_by_role("list").is_visible()
    tiny.change(TEXT, "Look at the feet", "Look well at the feet")
    shows(page, "Look well at the feet")
    panel.get_by_role("button", name="1 error").wait_for()
    assert not panel.get_by_role("list").is_visible()
    page.keyboard.press("Enter")
    assert panel.get_by_role("list").is_visible()
    tiny.change("lessons/running/plan.yaml", "required: APPLIED", "required: DEVELOPED")
    panel.wait_for(state="hidden")


def test_a_broken_course_file_leaves_the_last_good_site(serve: Serve, show: Show, tiny: Tiny) -> None:
    served = serve()
    served.built()
    page = show(served.url + RUNNING)
    files = sorted(served.site.rglob("*"))
    tiny.change("curriculum/course.yaml", "modules:", "modules: [")
    panel = page.locator(PANEL)
    panel.get_by_role("button", name="error").wait_for()
    assert "curriculum/course.yaml:" in panel.inner_text()
    assert sorted(served.site.rglob("*")) == files
    tiny.change("curriculum/course.yaml", "modules: [", "modules:")
    panel.wait_for(state="hidden")


def test_the_first_page_comes_alive_with_the_first_build(serve: Serve, show: Show, tiny: Tiny) -> None:
    tiny.change("curriculum/course.yaml", "modules:", "modules: [")
    served = serve()
    served.built()
    page = show(served.url + RUNNING)
    assert page.title() == "The first build is under way"
    page.locator(PANEL).get_by_role("button", name="error").wait_for()
    tiny.change("curriculum/course.yaml", "modules: [", "modules:")
    shows(page, "Look at the feet")


def test_a_lesson_comes_goes_and_comes_back(serve: Serve, show: Show, tiny: Tiny) -> None:
    served = serve()
    served.built()
    page = show(served.url + "/lessons/jumping.html")
    assert "Page not found" in page.title()
    tiny.write("lessons/jumping/lesson.md", "---\ntitle: Jumping\ndescription: Up.\n---\n## Up\n\nBoth feet leave at once.\n")
    tiny.write("lessons/jumping/plan.yaml", "lesson: jumping\ntitle: Jumping\n")
    tiny.change("curriculum/course.yaml", "[walking, running]", "[walking, running, jumping]")
    shows(page, "Both feet leave at once.")
    tiny.change("curriculum/course.yaml", "[walking, running, jumping]", "[walking, running]")
    notice = page.locator(PANEL).get_by_text("The course no longer has this page.")
    notice.wait_for()
    assert "Both feet leave at once." in page.inner_text("main")
    tiny.change("curriculum/course.yaml", "[walking, running]", "[walking, running, jumping]")
    notice.wait_for(state="hidden")
    tiny.change("curriculum/course.yaml", "[walking, running, jumping]", "[walking, running]")
    notice.wait_for()
    page.locator(PANEL).get_by_role("link").click()
    shows(page, "First steps")


def test_the_end_and_the_return_of_the_server_are_seen(serve: Serve, show: Show, tiny: Tiny) -> None:
    served = serve()
    served.built()
    page = show(served.url + RUNNING)
    served.end()
    page.locator(PANEL).get_by_text("has ended or does not answer").wait_for()
    tiny.change(TEXT, "Look at the feet", "Look well at the feet")
    serve("--port", served.url.rpartition(":")[2])
    shows(page, "Look well at the feet")


RECIPE = """
    import time
    from pathlib import Path

    from builder.jobs.recipes import Context, Drawing, Params as Base


    class Params(Base):
        size: int = 1


    def draw(params: Params, context: Context) -> Drawing:
        while Path({wait!r}).exists():
            time.sleep(0.02)
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><!-- {params.size} --></svg>'.encode()
        return Drawing(svg, svg, "svg", 20, 10, "A line.", {"size": params.size})
"""


def test_text_does_not_wait_for_figures(serve: Serve, show: Show, tiny: Tiny, tmp_path: Path) -> None:
    wait = tmp_path / "wait"
    wait.touch()
    tiny.write("figures/__init__.py", "")
    tiny.write("figures/recipes/pace.py", RECIPE.replace("{wait!r}", repr(str(wait))))
    tiny.write("figures/figures.yaml", "figures:\n  pace: {recipe: pace, caption: How fast.}\n")
    text = (tiny.root / TEXT).read_text()
    tiny.write(TEXT, text + "\n:::{figure} pace\n:::\n\nIts size is {value}`pace.size`.\n")
    served = serve()
    assert "no faults found" in served.built()
    page = show(served.url + RUNNING)
    page.get_by_text("This figure is being made.").wait_for()
    tiny.change(TEXT, "Look at the feet", "Look well at the feet")
    shows(page, "Look well at the feet")
    wait.unlink()
    shows(page, "Its size is 1.")
    assert not page.get_by_text("is being made").count()

    wait.touch()
    tiny.write("figures/figures.yaml", "figures:\n  pace: {recipe: pace, caption: How fast., params: {size: 2}}\n")
    page.get_by_text("This picture is being redrawn").wait_for()
    served.end()
    serve("--port", served.url.rpartition(":")[2])
    page.get_by_text("This picture is being redrawn").wait_for()
    assert "Its size is 1." in page.inner_text("main")
    wait.unlink()
    shows(page, "Its size is 2.")
    tiny.change("figures/recipes/pace.py", "svg = f", "raise ValueError('no ink')\n    svg = f")
    page.locator(PANEL).get_by_text("ValueError: no ink").wait_for()
    assert not page.get_by_text("being redrawn").count() and "Its size is 2." in page.inner_text("main")
