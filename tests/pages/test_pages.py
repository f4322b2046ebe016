"""The site as a whole: which pages there are, what stands on them, and that every link holds from disk."""

from __future__ import annotations

import itertools
import json
import posixpath
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from builder.audit import Audit, audit
from builder.course import Course
from builder.diagnostics import Diagnostic, Severity, Span
from builder.jobs.drawn import Figures
from builder.models.lessons import BLOCK_TYPES
from builder.pages.blocks import BLOCKS
from builder.pages.faults import BAD_FORMULA
from tests.pages.at_once import render_site
from tests.pages.demo import demo_figures


class Links(HTMLParser):
    """The ids of a page, and what it links to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in ("href", "src", "srcset", "data-files") and not (tag == "link" and "canonical" in dict(attrs).get("rel", "")):
                self.links.append(value or "")


def test_a_lesson_without_text_has_no_page_and_no_link(site: dict[str, bytes]) -> None:
    assert "lessons/samples.html" not in site
    home = site["index.html"].decode()
    assert "New images from noise" in home
    assert "lessons/samples.html" not in "".join(page.decode() for path, page in site.items() if path.endswith(".html"))


def test_every_link_leads_to_a_file_and_an_id_of_the_site(site: dict[str, bytes]) -> None:
    pages = {path: Links(data.decode()) for path, data in site.items() if path.endswith(".html") and path != "404.html"}
    broken = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or (path.endswith("hourglass.html") and link.endswith(".ipynb")):
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
            known = target in site or any(name.startswith(f"{target}/") for name in site)
            if not known or (parts.fragment and parts.fragment not in pages[target].ids):
                broken.append(f"{path}: {link}")
    assert not broken


def test_links_name_files_and_never_start_at_the_servers_root(site: dict[str, bytes]) -> None:
    for path, data in site.items():
        if path.endswith(".html") and path != "404.html":
            pages = [urlsplit(link).path for link in Links(data.decode()).links if not urlsplit(link).scheme]
            assert not [link for link in pages if link.startswith("/") or link.endswith("//")], path


def test_ids_are_unique_on_each_page(site: dict[str, bytes]) -> None:
    for path, data in site.items():
        if path.endswith(".html"):
            ids = Links(data.decode()).ids
            assert len(ids) == len(set(ids)), path


def test_the_same_course_makes_the_same_bytes(course: Course, tmp_path: Path, site: dict[str, bytes]) -> None:
    again = render_site(course, demo_figures(tmp_path), audit(course))
    assert dict(again.files) == site
    assert again.diagnostics == ()


def test_no_page_has_inline_script_or_style(site: dict[str, bytes]) -> None:
    for path, data in site.items():
        if path.endswith(".html"):
            text = data.decode()
            assert " style=" not in text and "<style" not in text, path
            assert not re.search(r"<script(?![^>]*\bsrc=)", text), path
            assert not re.search(r"\son\w+=", re.sub(r"<template.*?</template>", "", text)), path
            policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
            assert policy and "script-src 'nonce-" in policy[1] and "unsafe" not in policy[1]
            loaded = re.findall(r'<(?:script|link rel="stylesheet")[^>]*>', text)
            assert loaded and all(' nonce="' in tag for tag in loaded), path


def test_titles_and_descriptions_differ_from_page_to_page(site: dict[str, bytes]) -> None:
    pages = [data.decode() for path, data in site.items() if path.endswith(".html")]
    titles = [found for text in pages for found in re.findall(r"<title>(.*?)</title>\n<meta", text)]
    descriptions = [found for text in pages for found in re.findall(r'name="description" content="([^"]+)"', text)]
    assert len(titles) == len(descriptions) == len(pages)
    assert len(set(titles)) == len(titles)
    assert len(set(descriptions)) == len(descriptions)


def test_every_block_that_authors_may_write_can_be_shown(site: dict[str, bytes]) -> None:
    assert BLOCK_TYPES.keys() == BLOCKS.keys()
    lessons = site["lessons/clouds.html"].decode() + site["lessons/hourglass.html"].decode()
    for name in BLOCK_TYPES.keys() - {"option", "figure", "widget", "answer", "step", "phase"}:
        assert re.search(rf'class="[^"]*\b{name}\b', lessons), name


def test_a_lesson_shows_what_it_needs_and_who_teaches_it(site: dict[str, bytes]) -> None:
    text = re.sub(r"\s+", " ", site["lessons/clouds.html"].decode())
    assert "What you need (3)" in text
    assert '<a href="../concepts/code.html">Code</a> <span class="depth developed">developed</span> from <a href="../lessons/hourglass.html">The hourglass</a>' in text
    assert "brought up to this depth here" in text
    assert "from a course on statistics" in text


def test_a_concept_page_says_where_it_is_taught_and_who_needs_it(site: dict[str, bytes]) -> None:
    text = re.sub(r"\s+", " ", site["concepts/code.html"].decode())
    taught, needed = text.split("Who needs it")
    assert "The hourglass</a> <span" in taught and "Also called latent code, latent vector." in taught
    assert "Clouds instead of points</a>" in needed


def test_a_figure_tells_how_it_was_made_and_what_it_proves(site: dict[str, bytes]) -> None:
    text = site["lessons/hourglass.html"].decode()
    assert 'width="600" height="280" alt="A falling curve that levels off."' in text
    assert "measured 0.0213, claimed below 0.086 (constant)" in text
    assert 'aria-label="holds"' in text
    assert "trained in 12.3 s" in text and "grey garments drawn by the course" in text
    assert json.loads(site["figures/loss-curve/data.json"]) == {"loss": [0.2, 0.05, 0.021]}


def test_a_widgets_data_stand_in_the_page_and_cannot_break_out(site: dict[str, bytes]) -> None:
    text = site["lessons/clouds.html"].decode()
    found = re.search(r'<template class="data">(.*?)</template>', text)
    assert found and json.loads(found[1])["grid"] == 21
    assert 'src="../assets/latent-space.js" defer' in text
    assert "latent-space.js" not in site["lessons/hourglass.html"].decode()


def test_the_sitemap_lists_the_published_pages(site: dict[str, bytes]) -> None:
    text = site["sitemap.xml"].decode()
    assert "<loc>https://hourglasses.example/</loc>" in text
    assert "<loc>https://hourglasses.example/lessons/clouds.html</loc>" in text
    assert "404" not in text
    assert b"Sitemap: https://hourglasses.example/sitemap.xml" in site["robots.txt"]


def test_a_draft_shows_faults_before_the_paragraph_they_stand_in(course: Course, figures: Figures) -> None:
    path = "lessons/clouds/lesson.md"
    fault = Diagnostic(BAD_FORMULA, Severity.ERROR, Span(path, 22, 1, 22, 5), "this <formula> is broken", "mend it")
    draft = render_site(course, figures, Audit((fault,)), draft=True).files["lessons/clouds.html"].decode()
    assert draft.index("Why a cloud</h2>") < draft.index("this &lt;formula&gt; is broken") < draft.index("A decoder that has only met")
    assert "fault-note" not in render_site(course, figures, Audit((fault,))).files["lessons/clouds.html"].decode()


@pytest.mark.parametrize("path", ["index.html", "lessons/clouds.html", "modules/1.1.html", "concepts/code.html", "concepts.html", "plans/clouds.html", "records/1.1.html"])
def test_headings_go_down_one_level_at_a_time(site: dict[str, bytes], path: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", site[path].decode())]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
