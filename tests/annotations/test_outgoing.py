"""Where a question goes; what may come back is told in suggesting/test_endpoint.py."""

import contextlib
import socket

import pytest

from annotations import outgoing
from tests.annotations.suggesting.misbehaving import Server, http


@pytest.fixture
def dialled(monkeypatch):
    """Connect every address to a server on this machine, and give those that were asked for."""
    asked = []
    real = socket.create_connection

    with contextlib.closing(Server(http(b"yes"))) as server:

        def connect(address, timeout):
            asked.append(address)
            return real(server.listener.getsockname(), timeout)

        with monkeypatch.context() as patch:
            patch.setattr(socket, "create_connection", connect)
            yield asked, server


@pytest.mark.parametrize(
    ("address", "host", "port", "header"),
    [
        ("http://[fd00::1]/v1", "fd00::1", 80, "[fd00::1]"),
        ("http://[fd00::1]:8080/v1", "fd00::1", 8080, "[fd00::1]:8080"),
        ("http://models.example/v1", "models.example", 80, "models.example"),
    ],
)
def test_it_connects_to_the_host_and_the_port_of_the_address(dialled, address, host, port, header):
    asked, server = dialled
    assert outgoing.post(address, b"{}", {}) == b"yes"
    assert asked == [(host, port)]
    assert server.requests[0][0][1]["host"] == header


def test_https_has_a_port_of_its_own(dialled):
    asked, _server = dialled
    with pytest.raises(outgoing.NoAnswer):
        outgoing.post("https://[fd00::1]/v1", b"{}", {})
    assert asked == [("fd00::1", 443)]


def test_an_answer_takes_less_than_the_usual_lease_of_a_job():
    assert outgoing.CONNECT + outgoing.TOTAL < 30
