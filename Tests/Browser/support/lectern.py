"""The built binary: its command line, a server process, and the calls that a site's server makes."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .deadline import eventually

HOST = "127.0.0.1"


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


class Lectern:
    """An installation in a folder of its own, served by a process of its own."""

    def __init__(self, binary: Path, folder: Path) -> None:
        self.binary = binary
        self._folder = folder
        self._log = folder / "server.log"
        self._process: subprocess.Popen | None = None
        port = free_port()
        self.url = f"http://{HOST}:{port}"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("LECTERN_")}
        self._environment = inherited | {
            "LECTERN_DATA": str(folder / "data"),
            "LECTERN_KEYS": str(folder / "keys"),
            "LECTERN_LISTEN": f"{HOST}:{port}",
            "LECTERN_INTERNAL_LISTEN": f"{HOST}:0",
            "LECTERN_ACCESS_LOG": "all",
        }
        self.run("keys", "init")

    def run(self, *arguments: str, given: str | None = None) -> Any:
        """The answer of a managing command, from its JSON."""
        command = [str(self.binary), *arguments, "--json"]
        result = subprocess.run(command, env=self._environment, input=given, capture_output=True, text=True)
        if result.returncode:
            raise AssertionError(f"lectern {' '.join(arguments)} ended with {result.returncode}: {result.stderr}")
        return json.loads(result.stdout) if result.stdout.strip() else None

    # Server

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(self.binary), "serve"], env=self._environment, stdin=subprocess.DEVNULL, stderr=log, stdout=log
            )
        eventually(self._is_ready, f"a server on {self.url}; its log is {self._log}", 30)

    def _is_ready(self) -> bool:
        if self._process.poll() is not None:
            raise AssertionError(f"lectern serve ended: {self.log()}")
        try:
            with socket.create_connection((HOST, int(self.url.rpartition(":")[2])), timeout=1):
                return True
        except OSError:
            return False

    def stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(30)

    def log(self) -> str:
        return self._log.read_text()

    # A site's server

    def organization(self, name: str) -> Organization:
        return Organization(self, self.run("org", "create", "--name", name)["id"])


class Organization:
    """An organization with an API token, and what its site's server does with it."""

    def __init__(self, lectern: Lectern, id: str) -> None:
        self.lectern = lectern
        self.id = id
        created = lectern.run("token", "create", "--organization", id, "--name", "Browser tests", "--rate-limit", "0")
        self.token = created["token"]

    def lesson(self, content: dict, publish: bool = True) -> str:
        """The id of a lesson with this content."""
        arguments = ["lesson", "import", "-", "--organization", self.id] + (["--publish"] if publish else [])
        answer = self.lectern.run(*arguments, given=json.dumps(content))
        return answer.get("lesson") or answer["id"]

    def allow(self, *origins: str) -> None:
        self.lectern.run("org", "origins", self.id, "--set", *origins)

    def preview(self, lesson: str) -> str:
        """The link that `lectern lesson preview` prints."""
        return self.lectern.run("lesson", "preview", lesson, "--organization", self.id)["url"]

    def call(self, path: str, body: dict | None = None, token: str | None = None) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {token or self.token}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.lectern.url + path, data, headers)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, json.load(refusal)

    def sign(self, lesson: str, learner: str, **terms: Any) -> str:
        """An embed token."""
        status, answer = self.call("/api/public/sign-token", {"lessonId": lesson, "learnerId": learner, **terms})
        assert status == 200, answer
        return answer["token"]

    def progress(self, lesson: str, learner: str) -> dict | None:
        """What the progress endpoint says; None when there is no record."""
        status, answer = self.call(f"/api/public/lessons/{lesson}/progress/{quote(learner, safe='')}")
        assert status in (200, 404), answer
        return answer if status == 200 else None

    def answers(self, lesson: str, learner: str) -> dict[str, int]:
        """How often each widget was answered, as the logger has it."""
        status, attempts = self.call("/api/logger/attemptlog", token=self.sign(lesson, learner))
        assert status == 200, attempts
        counts: Counter[str] = Counter()
        for attempt in attempts:
            counts[attempt["item"]] += len(attempt["interaction_history"])
        return dict(counts)


def secrets_in(log: str) -> list[str]:
    """Tokens that a log must not have in it."""
    return re.findall(r"eyJ[\w-]{10,}\.[\w-]+\.[\w-]+|tasec_\w{20,}", log)
