"""The site as browsers get it: the files of a build, and in every page a script that follows the builds."""

from __future__ import annotations

import mimetypes
import os
import re
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

HERE = Path(__file__).parent
SCRIPT = "/-/live.js"
"""Where the script stands; no course has a folder of this name."""

WAITING, GONE = "waiting", ""
"""The marks of a page where no site stands yet, and where the site has no such page."""

_NONCE = re.compile(rb"script-src 'nonce-([\w+/=-]+)'")
_FILES = re.compile(rb'\b(?:src|srcset|href)="([^"#?:]+)"')
_PUBLISHED = re.compile(rb'href="(/[^"]*)assets/style\.css"')
_TYPES = {
    ".css": "text/css", ".html": "text/html", ".ipynb": "application/x-ipynb+json", ".js": "text/javascript",
    ".json": "application/json", ".svg": "image/svg+xml", ".webp": "image/webp", ".woff2": "font/woff2",
}
"""What browsers must be told of files, whatever this machine thinks of their names."""


class Site(StaticFiles):
    """Files of a folder that need not be there yet; pages carry the script and a mark of what they were made of."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True, check_dir=False)
        self.folder = folder
        for suffix, kind in _TYPES.items():
            mimetypes.add_type(kind, suffix)

    async def check_config(self) -> None:
        """Nothing to check: the folder comes with the first build."""

    @property
    def stands(self) -> bool:
        """Whether there is a site."""
        return (self.folder / "index.html").is_file()

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file at a path; the page that waits while there is no site."""
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404 or self.stands:
                raise
            return _fresh(HTMLResponse(_live((HERE / "waiting.html").read_bytes(), WAITING), 503))
        if isinstance(response, FileResponse) and Path(response.path).suffix == ".html":
            response = self._page(Path(response.path), response.status_code)
        return _fresh(response)

    def mark(self, address: str) -> str:
        """A digest of the page at an address and of the files that it shows; another one means that it changed."""
        if not self.stands:
            return WAITING
        path = os.path.normpath(unquote(address).lstrip("/") or ".")
        try:
            found, _ = self.lookup_path(path)
            page = Path(found) / "index.html" if found and os.path.isdir(found) else Path(found)
            return self._mark(page, page.read_bytes()) if found else GONE
        except (OSError, ValueError):
            return GONE

    def _page(self, page: Path, status: int) -> Response:
        data = page.read_bytes()
        if status == 404:
            return HTMLResponse(_live(_at_home(data), GONE), status)
        return HTMLResponse(_live(data, self._mark(page, data)), status)

    def _mark(self, page: Path, data: bytes) -> str:
        """A digest of a page's bytes, and of the sizes and times of the pictures, scripts and styles in it."""
        digest = sha256(data)
        for name in sorted(set(_FILES.findall(data))):
            file = page.parent / name.decode("utf-8", "replace")
            if file.suffix != ".html" and file.is_file():
                state = file.stat()
                digest.update(b"%s %d %d\n" % (name, state.st_size, state.st_mtime_ns))
        return digest.hexdigest()[:16]


def _live(page: bytes, mark: str) -> bytes:
    """A page with the script, under the word by which it knows its own scripts."""
    known = _NONCE.search(page)
    nonce = f' nonce="{known[1].decode()}"' if known else ""
    script = f'<script{nonce} src="{SCRIPT}" data-mark="{mark}" defer></script>\n'
    return page.replace(b"</head>", script.encode() + b"</head>", 1)


def _at_home(page: bytes) -> bytes:
    """The page for addresses that lead nowhere; its links start at the root of the published site, which is here."""
    root = _PUBLISHED.search(page)
    return page.replace(b'="' + root[1], b'="/') if root else page


def _fresh(response: Response) -> Response:
    """An answer that no browser takes from its memory without asking, nor for something else than it is."""
    page = response.headers.get("content-type", "").startswith("text/html")
    response.headers["Cache-Control"] = "no-store" if page else "no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
