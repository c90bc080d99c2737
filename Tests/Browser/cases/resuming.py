"""Coming back to a lesson: after a reload, on another device, on two devices at once."""

from __future__ import annotations

from playwright.sync_api import expect

from support.case import BrowserCase
from support.lessons import STEPS, plain
from support.player import Player


class Resuming(BrowserCase):
    def test_reloadGoesOnWhereTheLearnerWas(self) -> None:
        player = self.mounted()
        player.choose("planet", "Mars")
        player.choose("mood-poll", "Calm")
        player.next()
        player.enter("capital", "Paris")
        player.saved()
        before = self.progress()
        player.page.reload()
        player = Player.mount(player.page, self.lesson, self.token()).wait()
        self.assertEqual(player.step, STEPS["entries"])
        expect(player.widget("capital").get_by_role("textbox")).to_have_value("Paris")
        expect(player.feedback("capital")).to_have_attribute("data-verdict", "right")
        expect(player.scope.get_by_text("You said that you are calm.")).to_be_visible()
        player.previous()
        expect(player.option("planet", "Mars")).to_be_checked()
        expect(player.feedback("planet")).to_have_attribute("data-verdict", "wrong")
        player.next().saved()
        unchanged = {name: before[name] for name in ("score", "maxScore", "variableState", "startedAt", "status")}
        self.assert_progress(**unchanged, currentStepIndex=1, items={"planet": 0, "capital": 1})
        self.assertEqual(
            self.organization.answers(self.lesson, self.learner), {"planet": 1, "mood-poll": 1, "capital": 1}
        )

    def test_openingWithoutDoingAnythingChangesNothing(self) -> None:
        self.mounted().next().saved()
        before = self.progress()
        self.mounted(context=self.new_context()).saved()
        after = self.progress()
        kept = ("status", "score", "maxScore", "currentSectionIndex", "currentStepIndex", "items", "variableState")
        self.assertEqual({name: after[name] for name in kept}, {name: before[name] for name in kept})

    def test_secondDeviceGoesOn(self) -> None:
        first = self.mounted()
        first.choose("planet", "Mercury")
        first.next().saved()
        second = self.mounted(context=self.new_context(viewport={"width": 360, "height": 740}))
        self.assertEqual(second.step, STEPS["entries"])
        second.enter("boil", "100")
        second.next().next()
        second.finish().saved()
        self.assert_progress(
            status="completed", score=3, currentSectionIndex=1, currentStepIndex=1, items={"planet": 2, "boil": 1}
        )
        self.assertEqual(self.organization.answers(self.lesson, self.learner), {"planet": 1, "boil": 1})

    def test_twoDevicesAtOnceKeepTheAnswersOfBoth(self) -> None:
        first = self.mounted()
        second = self.mounted(context=self.new_context())
        first.choose("planet", "Mercury")
        first.saved()
        second.choose("primes", "2", "5")
        second.saved()
        # The first one is looked at again.
        first.frame.evaluate("() => dispatchEvent(new Event('online'))")
        expect(first.feedback("primes")).to_have_attribute("data-verdict", "right")
        first.saved()
        self.assert_progress(score=3, maxScore=5, items={"planet": 2, "primes": 1})
        self.assertEqual(self.organization.answers(self.lesson, self.learner), {"planet": 1, "primes": 1})

    def test_twoDevicesInViewKeepTheAnswersOfBoth(self) -> None:
        first, second = self.mounted().saved(), self.mounted(context=self.new_context()).saved()
        first.choose("planet", "Mercury")
        first.saved()
        # The other one was left open for a minute, and nothing has called it back.
        second.frame.evaluate("() => { const now = Date.now; Date.now = () => now() + 60_000; }")
        second.choose("primes", "2", "5")
        second.saved()
        self.assert_progress(score=3, items={"planet": 2, "primes": 1})

    def test_ofTwoFirstAnswersTheEarlierOneStands(self) -> None:
        first = self.mounted()
        second = self.mounted(context=self.new_context())
        first.choose("planet", "Mars")
        first.saved()
        second.choose("planet", "Mercury")
        second.saved()
        first.frame.evaluate("() => dispatchEvent(new Event('online'))")
        self.eventually(lambda: self.progress()["score"] == 0, "the earlier answer's score")
        first.saved()
        self.assert_progress(score=0, items={"planet": 0})
        self.assertEqual(self.organization.answers(self.lesson, self.learner), {"planet": 2})

    def test_completedLessonStaysCompleted(self) -> None:
        lesson = self.imported("plain", plain)
        player = self.mounted(lesson)
        player.enter("q1", "2")
        player.next().next()
        player.finish().saved()
        completed = self.assert_progress(lesson, status="completed", score=1, maxScore=3)
        token = self.token(lesson)
        again = Player.mount(self.page(self.new_context()), lesson, token).wait("completed")
        again.scope.locator("main button").click()
        again.wait()
        again.next().enter("q2", "3")
        again.saved()
        after = self.assert_progress(lesson, status="completed", score=2, maxScore=3, items={"q1": 1, "q2": 1})
        self.assertEqual(after["completedAt"], completed["completedAt"])
