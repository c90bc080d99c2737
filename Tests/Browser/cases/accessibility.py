"""Roles, names, contrast, focus and sizes, in every state of the player, light and dark, narrow and wide."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, expect

from support.accessibility import focus_problems, problems
from support.case import BrowserCase
from support.player import Player

PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 800}


class Accessibility(BrowserCase):
    def open(self, context: BrowserContext, theme: str, locale: str = "en") -> Player:
        fragment = f"token={self.token()}&theme={theme}&locale={locale}"
        return Player.open(context, f"{self.world.lectern.url}/player/{self.lesson}#{fragment}").wait()

    def look(self, player: Player, state: str) -> None:
        with self.subTest(state=state):
            self.assertEqual(problems(player.page), [])

    def walk(self, theme: str, viewport: dict) -> None:
        """Through the whole lesson, with a look at every state."""
        player = self.open(self.new_context(viewport=viewport, reduced_motion="reduce"), theme)
        player.page.route("https://activity.example/", lambda route: route.fulfill(body="An activity"))
        self.look(player, "first step")
        player.scope.locator("#lectern-menu").click()
        self.look(player, "contents")
        player.scope.locator("#lectern-menu").click()
        player.submit("planet")
        self.look(player, "an answer is missing")
        player.choose("mood-poll", "Calm")
        player.choose("planet", "Mercury")
        player.choose("primes", "4")
        player.choose("gases", "Nitrogen")
        self.look(player, "right, wrong and partly right options")
        player.next()
        player.widget("boil").get_by_text("Hint").click()
        player.enter("boil", "hot")
        self.look(player, "a number that is none")
        player.enter("boil", "100")
        player.enter("capital", "Lyon")
        player.arrange("lengths", ["mm", "m", "km"])
        self.look(player, "entries and an order")
        player.next()
        player.widget("film").get_by_text("Transcript").click()
        self.look(player, "things to look at")
        player.next()
        self.look(player, "last step")
        player.finish()
        self.look(player, "completion")
        player.saved()
        items = {"planet": 2, "primes": 0, "gases": 1, "boil": 1, "capital": 0, "lengths": 3}
        self.assert_progress(status="completed", items=items)

    def test_everyStateInLight(self) -> None:
        self.walk("light", DESKTOP)

    def test_everyStateInDark(self) -> None:
        self.walk("dark", DESKTOP)

    def test_everyStateInLightOnANarrowPhone(self) -> None:
        self.walk("light", PHONE)

    def test_everyStateInDarkOnANarrowPhone(self) -> None:
        self.walk("dark", PHONE)

    def test_failuresAreReadable(self) -> None:
        for theme in ("light", "dark"):
            player = Player.open(self.context, f"{self.world.lectern.url}/player/{self.lesson}#theme={theme}")
            player.wait("failed")
            self.look(player, theme)

    def test_previewIsReadable(self) -> None:
        for theme in ("light", "dark"):
            player = Player.open(self.context, f"{self.organization.preview(self.lesson)}&theme={theme}").wait()
            expect(player.scope.locator("#lectern-banner")).to_be_visible()
            self.look(player, theme)

    def test_focusIsVisible(self) -> None:
        for theme in ("light", "dark"):
            player = self.open(self.context, theme)
            player.scope.locator("#lectern-menu").click()
            for step in range(4):
                with self.subTest(theme=theme, step=step):
                    self.assertEqual(focus_problems(player.page), [])
                if step < 3:
                    player.next()
            player.scope.locator("#lectern-outline button").first.click()
            player.saved().page.close()

    def test_textsOfThePlayerAreInTheChosenLanguage(self) -> None:
        player = self.open(self.context, "light", locale="de")
        expect(player.scope.get_by_role("button", name="Weiter")).to_be_visible()
        expect(player.root).to_have_attribute("lang", "de")
        self.look(player, "German")

    def test_textOfTwiceTheSizeFits(self) -> None:
        player = self.open(self.new_context(viewport={"width": 640, "height": 800}, reduced_motion="reduce"), "light")
        for step in range(4):
            player.page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
            self.look(player, f"step {step}")
            if step < 3:
                player.next()

    def test_forcedColoursKeepEverythingVisible(self) -> None:
        context = self.new_context(forced_colors="active")
        player = self.open(context, "auto")
        player.choose("planet", "Venus")
        edges = player.scope.locator(".option").evaluate_all(
            "(options) => options.map((option) => parseFloat(getComputedStyle(option).borderTopWidth))"
        )
        self.assertTrue(all(edges), "options have edges")
        self.assertEqual(focus_problems(player.page), [])
