"""Finding things: the search page, the key that opens it, and the cards of links, from disk and over http."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builder.pages.search import page_words, shard_path, shards
from tests.browser.test_access import judged
from tests.browser.test_browser import until

Open = Callable[..., Any]


def found(page: Any, query: str) -> list[str]:
    """The titles of what a query finds."""
    page.locator("#query").fill("")
    until(page, "!document.querySelector('.count').textContent")
    page.locator("#query").fill(query)
    until(page, "document.querySelector('.count').textContent")
    names: list[str] = page.locator(".found .name a").all_inner_texts()
    return names


def test_words_are_found_as_they_are_typed(open_page: Open, base: str) -> None:
    page = open_page(base + "search.html")
    assert found(page, "bottl")[0] == "Bottleneck"
    assert page.locator(".found mark").first.inner_text() == "Bottleneck"
    assert found(page, "What is a GAUSSIAN distribution?")[0] == "Gaussian distribution"
    assert found(page, "latent vectors") == ["Code"]
    assert page.get_by_text("Also called latent code, latent vector").is_visible()
    assert found(page, "what is a") == []
    assert page.get_by_role("status").inner_text() == "Words such as these stand on every page."


def test_a_section_is_reached_by_keyboard(open_page: Open, base: str) -> None:
    page = open_page(base + "search.html")
    page.locator("#query").type("clouds")
    page.locator(".found .places a").first.wait_for()
    page.keyboard.press("Enter")
    until(page, "document.activeElement === document.querySelector('.found a')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "query"
    link = page.locator(".found .places a").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/lessons/*.html#*")
    assert page.evaluate("document.getElementById(decodeURIComponent(location.hash.slice(1))) !== null")


def test_an_address_holds_its_query(open_page: Open, base: str) -> None:
    page = open_page(base + "search.html?q=kl+divergence")
    page.locator(".found a").first.wait_for()
    assert page.locator("#query").input_value() == "kl divergence"
    found(page, "code")
    assert page.url.endswith("search.html?q=code")


def test_scripts_of_all_kinds_are_found(open_page: Open, folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "site")
    odd = page_words("lessons/odd.html", "Größe, Élan und Straße", "機械学習の入門 ΣΊΣΥΦΟΣ β-VAE", [("s", "День", "Кириллица")])
    for name, data in shards([odd]):
        (tmp_path / "site" / shard_path(name)).write_bytes(data)
    page = open_page((tmp_path / "site").as_uri() + "/search.html")
    for query in ("große", "GROSSE", "elan", "strasse", "機械", "学習", "学", "機械学習", "σίσυφος", "Σισ", "β", "vae", "день", "кирил"):
        assert found(page, query) == ["Größe, Élan und Straße"], query


def test_without_scripts_search_says_where_to_go(open_page: Open, base: str) -> None:
    page = open_page(base + "search.html", java_script_enabled=False)
    assert not page.locator("#query").is_visible()
    page.get_by_text("Search needs scripts").get_by_role("link", name="list of concepts").click()
    assert page.url.endswith("concepts.html")


def test_the_slash_opens_the_search_until_it_is_turned_off(open_page: Open, server: str) -> None:
    page = open_page(server + "lessons/clouds.html")
    page.keyboard.press("/")
    page.wait_for_url("**/search.html")
    until(page, "document.activeElement.id === 'query'")
    page.keyboard.type("a/b")
    assert page.locator("#query").input_value() == "a/b"
    page.get_by_role("checkbox", name="The key / opens the search").uncheck()
    page.goto(server + "lessons/clouds.html")
    page.keyboard.press("/")
    page.wait_for_timeout(100)
    assert page.url.endswith("clouds.html")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_axe_finds_nothing_in_results(open_page: Open, server: str, width: int, scheme: str) -> None:
    page = open_page(server + "search.html?q=code", viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.locator(".found a").first.wait_for()
    assert judged(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


# ---- cards


def term(page: Any) -> Any:
    link = page.locator("main p a[href*='concepts/']").first
    link.scroll_into_view_if_needed()
    return link


def test_a_card_says_what_a_link_leads_to(open_page: Open, server: str) -> None:
    page = open_page(server + "lessons/clouds.html")
    link, card = term(page), page.get_by_role("tooltip")
    link.hover()
    card.wait_for()
    assert card.inner_text().split("\n\n") == [
        "Concept", "Gaussian distribution", "The bell curve, given by its mean and its variance."]
    assert link.get_attribute("aria-describedby") == "hover-card"
    card.hover()
    page.wait_for_timeout(400)
    assert card.is_visible()
    page.mouse.move(1, 1)
    card.wait_for(state="detached")
    assert link.get_attribute("aria-describedby") is None


def test_a_card_never_hides_its_link_and_goes_by_escape(open_page: Open, server: str) -> None:
    page = open_page(server + "lessons/clouds.html", viewport={"width": 800, "height": 300})
    link, card = term(page), page.get_by_role("tooltip")
    page.keyboard.press("Tab")
    link.focus()
    card.wait_for()
    over, under = card.bounding_box(), link.bounding_box()
    assert over["y"] >= under["y"] + under["height"] or over["y"] + over["height"] <= under["y"]
    page.mouse.move(400, 1)
    page.wait_for_timeout(400)
    assert card.is_visible()
    page.keyboard.press("Escape")
    card.wait_for(state="detached")
    assert page.evaluate("document.activeElement.href").endswith(link.get_attribute("href").removeprefix(".."))


def test_there_are_no_cards_from_disk(open_page: Open, folder: Path) -> None:
    page = open_page(folder.as_uri() + "/lessons/clouds.html")
    term(page).hover()
    page.wait_for_timeout(600)
    assert page.locator("#hover-card").count() == 0


def test_the_names_of_a_map_stay_while_it_scrolls(open_page: Open, server: str) -> None:
    page = open_page(server + "modules/1.1.html", viewport={"width": 320, "height": 800})
    name = page.locator(".concept-map .names").bounding_box()
    page.evaluate("document.querySelector('.concept-map').scrollLeft = 999")
    assert page.locator(".concept-map .names").bounding_box() == name
    page.locator(".concept-map a").filter(has_text="Code").click()
    assert page.url.endswith("concepts/code.html")
