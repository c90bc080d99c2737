"""The base of all browser tests: one server and one browser for the run, a context and a learner for each test."""

from __future__ import annotations

import os
import unittest
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, expect

from .deadline import SECONDS, eventually
from .lectern import Lectern, Organization
from .lessons import all_kinds
from .platform import Platform
from .player import Player
from .site import Site

# Every frame reports what its policy has kept from happening; the console takes it here.
_REPORT_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy violated: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile ?? ""}`);
});"""
# What browsers write when a request fails, which some tests want.
_HARMLESS = ("Failed to load resource",)
LAUNCH = {
    "executable_path": os.environ.get("LECTERN_CHROMIUM", "/usr/bin/chromium"),
    # Machines that run tests have no graphics, little shared memory and often only root, whom the sandbox refuses.
    "args": ["--disable-gpu", "--disable-dev-shm-usage", *([] if os.getuid() else ["--no-sandbox"])],
}


@dataclass
class World:
    """What the tests of a run share."""

    playwright: Playwright
    browser: Browser
    lectern: Lectern
    organization: Organization
    site: Site
    folder: Path
    assets: Path | None = None
    lessons: dict[str, str] = field(default_factory=dict)
    #: Started by the first test that needs it.
    platform: Platform | None = None


class BrowserCase(unittest.TestCase):
    """A test with a browser context of its own, which ends with a look at what the browser complained of."""

    world: World
    #: Complaints in the console that a test causes on purpose contain one of these.
    expected_complaints: tuple[str, ...] = ()

    def setUp(self) -> None:
        expect.set_options(timeout=SECONDS * 1000)
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.contexts: list[BrowserContext] = []
        self.learner = f"{type(self).__name__}.{self._testMethodName}"
        self.organization = self.world.organization
        self.context = self.new_context()

    def tearDown(self) -> None:
        if self._outcome.result.problems:
            self._keep_pictures()
        allowed = (*_HARMLESS, *self.expected_complaints)
        unexpected = [text for text in self.complaints if not any(part in text for part in allowed)]
        self.assertEqual(sorted(set(unexpected)), [], "the browser complained")

    # Contexts and pages

    def new_context(self, **options: Any) -> BrowserContext:
        """A browser of its own, as it were: another device."""
        return self.watch(self.world.browser.new_context(**options))

    def watch(self, context: BrowserContext) -> BrowserContext:
        """Notes what a context asks for and complains of, and closes it after the test."""
        context.add_init_script(_REPORT_VIOLATIONS)
        context.on("console", lambda message: self._note(message.type, message.text))
        context.on("weberror", lambda error: self.complaints.append(f"uncaught: {error.error}"))
        context.on("request", lambda request: self.requests.append(request.url))
        if self.world.assets:
            context.route("**/player/assets/*/*", self._asset_from_disk)
            context.route("**/embed.js", self._asset_from_disk)
        self.contexts.append(context)
        self.addCleanup(context.close)
        return context

    def _note(self, kind: str, text: str) -> None:
        if kind == "error":
            self.complaints.append(text)

    def _asset_from_disk(self, route: Route) -> None:
        route.fulfill(path=self.world.assets / route.request.url.rpartition("/")[2])

    def page(self, context: BrowserContext | None = None, path: str = "/") -> Page:
        """A page of the site."""
        page = (context or self.context).new_page()
        page.goto(self.world.site.url + path)
        return page

    # Lessons and players

    @property
    def lesson(self) -> str:
        """The lesson with all kinds of widgets."""
        return self.imported("all kinds", all_kinds)

    def imported(self, name: str, make: Any) -> str:
        """The id of a lesson that the run imports once."""
        if name not in self.world.lessons:
            self.world.lessons[name] = self.organization.lesson(make())
        return self.world.lessons[name]

    def token(self, lesson: str | None = None, **terms: Any) -> str:
        return self.organization.sign(lesson or self.lesson, self.learner, **terms)

    def mounted(self, lesson: str | None = None, context: BrowserContext | None = None, **options: Any) -> Player:
        """A player in a page of the site, with the lesson on the screen."""
        lesson = lesson or self.lesson
        token = options.pop("token", None) or self.token(lesson)
        return Player.mount(self.page(context), lesson, token, **options).wait()

    # What was recorded

    def progress(self, lesson: str | None = None) -> dict:
        record = self.organization.progress(lesson or self.lesson, self.learner)
        self.assertIsNotNone(record, "there is no progress")
        return record

    def assert_progress(self, lesson: str | None = None, *, items: dict | None = None, **expected: Any) -> dict:
        """Checks members of what the progress endpoint says; `items` maps answered widgets to their points."""
        record = self.progress(lesson)
        self.assertEqual({name: record[name] for name in expected}, expected)
        if items is not None:
            self.assertEqual({item["id"]: item["score"] for item in record["items"] or []}, items)
        return record

    def eventually(self, look: Any, what: str, page: Page | None = None) -> Any:
        """Waits for a condition; the pages' events come in meanwhile."""
        page = page or self.context.pages[0]
        return eventually(look, what, pause=lambda seconds: page.wait_for_timeout(seconds * 1000))

    # Failures

    def _keep_pictures(self) -> None:
        for index, page in enumerate(page for context in self.contexts for page in context.pages):
            path = self.world.folder / "failures" / f"{self.learner}-{index}.png"
            page.screenshot(path=path)
            print(f"  picture: {path}", flush=True)
