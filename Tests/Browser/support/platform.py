"""A learning platform: the built TestPlatform next to lectern, and what it tells of itself."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from .deadline import eventually
from .lectern import HOST, Organization

#: Browsers reach it under this name, for them another site than the tool's 127.0.0.1.
NAME = "localhost"


class Platform:
    """A platform in a process of its own, which the tool of an organization knows."""

    def __init__(self, lectern: Path, organization: Organization) -> None:
        binary = lectern.resolve().with_name("TestPlatform")
        if not binary.is_file():
            raise AssertionError(f"there is no {binary}; build it with: swift build --product TestPlatform")
        tool = organization.lectern.url
        command = [str(binary), "--host", NAME, "--tool", tool]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        line = self._process.stdout.readline()
        if not line:
            raise AssertionError(f"TestPlatform ended with {self._process.wait()}")
        said = json.loads(line)
        self.url: str = said["url"]
        self.tool = tool
        arguments = ("platform", "import", "-", "--organization", organization.id, "--local")
        organization.lectern.run(*arguments, given=json.dumps(said["import"]))

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(30)
        self._process.stdout.close()

    # Addresses

    def target(self, lesson: str) -> str:
        """The target link of a lesson."""
        return f"{self.tool}/lti/lessons/{lesson}"

    def course(self, **launch: str) -> str:
        """The page of a course that frames a launch."""
        return f"{self.url}/course?{urlencode(launch)}"

    def begin(self, **launch: str) -> str:
        """The same launch without a frame."""
        return f"{self.url}/begin?{urlencode(launch)}"

    # What happened

    def state(self) -> dict[str, Any]:
        with urllib.request.urlopen(self._at("/control/state"), timeout=20) as answer:
            return json.load(answer)

    def behave(self, **modes: str) -> None:
        """Changes what it does, such as `grades="503"`."""
        data = urlencode(modes).encode()
        request = urllib.request.Request(self._at("/control/behaviour"), data)
        request.add_header("Content-Type", "application/x-www-form-urlencoded")
        urllib.request.urlopen(request, timeout=20).close()

    def grade(self, user: str, seconds: float = 30) -> float:
        """A user's grade of a hundred, as soon as there is one that is final."""

        def look() -> list[dict]:
            state = self.state()
            final = any(s["userId"] == user and s["gradingProgress"] == "FullyGraded" for s in state["scores"])
            return [grade for grade in state["grades"] if final and grade["user"] == user]

        return eventually(look, f"a final grade of {user}", seconds)[0]["percent"]

    def _at(self, path: str) -> str:
        # It listens on one address, which the name may not stand for first.
        return self.url.replace(NAME, HOST) + path
