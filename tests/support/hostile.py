"""Tests are hostile: no network but this machine's own, whatever the code under test believes."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest


class NetworkRefused(AssertionError):
    """A test reached for an address that is not this machine's."""


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Loopback and Unix sockets only: a test that needs the outside is not a test."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(str(address[0])):
            raise NetworkRefused(f"a test tried to reach {address[0]}")
        real(self, address)

    socket.socket.connect = connect  # type: ignore[method-assign]
    yield
    socket.socket.connect = real  # type: ignore[method-assign]


def _is_loopback(host: str) -> bool:
    return host.startswith("127.") or host in {"localhost", "::1"}
