"""Where the server listens, and under which names browsers may ask for it."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterable
from contextlib import suppress

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

PORT = 8000
"""The port that is tried first where none is asked for."""

_TRIES = 100


def is_ours(host: str, names: Iterable[str]) -> bool:
    """Whether a Host header names this server: by an address, as localhost, or by a name that it was given.

    A page elsewhere can have its own name lead to this machine, and would then read what the server shows as if it
    were its own (DNS rebinding); its name stands in the header.  An address cannot be taken over like that.
    """
    name = _name(host)
    return name == "localhost" or name.endswith(".localhost") or name in names or _is_address(name)


def _name(host: str) -> str:
    """A Host header without its port and the brackets of an IPv6 address."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].rstrip(".").lower()


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class OnlyOurs:
    """Refuses requests that name another host.

    Args:
        app: what answers the others.
        names: the names that the server goes by, beside addresses and localhost.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str] = ()) -> None:
        self._app = app
        self._names = frozenset(name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        host = next((value.decode("latin-1") for name, value in scope.get("headers", ()) if name == b"host"), "")
        if scope["type"] == "http" and not is_ours(host, self._names):
            await PlainTextResponse("This server does not go by that name.\n", 403)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def listen(host: str, port: int | None) -> socket.socket:
    """A socket that listens; where no port is asked for, on the first free one from 8000.

    Raises:
        OSError: the port is taken, or this machine has no such address.
    """
    family, *_, address = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0]
    for number in range(PORT, PORT + _TRIES) if port is None else ():
        with suppress(OSError):
            return _listening(family, str(address[0]), number)
    return _listening(family, str(address[0]), port or 0)


def _listening(family: int, host: str, port: int) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen()
    except OSError as error:
        made.close()
        raise OSError(error.errno, f"cannot listen on {host}:{port}: {error.strerror}") from error
    return made


def url_of(listening: socket.socket) -> str:
    """The address that people type; one that stands for all of a machine's is shown as localhost."""
    host, port = listening.getsockname()[:2]
    if ipaddress.ip_address(host).is_unspecified:
        host = "localhost"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
