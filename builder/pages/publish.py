"""The site's other files: assets, the figures' files, the sitemap and the robots file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from builder.jobs.drawn import Figure
from builder.pages.facts import Site
from builder.pages.html import element, text
from builder.pages.widgets import SCRIPTS
from builder.pictures import Picture

STATIC = Path(__file__).parent / "static"

ASSETS = {
    "assets/style.css": "style.css",
    "assets/site.js": "site.js",
    "assets/search.js": "search.js",
    "assets/ledger.js": "ledger.js",
    **{f"assets/{name}": name for name in SCRIPTS},
    "assets/stix-two-math.woff2": "fonts/stix-two-math.woff2",
    "assets/stix-two-math-license.txt": "fonts/LICENSE.txt",
    "assets/card.png": "card.png",
    "assets/favicon.svg": "favicon.svg",
    "favicon.ico": "favicon.ico",
}
"""The files that every site has: their paths there and here."""


def assets() -> dict[str, bytes]:
    """Scripts, styles, the math font and icons."""
    return {path: (STATIC / name).read_bytes() for path, name in ASSETS.items()}


def figure_names(figure: Figure) -> dict[str, str]:
    """A figure's files on the site, under the names that the recipe gave, with their paths in the figure's folder."""
    names = {name: name for name in (figure.light, figure.dark, figure.data, figure.table) if name} | dict(figure.files)
    return {f"figures/{figure.id}/{name}": path for name, path in sorted(names.items())}


def figure_files(figure: Figure) -> dict[str, bytes]:
    """A figure's pictures, its data and what else its recipe made."""
    return {name: (figure.folder / path).read_bytes() for name, path in figure_names(figure).items()}


def picture_files(slug: str, pictures: Iterable[Picture]) -> dict[str, bytes]:
    """The pictures that authors keep beside a lesson's text."""
    return {f"lessons/{slug}/{picture.name}": picture.data for picture in pictures}


def site_root(site: Site) -> str:
    """The path of the published site on its server."""
    path = (site.url or "").partition("://")[2].partition("/")[2].strip("/")
    return f"/{path}/" if path else "/"


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
