"""What answers browsers: the site, the script in its pages, and the stream of events that the script listens to."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from builder.serving.board import Board
from builder.serving.hosts import OnlyOurs
from builder.serving.site import HERE, SCRIPT, Site

EVENTS = "/-/events"
_AGAIN = 500
"""Milliseconds after which a browser asks again for events when the server was gone."""


def application(site: Site, board: Board, names: Iterable[str] = ()) -> Starlette:
    """The application.

    Args:
        site: the course's site.
        board: what browsers are told.
        names: the names that the server goes by, beside addresses and localhost.
    """
    async def script(_: Request) -> Response:
        return FileResponse(HERE / "live.js", headers={"Cache-Control": "no-cache"})

    async def events(request: Request) -> Response:
        told = _events(site, board, request.query_params.get("page", "/"))
        return StreamingResponse(told, media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    routes = [Route(SCRIPT, script), Route(EVENTS, events), Mount("/", site)]
    return Starlette(routes=routes, middleware=[Middleware(OnlyOurs, names=names)])


async def _events(site: Site, board: Board, page: str) -> AsyncIterator[str]:
    """The state of the course and the mark of a page, now and at every change."""
    yield f"retry: {_AGAIN}\n\n"
    async for state in board.follow():
        yield f"data: {json.dumps({**state.plain(), 'mark': site.mark(page)})}\n\n"
