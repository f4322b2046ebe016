"""What a reader does with the pages: from disk and over http, by mouse and keyboard, with scripts and without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

LESSON = "lessons/clouds.html"
Open = Callable[..., Any]


def until(page: Any, condition: str) -> None:
    """Wait until an expression holds; Playwright's own waiting evaluates strings, which the pages forbid."""
    for _ in range(200):
        if page.evaluate(f"Boolean({condition})"):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"never came true: {condition}")


@pytest.mark.parametrize("path", ["index.html", LESSON, "lessons/hourglass.html", "modules/1.1.html", "concepts/code.html", "concepts.html", "plans/hourglass.html", "records/1.1.html"])
def test_pages_open_without_errors_and_with_their_style(open_page: Open, base: str, path: str) -> None:
    page = open_page(base + path)
    assert page.locator("h1").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(253, 252, 248)"


def test_formulas_have_their_font(open_page: Open, base: str) -> None:
    page = open_page(base + LESSON)
    page.evaluate("document.fonts.ready.then(() => 1)")
    assert page.evaluate("[...document.fonts].map(font => font.status)") == ["loaded"]
    tall = page.evaluate("document.querySelector('.formula math mo').getBoundingClientRect().height")
    assert tall > 15


def test_the_theme_is_chosen_and_kept(open_page: Open, server: str) -> None:
    page = open_page(server + "lessons/hourglass.html", color_scheme="light")
    picture = "document.querySelector('picture img').currentSrc.split('/').pop()"
    page.locator("picture").scroll_into_view_if_needed()
    assert page.evaluate(picture) == "light.svg"
    button = page.get_by_role("button", name="Theme: auto")
    button.click()
    button = page.get_by_role("button", name="Theme: light")
    button.click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 27)"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.locator("picture").scroll_into_view_if_needed()
    until(page, picture + " === 'dark.svg'")


def test_dark_follows_the_system(open_page: Open, base: str) -> None:
    page = open_page(base + LESSON, color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 27)"


def test_a_check_asks_to_commit_and_then_answers(open_page: Open, base: str) -> None:
    page = open_page(base + LESSON)
    check = page.locator(".block.check cw-question")
    assert not check.locator("details").first.is_visible()
    check.get_by_role("button", name="Commit").click()
    assert check.get_by_role("status").inner_text() == "Choose one first."
    assert not check.locator("details").first.is_visible()
    check.get_by_label("Nothing, since").check()
    check.get_by_role("button", name="Commit").click()
    assert "That is not it." in check.get_by_role("status").inner_text()
    assert check.get_by_text("the decoder now meets").is_visible()
    assert not check.get_by_text("what lies between is now trained on").is_visible()
    assert check.get_by_text("the price is some error").is_visible()
    check.get_by_role("button", name="Think again").click()
    assert not check.get_by_text("the price is some error").is_visible()


def test_an_open_question_waits_for_words(open_page: Open, base: str) -> None:
    page = open_page(base + LESSON)
    question = page.locator(".block.transfer cw-question")
    question.get_by_role("button", name="Compare").click()
    assert not question.locator("details").is_visible()
    question.get_by_label("Your answer").fill("It would glide.")
    question.get_by_role("button", name="Compare").click()
    assert question.get_by_text("Between two melodies").is_visible()
    assert question.get_by_label("Your answer").input_value() == "It would glide."


def test_without_scripts_answers_and_feedback_open_by_hand(open_page: Open, base: str) -> None:
    page = open_page(base + LESSON, java_script_enabled=False)
    check = page.locator(".block.check cw-question")
    assert not check.get_by_role("button", name="Commit").is_visible()
    check.get_by_text("Answer", exact=True).click()
    assert check.get_by_text("the price is some error").is_visible()
    assert page.locator("cw-latent-space picture img").is_visible()
    assert not page.locator("button:visible").count()


def test_print_shows_answers_and_hides_the_frame(open_page: Open, base: str) -> None:
    page = open_page(base + LESSON)
    page.emulate_media(media="print")
    until(page, "!document.querySelector('main details:not([open])')")
    assert page.get_by_text("the price is some error").is_visible()
    assert page.get_by_text("nats.").first.is_visible()
    assert not page.locator(".top").is_visible() and not page.locator(".contents").is_visible()
    page.emulate_media(media="screen")
    until(page, "!document.querySelector('.block.check details[open]')")


def test_code_is_copied_as_it_stands(open_page: Open, server: str) -> None:
    page = open_page(server + "lessons/hourglass.html", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy hourglass.py").click()
    page.get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("import torch\nfrom torch import nn\n") and "return self.decoder" in copied


@pytest.mark.parametrize("width", [320, 360, 390, 768, 1280])
def test_nothing_makes_the_page_scroll_sideways(open_page: Open, server: str, width: int) -> None:
    page = open_page(server + LESSON, viewport={"width": width, "height": 800})
    page.locator("cw-latent-space").scroll_into_view_if_needed()
    page.locator("cw-latent-space.ready").wait_for()
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_only_boxes_that_scroll_take_the_keyboard(open_page: Open, server: str) -> None:
    page = open_page(server + LESSON, viewport={"width": 390, "height": 800})
    until(page, "document.querySelector('.scroll[tabindex]')")
    wrong = "[...document.querySelectorAll('.scroll')].filter((box) => box.checkVisibility() && box.hasAttribute('tabindex') !== box.scrollWidth > box.clientWidth + 1).length"
    assert page.evaluate(wrong) == 0
    assert page.locator(".scroll[tabindex]").first.get_attribute("aria-label")


def test_the_skip_link_comes_first_and_leads_to_the_content(open_page: Open, base: str) -> None:
    page = open_page(base + LESSON)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#content"


# ---- the latent space


def ready(page: Any) -> Any:
    widget = page.locator("cw-latent-space")
    widget.scroll_into_view_if_needed()
    page.locator("cw-latent-space.ready").wait_for()
    page.locator("canvas[data-shown]").nth(1).wait_for()
    return widget


def place(page: Any) -> list[float]:
    found: list[float] = page.evaluate("document.querySelector('cw-latent-space').z")
    return found


def test_the_map_is_walked_by_mouse(open_page: Open, base: str) -> None:
    page = open_page(base + LESSON)
    widget = ready(page)
    box = widget.locator("svg[role=application]").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.25)
    assert place(page) == pytest.approx([3.0, 3.0], abs=0.1)
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(box["x"] + 1, box["y"] + box["height"] * 0.5, steps=3)
    page.mouse.up()
    assert place(page) == pytest.approx([-6.0, 0.0], abs=0.1)
    page.get_by_text("outside the decoded square").first.wait_for()


def test_the_map_is_walked_by_keyboard(open_page: Open, base: str) -> None:
    page = open_page(base + LESSON)
    widget = ready(page)
    widget.locator("svg[role=application]").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
    assert place(page) == pytest.approx([0.24, 1.2])
    page.get_by_text("z = (0.24, 1.20)").wait_for()


def test_beta_moves_through_the_trained_models(open_page: Open, base: str) -> None:
    page = open_page(base + LESSON)
    widget = ready(page)
    slider = widget.get_by_role("slider")
    slider.focus()
    page.keyboard.press("End")
    assert slider.get_attribute("aria-valuetext") == "beta 4"
    page.get_by_text("KL 1.00 nats").wait_for()
    assert widget.get_by_role("radio", name="VAE").is_checked()
    widget.get_by_role("radio", name="Autoencoder").check()
    page.get_by_text("reconstruction error 0.0210").wait_for()


def test_samples_are_the_same_for_every_reader(open_page: Open, server: str, folder: Any) -> None:
    places = []
    for base in (server, folder.as_uri() + "/"):
        page = open_page(base + LESSON)
        widget = ready(page)
        widget.get_by_role("button", name="Sample from N(0, I)").click(click_count=3)
        places.append(place(page))
        widget.get_by_role("button", name="Reset").click()
        assert place(page) == [0, 0]
    assert places[0] == places[1] != [0, 0]


def test_a_link_brings_a_state_back(open_page: Open, base: str) -> None:
    page = open_page(base + LESSON)
    widget = ready(page)
    widget.get_by_role("radio", name="VAE").check()
    widget.locator("svg[role=application]").focus()
    page.keyboard.press("Shift+ArrowLeft")
    link = page.url
    assert link.endswith(widget.get_by_role("link", name="Link to this state").get_attribute("href"))
    again = open_page(link)
    again.locator("cw-latent-space.ready").wait_for()
    assert place(again) == pytest.approx(place(page), abs=0.001)
    assert again.get_by_role("radio", name="VAE").is_checked()


def test_decoded_images_blend_their_four_tiles(open_page: Open, server: str) -> None:
    page = open_page(server + LESSON)
    ready(page)
    grey = "document.querySelectorAll('cw-latent-space canvas')[0].getContext('2d').getImageData(14, 14, 1, 1).data[0]"
    page.evaluate("document.querySelector('cw-latent-space').move([0, 0])")
    until(page, f"{grey} === {40 + 10 * 8 + 10 * 2}")
    page.evaluate("document.querySelector('cw-latent-space').move([0.3, 0])")
    until(page, f"Math.abs({grey} - {40 + 10.5 * 8 + 10 * 2}) <= 1")
    page.evaluate("document.querySelector('cw-latent-space').move([6, 6])")
    until(page, f"{grey} === {40 + 20 * 8 + 20 * 2}")
