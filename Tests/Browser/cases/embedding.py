"""What embed.js gives to a page: mounts, the element, messages, and answers to wrong use."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from support.case import BrowserCase
from support.lessons import plain
from support.player import Player

ANYTHING = "11111111-2222-4333-8444-555555555555"


class Embedding(BrowserCase):
    def test_frameAsksForNoMoreThanItNeeds(self) -> None:
        player = self.mounted()
        frame = player.page.locator("#lesson iframe")
        expect(frame).to_have_attribute("allow", "fullscreen")
        expect(frame).to_have_attribute("referrerpolicy", "no-referrer")
        expect(frame).to_have_attribute("title", "Every kind of question")
        self.assertEqual(player.hear("ready")["lessonId"], self.lesson)
        self.assertLess(len(player.page.request.get(f"{self.world.lectern.url}/embed.js").body()), 5 * 1024)

    def test_frameIsAsHighAsTheLesson(self) -> None:
        player = self.mounted()
        page = player.page
        fits = """() => {
          const { iframe } = lessons.lesson;
          return Math.abs(iframe.clientHeight - Number(iframe.dataset.wanted)) <= 1;
        }"""

        def settled() -> bool:
            height = player.frame.evaluate("() => document.body.getBoundingClientRect().height")
            page.evaluate("(height) => { lessons.lesson.iframe.dataset.wanted = height }", height)
            return height > 300 and page.evaluate(fits)

        self.eventually(settled, "a frame as high as the first step")
        height = lambda: page.evaluate("() => lessons.lesson.iframe.clientHeight")
        high = height()
        player.next().next().next()
        self.eventually(lambda: settled() and height() < high, "a lower one")
        page.set_viewport_size({"width": 360, "height": 740})
        self.eventually(settled, "a frame as high as the step on a narrow page")
        inside = player.frame.evaluate("() => [document.scrollingElement.scrollHeight, innerHeight]")
        self.assertLessEqual(inside[0], inside[1] + 1)

    def test_twoLessonsOnOnePageAreApart(self) -> None:
        other = self.imported("plain", plain)
        page = self.page()
        first = Player.mount(page, self.lesson, self.token()).wait()
        second = Player.mount(page, other, self.token(other), target="#second", name="second").wait()
        first.choose("planet", "Mercury")
        second.enter("q1", "2")
        first.saved()
        second.saved()
        self.assertEqual(first.hear("score")["score"], 2)
        self.assertEqual(second.hear("score")["score"], 1)
        self.assertEqual(len(first.heard("score")), 1)
        page.evaluate("() => lessons.lesson.destroy()")
        expect(page.locator("#lesson iframe")).to_have_count(0)
        second.next().enter("q2", "3")
        self.assertEqual(second.hear("score", 2)["score"], 2)
        second.saved()
        self.assert_progress(score=2, items={"planet": 2})
        self.assert_progress(other, score=2, maxScore=2, items={"q1": 1, "q2": 1})

    def test_nothingIsHeardAfterTheEnd(self) -> None:
        player = self.mounted()
        player.page.evaluate("() => { heard.length = 0; lessons.lesson.destroy(); lessons.lesson.setToken('late'); }")
        player.page.evaluate("() => lessons.lesson.destroy()")
        self.assertEqual(player.heard(), [])

    def test_themeAndLocaleChangeWhileTheLessonIsOpen(self) -> None:
        player = self.mounted(theme="light", locale="en")
        expect(player.root).to_have_attribute("data-theme", "light")
        next_button = player.scope.locator("#lectern-next")
        expect(next_button).to_have_text("Next")
        player.choose("planet", "Mercury")
        player.page.evaluate("() => lessons.lesson.setTheme('dark')")
        expect(player.root).to_have_attribute("data-theme", "dark")
        player.page.evaluate("() => lessons.lesson.setLocale('de')")
        expect(next_button).to_have_text("Weiter")
        expect(player.option("planet", "Mercury")).to_be_checked()
        player.page.evaluate("() => lessons.lesson.setTheme('auto')")
        expect(player.root).to_have_attribute("data-theme", "light")
        player.page.emulate_media(color_scheme="dark")
        expect(player.root).to_have_attribute("data-theme", "dark")
        player.saved()
        self.assert_progress(score=2, items={"planet": 2})

    def test_themeSetBeforeTheTokenIsThereCounts(self) -> None:
        page = self.page()
        page.evaluate(
            """(lessonId) => {
              const token = new Promise((resolve) => { window.give = resolve; });
              window.lessons = { lesson: Lectern.mount("#lesson", { lessonId, token }) };
              lessons.lesson.setTheme("dark");
            }""",
            self.lesson,
        )
        page.evaluate("(token) => give(token)", self.token())
        player = Player(page, page.frame_locator("#lesson iframe")).wait()
        expect(player.root).to_have_attribute("data-theme", "dark")

    def test_mistakesInCallbacksStopNothing(self) -> None:
        self.expected_complaints = ("the site's own mistake",)
        page = self.page()
        page.evaluate(
            """([lessonId, token]) => {
              const onReady = () => { throw new Error("the site's own mistake"); };
              window.heard = [];
              const onScore = (score) => heard.push(["lesson", "score", score]);
              window.lessons = { lesson: Lectern.mount("#lesson", { lessonId, token, onReady, onScore }) };
            }""",
            [self.lesson, self.token()],
        )
        player = Player(page, page.frame_locator("#lesson iframe")).wait()
        player.choose("planet", "Mercury")
        self.assertEqual(player.hear("score")["score"], 2)
        self.assertTrue([each for each in self.complaints if "own mistake" in each])

    def test_wrongUseIsToldInASentence(self) -> None:
        page = self.page()
        for arguments, sentence in [
            (["#nowhere", {"lessonId": ANYTHING, "token": "t"}], "no element"),
            ([None, {"lessonId": ANYTHING, "token": "t"}], "no element"),
            (["#lesson"], "lessonId must be a UUID"),
            (["#lesson", {"lessonId": "7", "token": "t"}], "lessonId must be a UUID"),
            (["#lesson", {"lessonId": ANYTHING}], "token must be"),
            (["#lesson", {"lessonId": ANYTHING, "token": "t", "onComplete": 1}], "there is no option onComplete"),
            (["#lesson", {"lessonId": ANYTHING, "token": "t", "onReady": 1}], "onReady must be a function"),
            (["#lesson", {"lessonId": ANYTHING, "token": "t", "theme": "pink"}], "theme must be light, dark or auto"),
        ]:
            with self.subTest(sentence=sentence):
                message = page.evaluate(
                    "(given) => { try { Lectern.mount(...given); } catch (error) { return `${error}`; } }", arguments
                )
                self.assertRegex(message or "", f"^TypeError: Lectern: .*{sentence}")
        expect(page.locator("#lesson iframe")).to_have_count(0)

    def test_loadingTheScriptTwiceIsHarmless(self) -> None:
        page = self.page()
        page.evaluate("() => { window.before = Lectern; }")
        page.add_script_tag(url=f"{self.world.lectern.url}/embed.js")
        self.assertTrue(page.evaluate("() => before === Lectern"))


class Messages(BrowserCase):
    def stranger(self, page: Page) -> Any:
        """A frame of a third site in the page."""
        page.evaluate(
            """(src) => new Promise((resolve) => {
              const frame = Object.assign(document.createElement("iframe"), { src, name: "stranger", onload: resolve });
              document.body.append(frame);
            })""",
            self.world.site.at("stranger.localhost"),
        )
        return page.frame("stranger")

    def test_pageIgnoresMessagesThatAreNotThePlayers(self) -> None:
        player = self.mounted()
        page = player.page
        stranger = self.stranger(page)
        forged = {"lectern": 1, "type": "score", "lessonId": self.lesson, "score": 99, "maxScore": 99, "height": 5}
        stranger.evaluate("(message) => parent.postMessage(message, '*')", forged)
        stranger.evaluate("(message) => parent.postMessage(message, '*')", {**forged, "type": "resize"})
        page.evaluate("(message) => postMessage(message, '*')", forged)
        # The right window, but another version.
        player.frame.evaluate("(message) => parent.postMessage(message, '*')", {**forged, "lectern": 2})
        player.choose("planet", "Mercury")
        self.assertEqual(player.hear("score")["score"], 2)
        self.assertEqual(len(player.heard("score")), 1)
        self.assertGreater(page.evaluate("() => lessons.lesson.iframe.clientHeight"), 300)

    def test_playerIgnoresMessagesThatAreNotThePages(self) -> None:
        player = self.mounted(theme="light")
        stranger = self.stranger(player.page)
        for message in [
            {"lectern": 1, "type": "theme", "lessonId": self.lesson, "theme": "dark"},
            {"lectern": 1, "type": "token", "lessonId": self.lesson, "token": "stolen"},
        ]:
            stranger.evaluate(
                "(message) => { for (let i = 0; i < parent.length; i++) parent[i].postMessage(message, '*'); }", message
            )
        # The right window, but another version.
        player.page.evaluate(
            """() => {
              const message = { lectern: 2, type: "theme", theme: "dark" };
              lessons.lesson.iframe.contentWindow.postMessage(message, "*");
            }"""
        )
        player.choose("planet", "Mercury")
        player.saved()
        expect(player.root).to_have_attribute("data-theme", "light")
        self.assert_progress(score=2, items={"planet": 2})

    def test_playerTellsItsPageOnly(self) -> None:
        player = self.mounted()
        stranger = self.stranger(player.page)
        stranger.evaluate("() => { window.heard = []; addEventListener('message', ({ data }) => heard.push(data)); }")
        player.choose("planet", "Mercury")
        player.saved()
        self.assertEqual(stranger.evaluate("() => heard"), [])


class Element(BrowserCase):
    def add(self, page: Page, **attributes: str) -> Player:
        page.evaluate(
            """(attributes) => {
              window.heard = [];
              const element = document.createElement("lectern-lesson");
              for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
              for (const event of ["ready", "progress", "score", "completed", "error", "token-expired"]) {
                document.addEventListener(`lectern-${event}`, ({ detail }) => heard.push(["lesson", event, detail]));
              }
              document.body.append(element);
            }""",
            {name.replace("_", "-"): value for name, value in attributes.items()},
        )
        return Player(page, page.frame_locator("lectern-lesson iframe"))

    def test_elementShowsTheLessonAndTellsByEvents(self) -> None:
        player = self.add(self.page(), lesson_id=self.lesson, token=self.token(), theme="dark").wait()
        expect(player.root).to_have_attribute("data-theme", "dark")
        self.assertEqual(player.hear("ready")["totalSteps"], 4)
        player.choose("planet", "Mercury")
        self.assertEqual(player.hear("score")["score"], 2)
        player.page.locator("lectern-lesson").evaluate("(element) => element.setAttribute('theme', 'light')")
        expect(player.root).to_have_attribute("data-theme", "light")
        player.saved()
        self.assert_progress(score=2, items={"planet": 2})

    def test_elementFetchesTokensOfTheSite(self) -> None:
        address = f"/token?lesson={self.lesson}&learner={self.learner}"
        player = self.add(self.page(), lesson_id=self.lesson, token_url=address).wait().saved()
        self.assert_progress(status="in_progress")
        refused: list[str] = []

        def refuse(route: Any) -> None:
            refused.append(route.request.url)
            route.fulfill(status=401, json={"error": "Token verification failed: Token expired"})

        self.context.route("**/api/logger/contentsession/*", refuse, times=1)
        player.choose("planet", "Mercury")
        player.saved()
        self.assertEqual(len(refused), 1)
        self.assertEqual(len([url for url in self.requests if "/token?" in url]), 2)
        self.assert_progress(score=2, items={"planet": 2})

    def test_elementWithoutTokenStartsWhenItGetsOne(self) -> None:
        page = self.page()
        player = self.add(page, lesson_id=self.lesson)
        expect(page.locator("lectern-lesson iframe")).to_have_count(0)
        element = page.locator("lectern-lesson")
        element.evaluate("(element, token) => element.setAttribute('token', token)", self.token())
        player.wait()
        element.evaluate("(element) => element.remove()")
        expect(page.locator("iframe")).to_have_count(0)

    def test_elementInTheMarkupOfThePageWorks(self) -> None:
        page = self.page(path=f"/element?lesson={self.lesson}&learner={self.learner}")
        Player(page, page.frame_locator("lectern-lesson iframe")).wait().saved()
        self.assert_progress(status="in_progress")
