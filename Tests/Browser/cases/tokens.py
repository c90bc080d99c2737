"""Tokens that expire, change or are refused, and previews."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from support.case import BrowserCase
from support.lessons import STEPS
from support.player import Player

EXPIRED = {"error": "Token verification failed: Token expired"}


class Tokens(BrowserCase):
    def expire_once(self, pattern: str, method: str) -> list[str]:
        """Lets one request fail as if its token had just expired."""
        refused: list[str] = []

        def refuse(route: Route) -> None:
            if route.request.method == method and not refused:
                refused.append(route.request.headers["authorization"])
                route.fulfill(status=401, json=EXPIRED, headers={"Access-Control-Allow-Origin": "*"})
            else:
                route.continue_()

        self.context.route(pattern, refuse)
        return refused

    def page_with_tokens(self) -> Player:
        """A lesson in a page that has a further token at hand."""
        page = self.page()
        page.evaluate("(token) => { window.newToken = () => Promise.resolve(token) }", self.token())
        return Player.mount(page, self.lesson, self.token(), renew=True)

    def test_tokenThatExpiresIsRenewedAndNothingIsLost(self) -> None:
        player = self.page_with_tokens().wait().saved()
        refused = self.expire_once("**/api/logger/contentsession/*", "PUT")
        player.choose("planet", "Mercury")
        player.hear("token-expired")
        player.saved()
        self.assertEqual(len(refused), 1)
        player.choose("primes", "2", "5")
        player.saved()
        self.assert_progress(score=3, maxScore=5, items={"planet": 2, "primes": 1})
        self.assertEqual(self.organization.answers(self.lesson, self.learner), {"planet": 1, "primes": 1})
        self.assertEqual(len(player.heard("token-expired")), 1)

    def test_tokenThatHasExpiredBeforeTheStartIsRenewed(self) -> None:
        self.expire_once("**/player-data*", "GET")
        player = self.page_with_tokens().wait().saved()
        self.assertEqual(len(player.heard("token-expired")), 1)
        self.assert_progress(status="in_progress", score=0, maxScore=5)

    def test_tokenOfOneSecondIsRenewed(self) -> None:
        short = self.token(timeout=1)
        page = self.page()
        page.evaluate("(token) => { window.newToken = () => token }", self.token())
        player = Player.mount(page, self.lesson, short, renew=True).wait().saved()
        path = f"/api/public/lessons/{self.lesson}/player-data"
        self.eventually(lambda: self.organization.call(path, token=short)[0] == 401, "the token's end")
        player.choose("planet", "Mercury")
        player.saved()
        self.assertEqual(len(player.heard("token-expired")), 1)
        self.assert_progress(score=2, items={"planet": 2})
        self.assertEqual(self.organization.answers(self.lesson, self.learner), {"planet": 1})

    def test_pageWithoutANewTokenGivesItLater(self) -> None:
        player = self.mounted().saved()
        self.expire_once("**/api/logger/contentsession/*", "PUT")
        player.choose("planet", "Mercury")
        player.hear("token-expired")
        player.shows_status("Signing in again")
        expect(player.root).to_have_attribute("data-saved", "false")
        player.page.evaluate("(token) => lessons.lesson.setToken(token)", self.token())
        player.saved()
        self.assert_progress(score=2, items={"planet": 2})
        self.assertEqual(self.organization.answers(self.lesson, self.learner), {"planet": 1})

    def test_newTokenThatOvertakesTheRefusalOfTheOldOneCounts(self) -> None:
        new = self.token()
        page = self.page()
        page.evaluate("(token) => { window.newToken = () => token }", new)
        player = Player.mount(page, self.lesson, self.token(), renew=True).wait().saved()
        refused: list[str] = []

        def refuse(route: Route) -> None:
            if refused or route.request.method != "PUT":
                return route.continue_()
            refused.append(route.request.url)
            # The page knows itself that the time is over, while the answer that says so is on its way.
            page.evaluate("(token) => lessons.lesson.setToken(token)", new)
            self.eventually(lambda: new in player.frame.evaluate("() => location.hash"), "the new token")
            return route.fulfill(status=401, json=EXPIRED)

        self.context.route("**/api/logger/contentsession/*", refuse)
        player.choose("planet", "Mercury")
        player.saved()
        self.assertEqual(len(refused), 1)
        self.assert_progress(score=2, items={"planet": 2})
        self.assertEqual(self.organization.answers(self.lesson, self.learner), {"planet": 1})

    def test_tokenFunctionIsAskedAgain(self) -> None:
        page = self.page()
        page.evaluate(
            """([lessonId, tokens]) => {
              window.asked = 0;
              window.heard = [];
              const token = async () => tokens[asked++];
              const onError = (error) => heard.push(["lesson", "error", error]);
              window.lessons = { lesson: Lectern.mount("#lesson", { lessonId, token, onError }) };
            }""",
            [self.lesson, [self.token(), self.token()]],
        )
        player = Player(page, page.frame_locator("#lesson iframe")).wait().saved()
        self.expire_once("**/api/logger/contentsession/*", "PUT")
        player.choose("planet", "Mercury")
        self.eventually(lambda: page.evaluate("() => asked") == 2, "a second call of the function")
        player.saved()
        self.assert_progress(score=2, items={"planet": 2})

    def test_failingTokenFunctionIsReported(self) -> None:
        page = self.page()
        page.evaluate(
            """(lessonId) => {
              window.heard = [];
              const token = () => Promise.reject(new Error("nobody is signed in"));
              Lectern.mount("#lesson", { lessonId, token, onError: (error) => heard.push(["lesson", "error", error]) });
            }""",
            self.lesson,
        )
        error = Player(page, page.frame_locator("#lesson iframe")).hear("error")
        self.assertEqual(error["code"], "token-unavailable")
        self.assertIn("nobody is signed in", error["message"])

    def test_refusedTokenIsSaidSo(self) -> None:
        page = self.page()
        player = Player.mount(page, self.lesson, self.token() + "x").wait("failed")
        self.assertEqual(player.hear("error")["code"], "token-refused")
        expect(player.scope.get_by_role("alert")).to_be_visible()
        self.assertIsNone(self.organization.progress(self.lesson, self.learner))

    def test_withoutAPageAroundItAnExpiredTokenIsSaidSo(self) -> None:
        self.expire_once("**/player-data*", "GET")
        player = Player.open(self.context, f"{self.world.lectern.url}/player/{self.lesson}#token={self.token()}")
        player.wait("failed")
        expect(player.scope.get_by_role("alert")).to_have_attribute("data-code", "token-expired")
        self.assertIsNone(self.organization.progress(self.lesson, self.learner))

    def test_withoutTokenThereIsNoLesson(self) -> None:
        player = Player.open(self.context, f"{self.world.lectern.url}/player/{self.lesson}").wait("failed")
        expect(player.scope.get_by_role("alert")).to_have_attribute("data-code", "no-token")

    def test_tokenOfAnotherLearnerStartsAnew(self) -> None:
        player = self.mounted()
        player.choose("planet", "Mercury")
        player.saved()
        other = self.organization.sign(self.lesson, self.learner + ".other")
        player.page.evaluate("(token) => lessons.lesson.setToken(token)", other)
        expect(player.option("planet", "Mercury")).not_to_be_checked()
        player.wait().choose("planet", "Mars")
        player.saved()
        self.assert_progress(score=2, items={"planet": 2})
        record = self.organization.progress(self.lesson, self.learner + ".other")
        self.assertEqual((record["score"], record["maxScore"]), (0, 5))


class Preview(BrowserCase):
    def test_previewShowsTheLessonAndRecordsNothing(self) -> None:
        sent: list[str] = []
        self.context.on("request", lambda request: sent.append(request.url) if "/api/logger/" in request.url else None)
        url = self.organization.preview(self.lesson)
        player = Player.open(self.context, url).wait()
        expect(player.scope.locator("#lectern-banner")).to_be_visible()
        player.choose("planet", "Mercury")
        expect(player.feedback("planet")).to_have_attribute("data-verdict", "right")
        player.next().next().next()
        self.assertEqual(player.step, STEPS["end"])
        player.finish()
        self.assertEqual(sent, [])
        status, _ = self.organization.call(
            "/api/logger/contentsession", {"node_id": self.lesson, "kind": "html5"}, url.rpartition("token=")[2]
        )
        self.assertEqual(status, 401)
