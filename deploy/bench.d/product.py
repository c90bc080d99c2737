"""One installation of the product: its folders, its command line, its server, and the HTTP calls that prepare a run."""

from __future__ import annotations

import http.client
import json
import os
import random
import socket
import string
import subprocess
import sys
import threading
import time
import uuid
import zlib
from pathlib import Path

import load
import rows
from children import HOST, BenchError, Children, say, tail
from load import Server

BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def unknown_token(source: random.Random) -> str:
    """A well-formed API token with a valid checksum that no installation has issued."""
    text = "tapub_" + "".join(source.choices(BASE62, k=22)) + ".tasec_" + "".join(source.choices(BASE62, k=43))
    rest, digits = zlib.crc32(text.encode()), ""
    for _ in range(6):
        rest, digit = divmod(rest, 62)
        digits = BASE62[digit] + digits
    return text + digits


class Installation:
    """A set of keys and a data folder with an organization, a token, a lesson and some progress rows."""

    def __init__(self, children: Children, binary: Path, lesson_file: Path, folder: Path, count: int) -> None:
        self._children, self._binary, self.folder, self.count = children, binary, folder, count
        self.port, self._internal = free_port(), free_port()
        self._log = folder / "serve.log"
        self._process: subprocess.Popen | None = None
        (folder / "keys").mkdir(parents=True, mode=0o700)
        (folder / "data").mkdir(mode=0o700)
        self._environment = {key: value for key, value in os.environ.items() if not key.startswith("LECTERN_")} | {
            "LECTERN_LISTEN": f"{HOST}:{self.port}",
            "LECTERN_INTERNAL_LISTEN": f"{HOST}:{self._internal}",
            "LECTERN_DATA": str(folder / "data"),
            "LECTERN_KEYS": str(folder / "keys"),
            "LECTERN_PUBLIC_URL": f"http://{HOST}:{self.port}",
            "LECTERN_AUTH_FAILURES_PER_MINUTE": "0",
        }
        self._fill(lesson_file)

    def _fill(self, lesson_file: Path) -> None:
        """Makes keys, organization, token and lesson, and imports the rows."""
        self._command("keys", "init")
        self.organization = self._object("org", "create", "--name", "Bench")["id"]
        of = ("--organization", self.organization)
        self.token = self._object("token", "create", *of, "--name", "bench", "--rate-limit", "0")["token"]
        self.lesson = self._object("lesson", "import", str(lesson_file), *of, "--publish")["id"]
        file = self.folder / "rows.ndjson"
        rows.write(file, self.count, self.lesson)
        say(f"importing {self.count:,} rows with lectern progress import")
        before = time.monotonic()
        self._command("progress", "import", str(file), *of, timeout=3600, watch=True)
        self.import_seconds = time.monotonic() - before
        say(f"imported {self.count:,} rows in {self.import_seconds:.1f} s ({self.count / self.import_seconds:,.0f}/s)")
        file.unlink()

    def register(self, platforms: list[dict]) -> None:
        """Registers LTI platforms of this machine, given as a file for `lectern platform import`."""
        file = self.folder / "platforms.json"
        file.write_text(json.dumps(platforms))
        self._command("platform", "import", str(file), "--organization", self.organization, "--local")

    def _command(self, *arguments: str, timeout: float = 120, watch: bool = False) -> str:
        """Runs `lectern` with the arguments and returns what it printed; with `watch` its progress bar is passed on."""
        errors = sys.stderr if watch and sys.stderr.isatty() else subprocess.PIPE
        done = self._children.run(
            [str(self._binary), *arguments],
            timeout=timeout, env=self._environment, cwd=self.folder, stdout=subprocess.PIPE, stderr=errors, text=True,
        )
        if done.returncode != 0:
            words = " ".join(arguments[:2])
            raise BenchError(f"lectern {words} ended with {done.returncode}:\n{(done.stderr or '').strip()}")
        return done.stdout

    def _object(self, *arguments: str) -> dict:
        """Runs a managing command with `--json` and returns the one object that it prints."""
        printed = self._command(*arguments, "--json")
        try:
            return json.loads(printed)
        except json.JSONDecodeError:
            words = " ".join(arguments[:2])
            raise BenchError(f"lectern {words} --json printed no JSON object: {printed[:200]!r}") from None

    # The server

    def start(self, timeout: float = 60) -> dict[str, float]:
        """Starts `lectern serve`; returns the milliseconds until its first 200 at /readyz and at the public port."""
        before = time.perf_counter()
        with self._log.open("ab") as log:
            process = self._children.start(
                [str(self._binary), "serve"], env=self._environment, cwd=self.folder, stdout=log, stderr=log
            )
        self._process = process
        ready = load.request("GET", "/readyz", self._internal, {"Connection": "close"})
        asked = {"Authorization": f"Bearer {self.token}", "Connection": "close"}
        public = load.request("GET", "/api/public/token", self.port, asked)
        found: dict[str, float] = {}

        def wait(name: str, port: int, text: str) -> None:
            while process.poll() is None and time.perf_counter() - before < timeout:
                if answers(port, text):
                    found[name] = (time.perf_counter() - before) * 1000
                    return
                time.sleep(0.0005)

        waits = [("readyMs", self._internal, ready), ("publicMs", self.port, public)]
        threads = [threading.Thread(target=wait, args=each, daemon=True) for each in waits]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if len(found) < 2:
            if process.poll() is not None:
                how = f"ended with {process.returncode}"
            else:
                how = f"did not answer 200 at both /readyz and /api/public/token within {timeout:.0f} s"
            self.stop()
            raise BenchError(f"lectern serve {how}; its log ends with:\n{tail(self._log)}")
        return found

    def stop(self) -> None:
        """Stops the server, if it runs."""
        if self._process is not None:
            self._children.stop(self._process)
            self._process = None

    def server(self) -> Server:
        """The running server, for `Load`; starts it when needed."""
        if self._process is None:
            self.start()
        if self._process.poll() is not None:
            raise BenchError(f"lectern serve ended with {self._process.returncode}; its log:\n{tail(self._log)}")
        return Server("lectern", self._process.pid, self.port)

    # Requests

    def headers(self, token: str | None = None) -> dict[str, str]:
        """The headers of a poll, with the installation's API token or another one."""
        return {"Authorization": f"Bearer {token or self.token}", "Accept": "application/json"}

    def progress_path(self, number: str) -> str:
        """The path of the progress read of a learner of seven digits."""
        return f"/api/public/lessons/{self.lesson}/progress/learner-{number}"

    def connection(self) -> http.client.HTTPConnection:
        """A keep-alive connection to the public port."""
        return http.client.HTTPConnection(HOST, self.port, timeout=10)

    def check_rows(self, sample: int = 200) -> None:
        """Reads some rows and compares them with what was imported: a fast wrong answer is no figure."""
        connection = self.connection()
        for index in random.sample(range(self.count), min(sample, self.count)):
            status, _, body = call(connection, "GET", self.progress_path(f"{index:07d}"), self.headers())
            if status != 200 or json.loads(body) != json.loads(rows.row(index, self.lesson)):
                raise BenchError(f"learner-{index:07d} was not read as it was imported: {status} {body[:600]!r}")
        connection.close()

    def tags(self, count: int) -> dict[str, str]:
        """The ETags of some random learners' rows, by the learner's seven digits."""
        connection, found = self.connection(), {}
        for index in random.sample(range(self.count), min(count, self.count)):
            number = f"{index:07d}"
            status, headers, body = call(connection, "GET", self.progress_path(number), self.headers())
            if status != 200 or "ETag" not in headers:
                raise BenchError(f"the read of learner-{number} gave {status} and no ETag: {body[:200]!r}")
            found[number] = headers["ETag"]
        connection.close()
        return found


class Writer:
    """A learner with an embed token and a content session of a video in the lesson."""

    def __init__(self, installation: Installation, connection: http.client.HTTPConnection, learner: str) -> None:
        self._installation = installation
        ask = {"lessonId": installation.lesson, "learnerId": learner, "timeout": 86400}
        answer = _asked(connection, "/api/public/sign-token", installation.token, ask)
        self._token = answer["token"]
        self._start = {
            "node_id": uuid.uuid4().hex, "content_id": uuid.uuid4().hex, "channel_id": uuid.uuid4().hex,
            "kind": "video", "lesson_id": installation.lesson,
        }
        self._session = self._open(connection)["session_id"]

    def _open(self, connection: http.client.HTTPConnection) -> dict:
        return _asked(connection, "/api/logger/contentsession", self._token, self._start)

    def update(self) -> str:
        """The request of one update: one more second spent, so that each one changes the stored row."""
        path = f"/api/logger/contentsession/{self._session}"
        return load.request(
            "PUT", path, self._installation.port, {"Authorization": f"Bearer {self._token}"}, '{"time_spent_delta":1}'
        )

    def time_spent(self, connection: http.client.HTTPConnection) -> float:
        """The seconds on record for this learner and content: the number of updates that count."""
        return self._open(connection)["time_spent"]


def call(connection: http.client.HTTPConnection, method: str, path: str, headers: dict, body: str | None = None):
    """One call on a keep-alive connection: status, headers, body."""
    try:
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise BenchError(f"{method} {path.partition('?')[0]}: {error!r}") from error


def _asked(connection: http.client.HTTPConnection, path: str, token: str, body: dict) -> dict:
    """Posts an object and returns the answered one; anything but 200 fails the run."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    status, _, answer = call(connection, "POST", path, headers, json.dumps(body))
    if status != 200:
        raise BenchError(f"POST {path} gave {status}: {answer[:300]!r}")
    return json.loads(answer)


def answers(port: int, text: str) -> bool:
    """Whether a fresh connection to the port gets a 200 for the request."""
    try:
        with socket.create_connection((HOST, port), timeout=5) as connection:
            connection.sendall(text.encode())
            return connection.recv(64).startswith(b"HTTP/1.1 200")
    except OSError:
        return False
