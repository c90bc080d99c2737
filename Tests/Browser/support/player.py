"""The player as a learner uses it: in a page of a site, or on its own."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import BrowserContext, Frame, FrameLocator, Locator, Page, expect

from .deadline import eventually

_MOUNT = """([target, options, name, renew]) => {
  const heard = (window.heard ??= []);
  const callbacks = {};
  for (const event of ["Ready", "Progress", "Score", "Completed", "Error"]) {
    callbacks[`on${event}`] = (detail) => heard.push([name, event.toLowerCase(), detail]);
  }
  callbacks.onTokenExpired = (detail) => {
    heard.push([name, "token-expired", detail]);
    return renew ? window.newToken() : undefined;
  };
  (window.lessons ??= {})[name] = Lectern.mount(target, { ...callbacks, ...options });
}"""


class Player:
    """One player on the screen. `scope` finds elements in it, in a frame or in the page itself."""

    def __init__(self, page: Page, scope: Page | FrameLocator, name: str = "lesson") -> None:
        self.page = page
        self.scope = scope
        self.name = name

    @classmethod
    def mount(
        cls,
        page: Page,
        lesson: str,
        token: str,
        target: str = "#lesson",
        name: str = "lesson",
        renew: bool = False,
        **options: Any,
    ) -> Player:
        """Puts a lesson into the page of a site. `renew`: the page's `newToken` gives what follows an expired one."""
        page.evaluate(_MOUNT, [target, {"lessonId": lesson, "token": token, **options}, name, renew])
        return cls(page, page.frame_locator(f"{target} iframe"), name)

    @classmethod
    def open(cls, context: BrowserContext, url: str) -> Player:
        """Opens the player's page on its own."""
        page = context.new_page()
        page.goto(url)
        return cls(page, page)

    # State

    @property
    def root(self) -> Locator:
        return self.scope.locator("html")

    @property
    def frame(self) -> Frame:
        """The frame of the player, to evaluate something in."""
        if self.scope is self.page:
            return self.page.main_frame
        handle = self.page.evaluate_handle("(name) => window.lessons[name].iframe", self.name)
        return handle.as_element().content_frame()

    def wait(self, state: str = "ready") -> Player:
        expect(self.root).to_have_attribute("data-state", state)
        return self

    def shows_status(self, text: str) -> None:
        expect(self.scope.locator("#lectern-status")).to_contain_text(text)

    def saved(self) -> Player:
        """Waits until the gateway has all."""
        expect(self.root).to_have_attribute("data-saved", "true")
        return self

    @property
    def step(self) -> str:
        return self.scope.locator("[data-step]").get_attribute("data-step")

    def heard(self, event: str | None = None) -> list:
        """What the page of the site was told, in order."""
        heard = self.page.evaluate("() => window.heard ?? []")
        return [(kind, detail) for name, kind, detail in heard if name == self.name and event in (None, kind)]

    def hear(self, event: str, count: int = 1) -> dict:
        """Waits until an event has come so often, and gives the last one's values."""
        pause = lambda seconds: self.page.wait_for_timeout(seconds * 1000)
        return eventually(lambda: self.heard(event)[count - 1 :], f"{count} of event {event}", pause=pause)[-1][1]

    # Moving about

    def next(self) -> Player:
        return self._go("lectern-next")

    def previous(self) -> Player:
        return self._go("lectern-previous")

    def _go(self, button: str) -> Player:
        step = self.step
        self.scope.locator(f"#{button}").click()
        expect(self.scope.locator("[data-step]")).not_to_have_attribute("data-step", step)
        return self

    def finish(self) -> Player:
        self.scope.locator("#lectern-finish").click()
        return self.wait("completed")

    # Widgets

    def widget(self, id: str) -> Locator:
        return self.scope.locator(f'[data-widget="{id}"]')

    def feedback(self, id: str) -> Locator:
        return self.widget(id).get_by_role("status")

    def option(self, id: str, text: str) -> Locator:
        """An option by its text; once it is judged, the verdict belongs to its name."""
        return self.widget(id).locator("label", has_text=re.compile(rf"^\s*{re.escape(text)}")).locator("input")

    def submit(self, id: str) -> None:
        self.widget(id).locator("form button.primary").click()

    def choose(self, id: str, *options: str) -> None:
        for option in options:
            self.option(id, option).check()
        self.submit(id)

    def enter(self, id: str, text: str) -> None:
        self.widget(id).get_by_role("textbox").fill(text)
        self.submit(id)

    def order(self, id: str) -> list[str]:
        return self.widget(id).locator("li").evaluate_all("(rows) => rows.map((row) => row.dataset.item)")

    def arrange(self, id: str, wanted: list[str]) -> None:
        """Puts items in an order with the buttons beside them."""
        for place, item in enumerate(wanted):
            while (now := self.order(id).index(item)) > place:
                self.widget(id).locator(f'[data-item="{item}"] button').first.click()
                expect(self.widget(id).locator("li").nth(now - 1)).to_have_attribute("data-item", item)
        self.submit(id)

    def again(self, id: str) -> None:
        """Opens an answered question once more."""
        self.widget(id).locator("form button.quiet").click()
