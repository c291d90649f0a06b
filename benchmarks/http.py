"""A browser's requests without the browser: one kept-open connection, cookies, and no more.

It is this plain so that it takes little CPU from the server it measures.
"""

import socket
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass(slots=True)
class Answer:
    """One answer: what came, and how long it took from the first byte sent to the last read."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


@dataclass(slots=True)
class Browser:
    """One person's connection and cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    link: socket.socket | None = None

    def get(self, path: str) -> Answer:
        return self._send(f"GET {path} HTTP/1.1\r\n", b"")

    def post(self, path: str, form: dict[str, str], *, htmx: bool = False) -> Answer:
        body = urlencode(form).encode()
        head = f"POST {path} HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        head += f"Content-Length: {len(body)}\r\n"
        return self._send(head + ("HX-Request: true\r\n" if htmx else ""), body)

    def close(self) -> None:
        if self.link is not None:
            self.link.close()
            self.link = None

    def _send(self, head: str, body: bytes) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        request = f"{head}Host: 127.0.0.1\r\nCookie: {cookies}\r\n\r\n".encode() + body
        begun = time.perf_counter()
        if self.link is None:
            self.link = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self.link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.link.sendall(request)
        status, headers, content = self._read()
        seconds = time.perf_counter() - begun
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Answer(status, headers, content, seconds)

    def _read(self) -> tuple[int, dict[str, str], bytes]:
        assert self.link is not None
        data = bytearray()
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        first, *lines = data[:end].decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in lines:
            name, _colon, value = line.partition(": ")
            if name.lower() == "set-cookie":
                cookie, _equals, rest = value.partition("=")
                self.cookies[cookie] = rest.partition(";")[0]
            else:
                headers[name.lower()] = value
        length = end + 4 + int(headers["content-length"])
        while len(data) < length:
            data += self._more()
        return int(first.split()[1]), headers, bytes(data[end + 4 : length])

    def _more(self) -> bytes:
        assert self.link is not None
        read = self.link.recv(262_144)
        if not read:
            raise ConnectionError("The server closed the connection in the middle of an answer.")
        return read
