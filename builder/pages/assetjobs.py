"""What stands beside the pages as jobs: styles and scripts, and what search engines ask for."""

from __future__ import annotations

from builder.pages import publish
from builder.pages.jobs import names, page_of
from builder.pages.view import Job, View, told


def assets(view: View) -> Job:
    files = publish.assets()
    return Job({path: told(data) for path, data in files.items()}, lambda: files)


def robots(view: View) -> Job:
    return Job({"site": told(view.site)}, lambda: {"robots.txt": publish.robots(view.site).encode()})


def sitemap(view: View) -> Job:
    pages = [path for name in names(view.course, {}) if (path := page_of(name))]
    return Job({"site": told(view.site), "pages": told(pages)},
               lambda: {"sitemap.xml": publish.sitemap(view.site, pages).encode()})
