"""The slider of sizes and the two views of the clusters, by mouse and keyboard, linked to, on paper and on phones."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from builder.audit import audit
from tests.browser.conftest import Quiet
from tests.browser.test_access import judged
from tests.browser.test_browser import until
from tests.pages.at_once import render_site
from tests.pages.play import bottleneck, clusters, play_course, play_figures

SIZES, CLUSTERS = "lessons/sizes.html", "lessons/clusters.html"
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course of the widgets on disk."""
    root = tmp_path_factory.mktemp("play")
    course = play_course()
    pages = render_site(course, play_figures(tmp_path_factory.mktemp("play-figures")), audit(course))
    for path, data in pages.files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_port}/"
        httpd.shutdown()


def ready(page: Any) -> Any:
    page.locator(".widget").scroll_into_view_if_needed()
    page.locator(".widget .ready").wait_for()
    return page.locator(".widget")


def reads(page: Any, words: str) -> None:
    """Wait until the readout says the words."""
    page.locator(".readout").get_by_text(words).wait_for()


# ---- the slider of sizes


def test_the_slider_moves_through_the_sizes_and_says_what_they_cost(open_page: Open, base: str) -> None:
    page = open_page(base + SIZES)
    widget = ready(page)
    reads(page, "Code: 4 of 784 numbers, 0.51% of the input")
    reads(page, "The smallest code here; with 256 numbers the error over the held-out images is 1.6% of this.")
    slider = widget.get_by_role("slider", name="Numbers in the code")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == "32 numbers"
    reads(page, "Code: 32 of 784 numbers, 4.08% of the input")
    reads(page, "500 held-out images: 0.00800 on average")
    reads(page, "3 runs: 0.00750 to 0.00875")
    reads(page, "From 16 to 32 numbers the error over the held-out images falls by 50%.")
    page.keyboard.press("End")
    reads(page, "A third of the numbers is a lot for a shoe.")


def test_an_image_is_shown_with_its_code_and_what_is_rebuilt(open_page: Open, base: str) -> None:
    page = open_page(base + SIZES)
    widget = ready(page)
    widget.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    widget.get_by_role("radio", name="Boot").check()
    reads(page, "This image: squared error per pixel 0.0500")
    assert widget.get_by_role("img", name="Boot, the original image").is_visible()
    widget.get_by_role("img", name="Boot, rebuilt from 8 numbers").wait_for()
    code = bottleneck()["sizes"][1]["codes"][1]
    low, high = (f"{value:.2f}".replace("-", "−") for value in (min(code), max(code)))
    assert widget.get_by_role("img", name=f"Code of Boot: 8 numbers from {low} to {high}").is_visible()
    heights = [float(v) for v in re.findall(r"h0\.8v(-?[\d.]+)", widget.locator("path.bars").get_attribute("d"))]
    assert heights == pytest.approx([-48 * value / 1.5 for value in code], abs=0.01)


def test_the_tiles_come_from_the_images_row(open_page: Open, server: str) -> None:
    page = open_page(server + SIZES + "#widget-shoes:16:1")
    ready(page)
    for number, column in ((0, 0), (1, 3)):
        page.locator("canvas[data-shown]").nth(number).wait_for()
        grey = f"document.querySelectorAll('canvas')[{number}].getContext('2d').getImageData(14, 14, 1, 1).data[0]"
        assert page.evaluate(grey) == 40 + 10 * column + 100


# ---- the boundary and the density


def test_the_boundary_knows_sides_and_nothing_else(open_page: Open, base: str) -> None:
    page = open_page(base + CLUSTERS)
    widget = ready(page)
    wrong = sum((x > 0) != bool(k) for x, _, k in clusters()["points"])
    reads(page, "Boundary: P(y | x)")
    reads(page, "At (0.00, 0.00): Blue 50%, Orange 50%")
    reads(page, f"80 points: 40 Blue, 40 Orange; {wrong} on the other class’s side")
    assert widget.locator("path.line[d*='L']").first.get_attribute("d") in ("M160.0 320.0L160.0 0.0", "M160.0 0.0L160.0 320.0")
    assert widget.locator("path.tint").count() == 2
    assert not widget.get_by_role("button", name="Draw 5 points").is_visible()
    box = widget.locator("svg[role=application]").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.25)
    reads(page, "Orange 98.2%")
    widget.locator("svg[role=application]").focus()
    for _ in range(5):
        page.keyboard.press("Shift+ArrowRight")
    reads(page, "At (4.00, 2.00): Blue under 0.1%, Orange over 99.9%")


def test_the_density_is_read_between_the_points_of_its_lattice(open_page: Open, base: str) -> None:
    page = open_page(base + CLUSTERS)
    widget = ready(page)
    widget.get_by_role("radio", name="Density").check()
    reads(page, "Density: P(x)")
    assert widget.locator("text.symbol").text_content() == "P(x)"
    assert widget.locator("path.tint").count() == 0 and widget.get_by_text("undecided").is_visible()
    density = clusters()["density"]
    exact = page.evaluate("document.querySelector('cw-boundary-density').density([0.4, 0.8])")
    assert exact == pytest.approx(density[8][11])
    between = page.evaluate("document.querySelector('cw-boundary-density').density([0.6, 0.8])")
    assert between == pytest.approx((density[8][11] + density[8][12]) / 2)
    shaded = "document.querySelector('canvas.shading').getContext('2d').getImageData({}, 80, 1, 1).data[3]"
    assert page.evaluate(shaded.format(60)) > 180 > 20 > page.evaluate(shaded.format(2))


def test_draws_come_five_at_a_time_from_those_of_the_build(open_page: Open, base: str) -> None:
    page = open_page(base + CLUSTERS)
    widget = ready(page)
    widget.get_by_role("radio", name="Density").check()
    button = widget.get_by_role("button", name="Draw 5 points")
    button.click()
    button.click()
    reads(page, "80 points: 40 Blue, 40 Orange; 10 drawn")
    places = page.locator("g.star").evaluate_all("(stars) => stars.map((star) => star.getAttribute('transform').match(/[-\\d.]+/g).map(Number))")
    assert len(places) == 10 and page.locator("g.star.fresh").count() == 5
    for place, (x, y) in zip(places, clusters()["draws"], strict=False):
        assert place == pytest.approx([(x + 4) * 40, (4 - y) * 40], abs=0.06)
    for _ in range(3):
        button.click()
    reads(page, "20 drawn")
    reads(page, "That is all that the build drew")


# ---- both


@pytest.mark.parametrize(("path", "state", "words"), [
    (SIZES, "#widget-shoes:64:1", "Code: 64 of 784 numbers"),
    (CLUSTERS, "#widget-kinds-of-model:density:1.000,-0.500:15", "At (1.00, −0.50)"),
])
def test_a_link_brings_a_state_back(open_page: Open, base: str, path: str, state: str, words: str) -> None:
    page = open_page(base + path + state)
    ready(page)
    reads(page, words)
    page.get_by_role("button", name="Reset").click()
    assert not page.url.endswith(state)
    again = open_page(base + path)
    ready(again)
    again.evaluate(f"location.hash = '{state}'")
    reads(again, words)
    link = again.get_by_role("link", name="Link to this state")
    again.locator("input[type=radio]:checked").first.focus()
    again.keyboard.press("ArrowLeft")
    until(again, "document.querySelector('.actions a').hash === location.hash")
    again.keyboard.press("ArrowRight")
    assert link.get_attribute("href") == state


@pytest.mark.parametrize("state", ["#widget-shoes:5:1", "#widget-shoes:", "#widget-other:4:0"])
def test_a_link_to_no_state_shows_the_first(open_page: Open, server: str, state: str) -> None:
    page = open_page(server + SIZES + state)
    ready(page)
    reads(page, "Code: 4 of 784 numbers")


@pytest.mark.parametrize("path", [SIZES, CLUSTERS])
def test_paper_and_pages_without_scripts_have_the_still_picture(open_page: Open, base: str, path: str) -> None:
    page = open_page(base + path, java_script_enabled=False)
    assert page.locator(".widget picture img").is_visible()
    page = open_page(base + path)
    ready(page)
    assert not page.locator(".widget picture").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".widget picture img").is_visible() and not page.locator(".board").is_visible()


STATES = (SIZES + "#widget-shoes:256:0", CLUSTERS, CLUSTERS + "#widget-kinds-of-model:density:0,0:10")


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_widgets_are_open_to_all(open_page: Open, server: str, width: int, scheme: str) -> None:
    for path in STATES:
        page = open_page(server + path, viewport={"width": width, "height": 800}, color_scheme=scheme)
        ready(page)
        assert judged(page) == [], path


def test_widgets_fit_the_screen(open_page: Open, server: str) -> None:
    for path in STATES:
        page = open_page(server + path)
        ready(page)
        for width in (320, 360, 390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            wide = "[...document.querySelectorAll('.board *')].filter((part) => part.getBoundingClientRect().right > innerWidth).length"
            assert page.evaluate(wide) == 0, (path, width)
