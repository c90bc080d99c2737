"""Networks that fail: nothing is lost, nothing counts twice."""

from __future__ import annotations

import json

from playwright.sync_api import Request, Route, expect

from support.case import BrowserCase
from support.player import Player

UPDATES = "**/api/logger/contentsession/*"


class Connection(BrowserCase):
    def setUp(self) -> None:
        super().setUp()
        self.updates: list[Request] = []
        self.context.on("request", lambda request: self._note_update(request))

    def _note_update(self, request: Request) -> None:
        if request.method == "PUT":
            self.updates.append(request)

    def interactions(self) -> list[str]:
        """The widgets of all interactions that were sent, repetitions too."""
        sent = [json.loads(update.post_data) for update in self.updates]
        return [each["item"] for update in sent for each in update.get("interactions", [])]

    def test_answersGivenOfflineAreSentLaterAndOnce(self) -> None:
        player = self.mounted().saved()
        self.context.set_offline(True)
        player.choose("planet", "Mercury")
        player.choose("primes", "2", "5")
        player.choose("gases", "Nitrogen")
        player.next()
        player.enter("boil", "99")
        player.shows_status("Offline")
        expect(player.root).to_have_attribute("data-saved", "false")
        self.assertEqual(self.organization.answers(self.lesson, self.learner), {})
        self.context.set_offline(False)
        player.saved()
        items = {"planet": 2, "primes": 1, "gases": 1, "boil": 0}
        self.assert_progress(score=4, maxScore=10, currentStepIndex=1, items=items)
        self.assertEqual(self.organization.answers(self.lesson, self.learner), dict.fromkeys(items, 1))

    def test_answersWhoseReceiptWasLostCountOnce(self) -> None:
        lost: list[str] = []

        def lose(route: Route) -> None:
            # The gateway gets it, the player never hears of it.
            if "interactions" in (route.request.post_data or "") and len(lost) < 2:
                route.fetch()
                lost.append(route.request.headers["idempotency-key"])
                route.abort("connectionreset")
            else:
                route.continue_()

        self.context.route(UPDATES, lose)
        player = self.mounted()
        player.choose("planet", "Mercury")
        player.saved()
        self.assertEqual(len(lost), 2)
        self.assertEqual(len(set(lost)), 1, "a repetition has the key of the first try")
        self.assert_progress(score=2, items={"planet": 2})
        self.assertEqual(self.organization.answers(self.lesson, self.learner), {"planet": 1})

    def test_overloadedServerIsAskedAgainWhenItSays(self) -> None:
        refused: list[str] = []

        def refuse(route: Route) -> None:
            if route.request.method == "PUT" and not refused:
                refused.append(route.request.headers["idempotency-key"])
                route.fulfill(status=503, headers={"Retry-After": "1"}, json={"detail": "later"})
            else:
                route.continue_()

        self.context.route(UPDATES, refuse)
        player = self.mounted()
        player.choose("planet", "Mercury")
        player.saved()
        self.assertEqual(len(refused), 1)
        self.assert_progress(score=2, items={"planet": 2})
        self.assertEqual(self.organization.answers(self.lesson, self.learner), {"planet": 1})

    def test_refusedUpdateIsReportedAndTheNextOneGoesThrough(self) -> None:
        refused: list[str] = []

        def refuse(route: Route) -> None:
            if "interactions" in (route.request.post_data or "") and not refused:
                refused.append(route.request.url)
                route.fulfill(status=400, json=[{"id": "INVALID", "metadata": {"field": "interactions"}}])
            else:
                route.continue_()

        self.context.route(UPDATES, refuse)
        player = self.mounted()
        player.choose("planet", "Mercury")
        self.assertEqual(player.hear("error")["code"], "update-rejected")
        # What was refused is not on record, and the player does not say so.
        expect(player.root).to_have_attribute("data-saved", "false")
        player.choose("primes", "2", "5")
        player.saved()
        self.assert_progress(score=3, items={"planet": 2, "primes": 1})
        self.assertEqual(self.organization.answers(self.lesson, self.learner), {"primes": 1})

    def test_pageOfTheNetworkInTheWayEndsNothing(self) -> None:
        strangers: list[str] = []

        def intervene(route: Route) -> None:
            if route.request.method == "PUT" and len(strangers) < 2:
                strangers.append(route.request.headers["idempotency-key"])
                route.fulfill(status=[404, 403][len(strangers) - 1], content_type="text/html", body="<h1>Sign in</h1>")
            else:
                route.continue_()

        self.context.route(UPDATES, intervene)
        player = self.mounted()
        player.choose("planet", "Mercury")
        player.saved()
        self.assertEqual(len(strangers), 2)
        self.assertEqual(player.heard("error"), [])
        self.assert_progress(score=2, items={"planet": 2})
        self.assertEqual(self.organization.answers(self.lesson, self.learner), {"planet": 1})

    def test_answersThatARevokedTokenCouldNotRecordGoWithTheNextToken(self) -> None:
        def refuse(route: Route) -> None:
            route.fulfill(status=401, json={"error": "Token verification failed: Token revoked"})

        player = self.mounted().saved()
        self.context.route(UPDATES, refuse)
        player.choose("planet", "Mercury")
        self.assertEqual(player.hear("error")["code"], "recording-stopped")
        player.choose("primes", "2", "5")
        self.context.unroute(UPDATES)
        player.page.evaluate("(token) => lessons.lesson.setToken(token)", self.token())
        player.saved()
        self.assert_progress(score=3, items={"planet": 2, "primes": 1})
        self.assertEqual(self.organization.answers(self.lesson, self.learner), {"planet": 1, "primes": 1})

    def test_leavingThePageSendsWhatIsThere(self) -> None:
        player = self.mounted().saved()
        player.choose("planet", "Mercury")
        player.page.goto(self.world.site.url + "/elsewhere")
        self.eventually(lambda: self.progress()["score"] == 2, "the answer given just before leaving")
        self.assertEqual(self.organization.answers(self.lesson, self.learner), {"planet": 1})

    def test_removingThePlayerSendsWhatIsThere(self) -> None:
        player = self.mounted().saved()
        player.choose("planet", "Mercury")
        player.page.evaluate("() => lessons.lesson.destroy()")
        self.eventually(lambda: self.progress()["score"] == 2, "the answer given just before the end")
        self.assertEqual(self.organization.answers(self.lesson, self.learner), {"planet": 1})

    def test_closingTheBrowserSendsWhatIsThere(self) -> None:
        player = self.mounted().saved()
        other = self.page()
        player.choose("planet", "Mercury")
        player.page.close()
        self.eventually(lambda: self.progress()["score"] == 2, "the answer given just before closing", other)
        self.assertEqual(self.organization.answers(self.lesson, self.learner), {"planet": 1})

    def test_lessonThatCannotBeLoadedIsTriedAgain(self) -> None:
        data = "**/api/public/lessons/*/player-data*"
        self.context.route(data, lambda route: route.abort("connectionfailed"))
        player = Player.mount(self.page(), self.lesson, self.token()).wait("failed")
        self.assertEqual(player.hear("error")["code"], "unreachable")
        self.context.unroute(data)
        player.scope.get_by_role("button").first.click()
        player.wait().saved()
        self.assert_progress(status="in_progress", score=0, maxScore=5)
