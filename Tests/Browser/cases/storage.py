"""Browsers that let a frame of another site store nothing."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from support.case import LAUNCH, BrowserCase
from support.player import Player

# Every way to keep something, as browsers refuse it.
_DENY = """for (const [owner, names] of [
  [window, ["localStorage", "sessionStorage", "indexedDB", "caches", "cookieStore"]], [Document.prototype, ["cookie"]],
]) {
  for (const name of names) {
    Object.defineProperty(owner, name, {
      get() { console.error(`asked for ${name}`); throw new DOMException("denied", "SecurityError"); },
      set() { console.error(`wrote to ${name}`); throw new DOMException("denied", "SecurityError"); },
    });
  }
}"""


class Storage(BrowserCase):
    def learn(self, player: Player) -> None:
        """A visit, a reload and the rest of the lesson."""
        player.wait().choose("planet", "Mercury")
        player.next().saved()
        player.page.reload()
        player = Player.mount(player.page, self.lesson, self.token()).wait()
        player.enter("boil", "100")
        player.saved()
        items = {"planet": 2, "boil": 1}
        self.assert_progress(status="in_progress", score=3, currentStepIndex=1, items=items)
        self.assertEqual(self.organization.answers(self.lesson, self.learner), dict.fromkeys(items, 1))

    def test_blockedByTheBrowser(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            preferences = Path(folder) / "Default" / "Preferences"
            preferences.parent.mkdir()
            blocked = {"profile": {"block_third_party_cookies": True, "cookie_controls_mode": 1}}
            preferences.write_text(json.dumps(blocked))
            context = self.watch(self.world.playwright.chromium.launch_persistent_context(folder, **LAUNCH))
            player = Player.mount(self.page(context), self.lesson, self.token()).wait()
            look = "() => { try { return `${localStorage.length}`; } catch ({ name }) { return name; } }"
            refusal = player.frame.evaluate(look)
            self.assertEqual(refusal, "SecurityError", "this browser blocks the storage of other sites")
            self.learn(player)
            self.assertEqual(context.cookies(), [])
            context.close()

    def test_neverAskedFor(self) -> None:
        self.context.add_init_script(_DENY)
        self.learn(Player.mount(self.page(), self.lesson, self.token()))
        self.assertEqual(self.complaints, [])

    def test_playerOnItsOwnKeepsNothingEither(self) -> None:
        player = Player.open(self.context, f"{self.world.lectern.url}/player/{self.lesson}#token={self.token()}").wait()
        player.choose("planet", "Mercury")
        player.saved()
        self.assertEqual(self.context.cookies(), [])
        self.assertEqual(player.frame.evaluate("() => [localStorage.length, sessionStorage.length]"), [0, 0])
        self.assert_progress(score=2, items={"planet": 2})
