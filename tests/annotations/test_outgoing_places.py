"""The one door out: what users name is asked only where everybody may ask."""

import contextlib
import socket
import threading
from ipaddress import ip_network

import pytest

from annotations import outgoing
from annotations.outgoing import NoAnswer, Refused, places
from tests.annotations.suggesting.misbehaving import Server, http, silent

pytestmark = pytest.mark.once

LOOPBACK = [ip_network("127.0.0.0/8")]
PRIVATE = [
    *("127.0.0.1", "127.1", "0x7f.1", "0x7f000001", "2130706433", "017700000001", "0177.0.0.1"),
    *("127.0.0.1.", "localhost", "LOCALHOST", "localhost.", "0", "0.0.0.0", "[::1]", "[::]"),
    *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]"),
    *("10.0.0.1", "10.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254"),
    *("[::ffff:169.254.169.254]", "0xa9fea9fe", "100.64.0.1", "192.0.0.8", "198.18.0.1"),
    *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.0.2.1", "203.0.113.9"),
    *("[fe80::1]", "[fe80::1%25lo]", "[fc00::1]", "[fd00::1]", "[ff02::1]", "[2001:db8::1]"),
    *("[64:ff9b::7f00:1]", "[64:ff9b:1::a00:1]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]"),
    *("[2001:0:4136:e378:8000:63bf:3fff:fdd2]", "[::ffff:8.8.8.8]", "[3fff::1]", "[5f00::1]"),
    *("１２７.0.0.1", "127。0。0。1", "①②⑦.0.0.1", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "127.0.0.1#@desk.example"),
]
NO_ADDRESS = [
    *("", "desk.example", "//desk.example/", "ftp://desk.example/", "file:///etc/passwd"),
    *("gopher://desk.example/", "http://", "http:///path", "https://:443/", "http://[::1/"),
    *("http://desk.example:port/", "http://desk.example:99999/", "http://a b.example/"),
    *("http://me@desk.example/", "http://me:secret@desk.example/", "http://@desk.example/"),
    *("http://desk.example\\@127.0.0.1/", "http://desk.example/\r\nHost: x", "http://\ud800.x/"),
    *("http://desk.example/\ud800", "http://desk..example/", "http://" + "a" * 64 + ".example/"),
    *("http://desk.example:25/", "https://desk.example:22/", "http://d.example/" + "a" * 2000),
    *("javascript:alert(1)", "data:text/plain,x"),
]
PUBLIC = ["8.8.8.8", "1.1.1.1", "[2606:4700::1111]", "[2a00:1450:4001::1]", "193.0.6.139"]


@pytest.fixture
def names(monkeypatch):
    """Give the addresses behind a name: those of a list, one list a look-up."""
    known: dict[str, list[list[str]]] = {}
    real = socket.getaddrinfo

    def look_up(host, *rest, **more):
        answers = known.get(host)
        if answers is None:
            return real(host, *rest, **more)
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [entry for number in found for entry in real(number, *rest, **more)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


@pytest.fixture
def serve(settings):
    """A server on this machine, in a network that the desk may ask."""
    settings.PRIVATE_ADDRESSES = LOOPBACK
    with contextlib.ExitStack() as stack:
        yield lambda *script: stack.enter_context(contextlib.closing(Server(*script)))


def ask(address):
    return outgoing.deliver(address, b"{}", {}, most_bytes=100)


@pytest.mark.parametrize("host", PRIVATE)
@pytest.mark.parametrize("address", ["http://{}/", "https://{}:8443/hook?x=1"])
def test_a_private_address_is_refused_in_every_spelling(host, address):
    for does in (outgoing.check, ask, read):
        with pytest.raises(Refused):
            does(address.format(host))


def read(address):
    return outgoing.get(address, most_bytes=100, accept="text/html")


@pytest.mark.parametrize("address", NO_ADDRESS)
def test_what_is_no_plain_address_of_the_web_is_refused(address):
    with pytest.raises(Refused):
        outgoing.check(address)


@pytest.mark.parametrize("host", PUBLIC)
def test_a_public_address_is_none_to_refuse(host):
    outgoing.check(f"https://{host}:8443/hook")


def test_one_private_machine_behind_a_name_refuses_it(names):
    names["news.example"] = [["8.8.8.8", "10.0.0.1"]]
    with pytest.raises(Refused):
        outgoing.check("https://news.example/")


def test_a_name_that_leads_nowhere_may_be_kept_and_gives_no_answer():
    def nowhere(*_args, **_more):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", nowhere)
        outgoing.check("https://later.example/")
        with pytest.raises(NoAnswer, match="cannot be reached"):
            ask("https://later.example/")


def test_nobody_waits_for_a_name_server_without_an_end(monkeypatch):
    answers, asked = threading.Event(), []

    def waits(*args, **_more):
        asked.append(args)
        answers.wait()
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", waits)
    monkeypatch.setattr(places, "LOOK_UP", 0.01)
    monkeypatch.setattr(places, "_LOOK_UPS", threading.BoundedSemaphore(2))
    try:
        outgoing.check("https://slow.example/")
        for _again in range(3):
            with pytest.raises(NoAnswer, match="its name was not found in time"):
                ask("https://slow.example/")
        assert len(asked) == 2, "One more than is looked up at once."
    finally:
        answers.set()


def test_it_connects_to_the_machine_that_was_checked_wherever_the_name_leads_then(names, serve):
    server = serve(http(b"yes"))
    port = server.listener.getsockname()[1]
    names["rebound.example"] = [["127.0.0.1"], ["127.0.0.99"]]
    assert ask(f"http://rebound.example:{port}/").body == b"yes"
    assert server.requests[0][0][1]["host"] == f"rebound.example:{port}"


def test_another_machine_behind_the_name_is_tried(names, serve):
    server = serve(http(b"yes"))
    port = server.listener.getsockname()[1]
    names["two.example"] = [["127.0.0.99", "127.0.0.1"]]
    assert ask(f"http://two.example:{port}/").body == b"yes"


def test_a_network_of_ones_own_is_asked_and_no_other(serve, settings):
    server = serve(http(b"yes"))
    assert ask(server.address).status == 200
    settings.PRIVATE_ADDRESSES = [ip_network("10.1.2.0/24")]
    with pytest.raises(Refused):
        ask(server.address)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Again", "308 Moved"])
def test_a_delivery_follows_nothing(serve, status):
    other = serve(http(b"no"))
    server = serve(http(b"", status, f"Location: {other.address}"))
    assert ask(server.address).status == int(status[:3])
    assert other.requests == []


def test_a_delivery_tells_any_status_and_keeps_little_of_the_body(serve):
    server = serve(http(b"x" * 5000, "500 Broken", "Retry-After: 7"))
    answer = ask(server.address)
    assert (answer.status, len(answer.body), answer.headers["Retry-After"]) == (500, 101, "7")


def test_reading_follows_three_redirects_and_says_where_it_came(serve):
    target = serve(http(b"<p>"))
    hops = [http(b"", "302 Found", f"Location: /{n}") for n in range(2)]
    server = serve(*hops, http(b"", "301 Moved", f"Location: {target.address}"))
    answer = read(server.address)
    assert (answer.body, answer.address) == (b"<p>", target.address)


def test_reading_ends_at_the_fourth_redirect(serve):
    server = serve(http(b"", "302 Found", "Location: /again"))
    with pytest.raises(NoAnswer, match="redirects more than 3 times"):
        read(server.address)
    assert len(server.requests) == 4


@pytest.mark.parametrize(
    "there", ["http://[::1]/", "http://10.0.0.1/", "file:///etc/passwd", "http://169.254.169.254"]
)
def test_reading_is_led_to_no_private_address(serve, there):
    server = serve(http(b"", "302 Found", f"Location: {there}"))
    with pytest.raises(Refused):
        read(server.address)


def test_reading_takes_no_more_than_it_was_told(serve):
    assert read(serve(http(b"x" * 100)).address).body == b"x" * 100
    with pytest.raises(NoAnswer, match="larger"):
        read(serve(http(b"x" * 101)).address)


def test_reading_ends_in_time_over_all_its_hops(serve, monkeypatch):
    monkeypatch.setattr(outgoing, "TOTAL", 0.5)
    server = serve(http(b"", "302 Found", "Location: /slow"), silent)
    with pytest.raises(NoAnswer, match="longer"):
        read(server.address)


@pytest.mark.parametrize("number", ["9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0"])
def test_the_neighbours_of_private_networks_are_public(number):
    assert places.is_public(number)
