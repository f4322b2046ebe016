"""The search data: which words a page is found by, and that an edit writes what a build from nothing writes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from builder.pages import search
from builder.pages.search import Indexed, changes, page_id, page_words, shard_of, shards, update_shard, words

ROWS = [("", "latent code", "First words."), ("why", "Why codes?", "The gradient flows."), ("how", "How", "Gradients again.")]


def listed(page: Indexed) -> dict[str, str]:
    """The words of a page with their marks."""
    lines = [line for name, line in page.items() if not name.startswith("pages/")]
    return dict(re.fullmatch(r"(\w+)(.*)", entry).groups() for line in lines for entry in line[12:-2].split())  # type: ignore[misc]


def built(pages: Iterable[Indexed], room: int = search.ROOM) -> dict[str, bytes]:
    return dict(shards(pages, room=room))


def test_words_are_without_case_and_accents() -> None:
    assert words("The ÉLAN of Größe — “Straße”, ΣΊΣΥΦΟΣ; t-SNE & x₂") == {"elan", "grosse", "strasse", "σισυφοσ", "sne", "x2"}
    assert words("cafe\u0301") == words("café") == {"cafe"}


def test_scripts_without_spaces_are_found_by_neighbours() -> None:
    assert words("機械学習 VAE入門") == {"機械", "械学", "学習", "習", "vae", "入門", "門"}


def test_function_words_are_left_out() -> None:
    assert words("What is the gradient of this?") == {"gradient"}


def test_marks_say_where_a_word_stands() -> None:
    found = listed(page_words("lessons/a.html", "Codes of gradients", "A description.", ROWS))
    assert found["codes"] == "!2:1" and found["gradients"] == "!2.2" and found["gradient"] == ".1"
    assert found["latent"] == ":0" and found["description"] == ".0" and found["first"] == ".0"


def test_results_show_title_description_and_sections() -> None:
    page = page_words("lessons/a.html", 'A "title"', "Described.", ROWS)
    name = page_id("lessons/a.html")
    data = built([page])[f"pages/{name[:2]}"].decode()
    assert json.loads(data.splitlines()[1].rstrip(",").partition(":")[2]) == [
        "lessons/a.html", 'A "title"', "Described.", "latent code", ["why", "Why codes?"], ["how", "How"]]


def test_sections_of_one_id_are_one() -> None:
    found = listed(page_words("a.html", "", "", [("one", "One", "alpha"), ("two", "Two", "beta"), ("one", "", "gamma")]))
    assert found["alpha"] == ".1" and found["gamma"] == ".1" and found["beta"] == ".2"


def test_shards_are_scripts_with_names_for_any_disk() -> None:
    page = page_words("a.html", "Zoo β βήτα 機械 zz é", "", [])
    assert {"zo", "zz", "-", "3b2-3b7", "-6a5", "-68b"} <= page.keys()
    for name, data in built([page]).items():
        assert re.fullmatch(r"(pages/)?[a-z0-9-]+", name)
        assert re.fullmatch(rf'cw\.shard\("{name}",\{{\n"{page_id("a.html")}":.*,\n\}}\)\n', data.decode())


def test_page_names_depend_on_the_path_alone() -> None:
    names = {page_id(f"lessons/lesson-{number}.html") for number in range(20_000)}
    assert len(names) == 20_000 and all(re.fullmatch(r"[a-z2-7]{8}", name) for name in names)


def test_a_new_page_leaves_the_lines_of_the_others() -> None:
    one, two = page_words("a.html", "alpha beta", "", []), page_words("b.html", "alpha gamma", "", [])
    before, after = built([one]), built([one, two])
    assert before["be"] == after["be"]
    assert set(before["al"].splitlines()) < set(after["al"].splitlines())


def test_data_too_large_for_memory_give_the_same_shards() -> None:
    pages = [page_words(f"{n}.html", f"Title {n}", "", [("s", "Section", f"word{n} alpha beta")]) for n in range(30)]
    assert built(pages, room=500) == built(reversed(pages))


TEXTS = st.lists(st.sampled_from(["gradient", "gradients", "graph", "code", "codes", "β", "βeta", "機械学習", "élan", "the", "a1", "z"]), max_size=8).map(" ".join)
PAGE = st.tuples(TEXTS, TEXTS, st.lists(st.tuples(st.sampled_from(["", "a", "b", "c"]), TEXTS, TEXTS), max_size=4))
COURSE = st.dictionaries(st.sampled_from([f"lessons/{name}.html" for name in "abcdef"]), PAGE, max_size=6)


def indexed(course: dict[str, tuple[str, str, list[tuple[str, str, str]]]]) -> dict[str, Indexed]:
    return {path: page_words(path, *parts) for path, parts in course.items()}


@given(COURSE, COURSE)
def test_an_edit_writes_what_a_build_from_nothing_writes(first: dict, then: dict) -> None:  # type: ignore[type-arg]
    before, after = indexed(first), indexed(then)
    files = built(before.values())
    for path in before.keys() | after.keys():
        for name, gone, come in changes(before.get(path, {}), after.get(path, {})):
            data = update_shard(name, files.get(name), gone, come)
            if data is None:
                del files[name]
            else:
                files[name] = data
    assert files == built(after.values())


@given(PAGE)
def test_every_word_stands_in_its_shard(parts: tuple[str, str, list[tuple[str, str, str]]]) -> None:
    page = page_words("a.html", *parts)
    told = words(" ".join([*parts[:2], *chain.from_iterable(row[1:] for row in parts[2])]))
    assert listed(page).keys() == told
    assert all(f"{word}" in page[shard_of(word)] for word in told)
