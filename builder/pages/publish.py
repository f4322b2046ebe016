"""The site's other files: assets, the figures' files, the sitemap and the robots file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from builder.course import Course
from builder.jobs.drawn import Figure
from builder.pages.facts import Site
from builder.pages.html import element, text
from builder.pages.widgets import SCRIPTS
from builder.pictures import pictures

STATIC = Path(__file__).parent / "static"

ASSETS = {
    "assets/style.css": "style.css",
    "assets/site.js": "site.js",
    **{f"assets/{name}": name for name in SCRIPTS},
    "assets/stix-two-math.woff2": "fonts/stix-two-math.woff2",
    "assets/stix-two-math-license.txt": "fonts/LICENSE.txt",
    "assets/card.png": "card.png",
    "assets/favicon.svg": "favicon.svg",
    "favicon.ico": "favicon.ico",
}
"""The files that every site has: their paths there and here."""


def site_files(site: Site, pages: Iterable[str], figures: Mapping[str, Figure]) -> dict[str, bytes]:
    """All files of a site that are not pages."""
    files = {path: (STATIC / name).read_bytes() for path, name in ASSETS.items()}
    for figure in figures.values():
        files |= figure_files(figure)
    if site.url:
        files["sitemap.xml"] = sitemap(site, pages).encode()
    files["robots.txt"] = robots(site).encode()
    return files


def figure_files(figure: Figure) -> dict[str, bytes]:
    """A figure's pictures, its data and what else its recipe made, under the names that the recipe gave."""
    names = {name: name for name in (figure.light, figure.dark, figure.data, figure.table) if name} | dict(figure.files)
    return {f"figures/{figure.id}/{name}": (figure.folder / path).read_bytes() for name, path in sorted(names.items())}


def picture_files(course: Course) -> dict[str, bytes]:
    """The pictures that authors keep beside the lessons' texts."""
    return {f"lessons/{folder.slug}/{picture.name}": picture.file.read_bytes()
            for folder in course.taught_lessons() for _, picture in pictures(course, folder, folder.text)}


def sitemap(site: Site, pages: Iterable[str]) -> str:
    """The addresses of all pages, for search engines; only a course with an address has one."""
    places = "".join(
        element("url", None, element("loc", None, text(site.address(page)))) + "\n"
        for page in sorted(pages) if page != "404.html"
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</urlset>\n'


def robots(site: Site) -> str:
    """Everything may be read; a course with an address says where its sitemap is."""
    where = f"Sitemap: {site.address('sitemap.xml')}\n" if site.url else ""
    return f"User-agent: *\nAllow: /\n{where}"
