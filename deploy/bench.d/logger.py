"""The logger under load: answers of an exercise, logs read page by page, and what a long history costs."""

from __future__ import annotations

import http.client
import json
import urllib.parse
import uuid

import load
from children import BenchError
from product import Installation, call

ANSWER = {"item": "q1", "correct": 1, "time_spent": 4, "answer": {"value": "42"}, "simple_answer": "42", "complete": True}


class Exerciser:
    """A learner of the organization who works on an exercise, named by the API token's caller."""

    def __init__(self, installation: Installation, connection: http.client.HTTPConnection, learner: str) -> None:
        self._installation, self.learner = installation, learner
        self.content = uuid.uuid4().hex
        self._headers = {"Authorization": f"Bearer {installation.token}", "Lectern-Learner": learner}
        self._start = {
            "node_id": uuid.uuid4().hex, "content_id": self.content, "channel_id": uuid.uuid4().hex, "kind": "exercise",
            "mastery_model": {"type": "m_of_n", "m": 8, "n": 10},
        }
        self._session = self.open(connection)["session_id"]

    def open(self, connection: http.client.HTTPConnection, **more: object) -> dict:
        """Starts a session."""
        return self._asked(connection, "POST", "/api/logger/contentsession", self._start | more)

    def report(self, connection: http.client.HTTPConnection, body: dict) -> dict:
        """Updates the session."""
        return self._asked(connection, "PUT", f"/api/logger/contentsession/{self._session}", body)

    def fill(self, connection: http.client.HTTPConnection, attempts: int) -> None:
        """Answers so many different questions."""
        for first in range(0, attempts, 500):
            numbers = range(first, min(first + 500, attempts))
            self.report(connection, {"interactions": [ANSWER | {"item": f"question {number}"} for number in numbers]})

    def repeat(self, connection: http.client.HTTPConnection, times: int) -> None:
        """Finishes the exercise so many times."""
        for _ in range(times):
            self.report(connection, {"interactions": [ANSWER], "progress": 1, "time_spent_delta": 4})
            self._session = self.open(connection, repeat=True)["session_id"]

    def attempts(self, connection: http.client.HTTPConnection) -> int:
        """How many answers are on record for the present try."""
        return self.open(connection)["totalattempts"]

    def answer(self) -> str:
        """The request of one more answer."""
        path, port = f"/api/logger/contentsession/{self._session}", self._installation.port
        return load.request("PUT", path, port, self._headers, json.dumps({"interactions": [ANSWER]}))

    def read(self, log: str, user: str) -> str:
        """The request of a page of 50 log entries of this learner and content, asked for by the organization."""
        query = urllib.parse.urlencode({"content": self.content, "user": user, "page_size": 50})
        headers = {"Authorization": f"Bearer {self._installation.token}"}
        return load.request("GET", f"/api/logger/{log}?{query}", self._installation.port, headers)

    def user(self, connection: http.client.HTTPConnection) -> str:
        """The learner's id."""
        return self._asked(connection, "GET", "/api/logger/totalcontentprogress/me", None)["id"]

    def _asked(self, connection: http.client.HTTPConnection, method: str, path: str, body: dict | None) -> dict:
        text = None if body is None else json.dumps(body)
        headers = self._headers | ({"Content-Type": "application/json"} if text else {})
        status, _, answer = call(connection, method, path, headers, text)
        if status != 200:
            raise BenchError(f"{method} {path} gave {status}: {answer[:300]!r}")
        return json.loads(answer)
