"""A site that embeds lessons: pages on an origin of their own, and token-url for the element."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from .lectern import HOST, Organization

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A site</title>
<link rel="icon" href="data:,">
<script src="{gateway}/embed.js"></script>
</head>
<body>
<h1>A site</h1>
<div id="lesson"></div>
<div id="second"></div>
</body>
</html>
"""


_ELEMENT = """<!doctype html>
<html lang="en">
<title>A site</title>
<link rel="icon" href="data:,">
<script src="{gateway}/embed.js" async></script>
<lectern-lesson lesson-id="{lesson}" token-url="/token?lesson={lesson}&amp;learner={learner}"></lectern-lesson>
</html>
"""


class Site:
    """Serves one page under any path. Browsers reach it as `localhost`, for them another site than 127.0.0.1."""

    def __init__(self, organization: Organization) -> None:
        page = _PAGE.format(gateway=organization.lectern.url).encode()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                url = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(url.query).items()}
                if url.path == "/token":
                    token = organization.sign(query["lesson"], query["learner"])
                    self.answer("application/json", json.dumps({"token": token}).encode())
                elif url.path == "/element":
                    element = _ELEMENT.format(**query, gateway=organization.lectern.url)
                    self.answer("text/html; charset=utf-8", element.encode())
                else:
                    self.answer("text/html; charset=utf-8", page)

            def answer(self, kind: str, body: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *arguments: object) -> None:
                """Nothing: what matters is in the tests' own output."""

        self._server = ThreadingHTTPServer((HOST, 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self.url = self.at("localhost")
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def at(self, host: str) -> str:
        """The same pages under another name of this machine."""
        return f"http://{host}:{self.port}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
