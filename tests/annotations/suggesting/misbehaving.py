"""An HTTP server on this machine that does what it is told, however wrong."""

import contextlib
import json
import socket
import threading


class Server:
    """Answers each request by the next of `script`, the last one for ever.

    An entry is the bytes to send, or a function of the connection. `requests` has what was asked:
    head and body. With a `context` it speaks TLS.
    """

    def __init__(self, *script, context=None):
        self.context = context
        self.script = list(script)
        self.requests = []
        self.closing = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        scheme = "https" if context else "http"
        self.address = f"{scheme}://127.0.0.1:{self.listener.getsockname()[1]}/v1"
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self):
        while not self.closing.is_set():
            connection, _peer = self.listener.accept()
            connection.settimeout(5)
            with connection, contextlib.suppress(OSError):  # the client left, as it should
                if self.closing.is_set():
                    return
                if self.context is None:
                    self.answer(connection)
                    continue
                with self.context.wrap_socket(connection, server_side=True) as secured:
                    self.answer(secured)

    def answer(self, connection):
        self.requests.append(request(connection))
        step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if callable(step):
            step(connection)
        else:
            connection.sendall(step)

    def asked(self, number=-1):
        """Give the body of a request, and the sentences in it."""
        body = json.loads(self.requests[number][1])
        return body, json.loads(body["messages"][1]["content"])["sentences"]

    def close(self):
        self.closing.set()
        socket.create_connection(self.listener.getsockname()).close()
        self.thread.join(10)
        self.listener.close()


def request(connection):
    data = b""
    while b"\r\n\r\n" not in data:
        if not (block := connection.recv(65536)):
            raise ConnectionError
        data += block
    head, _blank, body = data.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines[1:])}
    while len(body) < int(headers.get("content-length", 0)):
        body += connection.recv(65536)
    return (lines[0], headers), body


def http(body=b"", status="200 OK", *headers, length=None):
    """Write an answer; `length` is what it claims to have."""
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {length or len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body


def said(content):
    """Write a model's answer: a text, or what becomes JSON."""
    text = content if isinstance(content, str) else json.dumps(content)
    return http(json.dumps({"choices": [{"message": {"content": text}}]}).encode())


def item(quote, p_nfs=0.1, p_ufs=0.2, p_cfs=0.7, **more):
    return {"quote": quote, "p_nfs": p_nfs, "p_ufs": p_ufs, "p_cfs": p_cfs, **more}


def items(*found):
    return said({"sentences": list(found)})


def dripping(data, pause=0.05):
    """Send one byte at a time, for as long as the client stays."""

    def drip(connection):
        for byte in data:
            connection.sendall(bytes([byte]))
            threading.Event().wait(pause)

    return drip


def silent(connection):
    """Say nothing until the client leaves."""
    connection.recv(1)


def gone(connection):
    """Close without a word."""
