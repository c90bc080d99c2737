"""A site that embeds lessons: what its server does, in the standard library of Python.

Its API token never leaves this process. The page gets an embed token for one learner and one lesson, and what the
progress endpoint says. Settings: LECTERN_HOST_DEMO_TOKEN (the API token), LECTERN_HOST_DEMO_GATEWAY (its address,
default http://127.0.0.1:8080), LECTERN_HOST_DEMO_LISTEN (default 127.0.0.1:8090).
"""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

FOLDER = Path(__file__).resolve().parent
FILES = {
    "/": ("page.html", "text/html; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
}
SECONDS_FOR_GATEWAY = 10


class Gateway:
    """Lectern, as this site's server calls it."""

    def __init__(self, address: str, token: str) -> None:
        self.address = address.rstrip("/")
        self.origin = "{0.scheme}://{0.netloc}".format(urlsplit(address))
        self._token = token

    def call(self, path: str, body: dict | None = None, tag: str | None = None) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of a call; a refusal is an answer, too."""
        headers = {"Authorization": f"Bearer {self._token}"}
        if tag:
            headers["If-None-Match"] = tag
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, headers)
        try:
            with urllib.request.urlopen(request, timeout=SECONDS_FOR_GATEWAY) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, dict(refusal.headers), refusal.read()
        except OSError as failure:
            reason = getattr(failure, "reason", failure)
            return 502, {}, json.dumps({"error": f"{self.address} does not answer: {reason}"}).encode()


class Site(BaseHTTPRequestHandler):
    """The pages of the site. It has no accounts: the page says who its learner is. On a real site the session does."""

    protocol_version = "HTTP/1.1"
    server_version = "school"
    gateway: Gateway

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        lesson, learner = query.get("lesson", ""), query.get("learner", "")
        if url.path in FILES:
            self.send_file(*FILES[url.path])
        elif url.path == "/lessons":
            self.relay(*self.gateway.call("/api/public/lessons?status=published"))
        elif url.path == "/lesson-token":
            terms = {"lessonId": lesson, "learnerId": learner, "userAttributes": {"site": "school"}}
            self.relay(*self.gateway.call("/api/public/sign-token", terms))
        elif url.path == "/progress":
            path = f"/api/public/lessons/{quote(lesson, safe='')}/progress/{quote(learner, safe='')}"
            self.relay(*self.gateway.call(path, tag=self.headers.get("If-None-Match")))
        else:
            self.send(404, {"Content-Type": "application/json"}, b'{"error":"Not found"}')

    def send_file(self, name: str, kind: str) -> None:
        body = (FOLDER / name).read_text(encoding="utf-8").replace("{{gateway}}", self.gateway.address)
        # What a site's own policy must allow: the gateway's script, and the frame that the script makes.
        policy = (
            f"default-src 'none'; script-src 'self' {self.gateway.origin}; frame-src {self.gateway.origin}; "
            "style-src 'self'; img-src data:; "
            "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        self.send(200, {"Content-Type": kind, "Content-Security-Policy": policy}, body.encode())

    def relay(self, status: int, headers: dict[str, str], body: bytes) -> None:
        kept = {name: headers[name] for name in ("Content-Type", "ETag", "Cache-Control") if name in headers}
        self.send(status, kept or {"Content-Type": "application/json"}, body)

    def send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **headers}.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 304:
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: the demo shares its terminal with the gateway."""


def fail(status: int, sentence: str) -> None:
    print(f"deploy/host: {sentence}", file=sys.stderr)
    raise SystemExit(status)


def main() -> None:
    listen = os.environ.get("LECTERN_HOST_DEMO_LISTEN") or "127.0.0.1:8090"
    token = os.environ.get("LECTERN_HOST_DEMO_TOKEN") or ""
    gateway = os.environ.get("LECTERN_HOST_DEMO_GATEWAY") or "http://127.0.0.1:8080"
    host, _, port = listen.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        fail(78, f"LECTERN_HOST_DEMO_LISTEN must be host:port, not {listen}")
    if not token:
        fail(78, "LECTERN_HOST_DEMO_TOKEN must be an API token; `lectern demo` makes one")
    Site.gateway = Gateway(gateway, token)
    try:
        server = ThreadingHTTPServer((host, int(port)), Site)
    except OSError as failure:
        if failure.errno == errno.EADDRINUSE:
            fail(69, f"{listen} is taken. Choose another address with LECTERN_HOST_DEMO_LISTEN.")
        fail(69, f"cannot listen on {listen}: {failure.strerror or failure}")
    server.daemon_threads = True
    # Ends on both signals alike, without a word.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        print(f"http://{host}:{server.server_port}/", flush=True)
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
