"""A lesson without a mouse."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from support.case import BrowserCase
from support.lessons import MAX_SCORE, POINTS, STEPS
from support.player import Player

_IS_FOCUSED = "(element) => element === document.activeElement"


class Keyboard(BrowserCase):
    def reach(self, player: Player, target: Locator, key: str = "Tab") -> None:
        """Presses Tab until something has the focus."""
        for _ in range(60):
            player.page.keyboard.press(key)
            if target.evaluate(_IS_FOCUSED):
                return
        self.fail(f"{target} was not reached by {key}")

    def check(self, player: Player, widget: str) -> None:
        """Goes on from the answer to its button."""
        self.reach(player, player.widget(widget).locator("form button.primary"))
        player.page.keyboard.press("Enter")

    def test_wholeLessonWithTheKeyboard(self) -> None:
        player = self.mounted()
        keys = player.page.keyboard
        self.reach(player, player.option("mood-poll", "Calm"))
        keys.press("ArrowDown")
        expect(player.option("mood-poll", "Lively")).to_be_checked()
        keys.press("Enter")
        expect(player.feedback("mood-poll")).not_to_be_empty()

        self.reach(player, player.option("planet", "Venus"))
        keys.press("ArrowDown")
        self.check(player, "planet")
        expect(player.feedback("planet")).to_have_attribute("data-verdict", "right")
        # The button is gone; the focus is where the answer is.
        self.assertTrue(player.feedback("planet").evaluate(_IS_FOCUSED))

        for option in player.widget("primes").locator("label").all_inner_texts():
            self.reach(player, player.option("primes", option.strip()))
            if option.strip() != "4":
                keys.press("Space")
        self.check(player, "primes")
        for option in ("Nitrogen", "Oxygen"):
            self.reach(player, player.option("gases", option))
            keys.press("Space")
        self.check(player, "gases")

        self.reach(player, player.scope.locator("#lectern-next"))
        keys.press("Enter")
        heading = player.scope.get_by_role("heading", level=1)
        expect(heading).to_have_text("Questions to write on")
        expect(heading).to_be_focused()

        self.reach(player, player.widget("boil").get_by_role("textbox"))
        keys.type("100")
        keys.press("Enter")
        self.reach(player, player.widget("capital").get_by_role("textbox"))
        keys.type("Paris")
        keys.press("Enter")
        # Kilometre, Millimetre, Metre: the first goes down by two.
        self.reach(player, player.widget("lengths").locator('[data-item="km"] button').last)
        keys.press("ArrowDown")
        keys.press("Enter")
        self.assertEqual(player.order("lengths"), ["mm", "m", "km"])
        expect(player.scope.locator("#lectern-live")).to_contain_text("Kilometre")
        self.check(player, "lengths")
        expect(player.feedback("lengths")).to_have_attribute("data-verdict", "right")

        for _ in range(2):
            step = player.step
            self.reach(player, player.scope.locator("#lectern-next"))
            keys.press("Space")
            expect(player.scope.locator("[data-step]")).not_to_have_attribute("data-step", step)
        self.reach(player, player.scope.locator("#lectern-finish"))
        keys.press("Enter")
        player.wait("completed").saved()
        self.assert_progress(status="completed", score=MAX_SCORE, maxScore=MAX_SCORE, items=dict(POINTS))

    def test_contentsOpenAndCloseWithTheKeyboard(self) -> None:
        player = self.mounted()
        menu = player.scope.locator("#lectern-menu")
        outline = player.scope.locator("#lectern-outline")
        self.reach(player, menu)
        expect(menu).to_have_attribute("aria-expanded", "false")
        player.page.keyboard.press("Enter")
        expect(menu).to_have_attribute("aria-expanded", "true")
        self.reach(player, outline.get_by_role("button", name="Questions to write on"))
        self.reach(player, menu, "Shift+Tab")
        player.page.keyboard.press("Enter")
        expect(outline).to_be_hidden()
        self.assertTrue(menu.evaluate(_IS_FOCUSED))
        player.page.keyboard.press("Space")
        self.reach(player, outline.get_by_role("button", name="The end"))
        player.page.keyboard.press("Enter")
        expect(player.scope.locator("[data-step]")).to_have_attribute("data-step", STEPS["end"])
        player.saved()
        self.assert_progress(currentSectionIndex=1, currentStepIndex=1)

    def test_focusLeavesThePlayerAgain(self) -> None:
        player = self.mounted()
        player.page.evaluate(
            """() => {
              const button = document.createElement("button");
              document.body.append(Object.assign(button, { id: "after", textContent: "After" }));
            }"""
        )
        player.scope.locator("#lectern-next").focus()
        for _ in range(5):
            player.page.keyboard.press("Tab")
            if player.page.locator("#after").evaluate(_IS_FOCUSED):
                break
        expect(player.page.locator("#after")).to_be_focused()
        self.reach(player, player.scope.locator("#lectern-menu"), "Shift+Tab")
