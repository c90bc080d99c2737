"""Answering every kind of widget, and what is recorded of it."""

from __future__ import annotations

from playwright.sync_api import expect

from support.case import BrowserCase
from support.lessons import MAX_SCORE, POINTS


class Answers(BrowserCase):
    def test_rightAnswersToEveryKindGiveAllPoints(self) -> None:
        player = self.mounted()
        ready = player.hear("ready")
        self.assertEqual((ready["title"], ready["totalSteps"]), ("Every kind of question", 4))
        player.choose("mood-poll", "Lively")
        player.choose("planet", "Mercury")
        expect(player.feedback("planet")).to_contain_text("Yes, it is.")
        expect(player.feedback("planet")).to_contain_text("Its year is 88 days long.")
        player.choose("primes", "2", "5")
        player.choose("gases", "Nitrogen", "Oxygen")
        player.saved()
        self.assert_progress(
            status="in_progress", score=5, maxScore=5, currentSectionIndex=0, currentStepIndex=0, totalSteps=4,
            items={"planet": 2, "primes": 1, "gases": 2}, variableState={"mood": "lively", "boiling": 0},
        )
        player.next()
        expect(player.scope.get_by_text("You said that you are lively.")).to_be_visible()
        player.enter("boil", "100,2")
        player.enter("capital", "  paris ")
        player.arrange("lengths", ["mm", "m", "km"])
        player.saved()
        self.assert_progress(score=MAX_SCORE, maxScore=MAX_SCORE, currentStepIndex=1, items=dict(POINTS))
        player.next()
        expect(player.widget("note")).to_contain_text("Water boils at 100.2 degrees.")
        player.next()
        player.finish().saved()
        record = self.assert_progress(
            status="completed", score=MAX_SCORE, maxScore=MAX_SCORE, currentSectionIndex=1, currentStepIndex=1,
            items=dict(POINTS), variableState={"mood": "lively", "boiling": 100.2},
        )
        self.assertIsNotNone(record["completedAt"])
        self.assertEqual({item["attempts"] for item in record["items"]}, {1})
        self.assertEqual(record["progressData"]["progress"], 1)
        self.assertEqual(len(record["progressData"]["stepHistory"]), 4)
        once = {**dict.fromkeys(POINTS, 1), "mood-poll": 1}
        self.assertEqual(self.organization.answers(self.lesson, self.learner), once)
        completed = player.hear("completed")
        self.assertEqual((completed["score"], completed["maxScore"]), (MAX_SCORE, MAX_SCORE))
        self.assertEqual(player.heard("progress")[-1][1]["status"], "completed")

    def test_wrongAnswersToEveryKindGiveNone(self) -> None:
        player = self.mounted()
        player.choose("planet", "Venus")
        expect(player.feedback("planet")).to_contain_text("That is the second one.")
        expect(player.feedback("planet")).to_contain_text("Look again.")
        player.choose("primes", "2", "4")
        player.choose("gases", "Chlorine")
        player.next()
        player.enter("boil", "90")
        player.enter("capital", "Lyon")
        player.arrange("lengths", ["km", "m", "mm"])
        player.saved()
        self.assert_progress(score=0, maxScore=MAX_SCORE, items=dict.fromkeys(POINTS, 0), status="in_progress")
        self.assertEqual(self.organization.answers(self.lesson, self.learner), dict.fromkeys(POINTS, 1))

    def test_partlyRightAnswersGiveTheirShare(self) -> None:
        player = self.mounted()
        player.choose("gases", "Nitrogen")
        expect(player.feedback("gases")).to_have_attribute("data-verdict", "partly")
        player.saved()
        self.assert_progress(score=1, maxScore=5, items={"gases": 1})
        self.assertEqual(player.hear("score")["score"], 1)

    def test_firstAnswerCountsAndLaterOnesAreCounted(self) -> None:
        player = self.mounted()
        player.choose("planet", "Mars")
        player.saved()
        player.again("planet")
        player.choose("planet", "Mercury")
        expect(player.feedback("planet")).to_contain_text("Yes, it is.")
        player.saved()
        record = self.assert_progress(score=0, maxScore=5, items={"planet": 0})
        self.assertEqual(record["items"][0]["attempts"], 2)
        self.assertEqual(self.organization.answers(self.lesson, self.learner), {"planet": 2})

    def test_hintIsRecorded(self) -> None:
        player = self.mounted()
        player.next()
        player.widget("boil").get_by_text("Hint").click()
        expect(player.widget("boil").get_by_text("It is round.")).to_be_visible()
        player.enter("boil", "100")
        player.saved()
        self.assertEqual([item["hinted"] for item in self.progress()["items"]], [True])

    def test_emptyAnswersAreAskedForAndNotRecorded(self) -> None:
        player = self.mounted()
        player.submit("planet")
        expect(player.feedback("planet")).not_to_be_empty()
        player.next()
        player.enter("boil", "hot")
        expect(player.widget("boil").get_by_role("textbox")).to_have_attribute("aria-invalid", "true")
        expect(player.widget("boil").get_by_role("textbox")).to_be_focused()
        player.saved()
        self.assert_progress(score=0, items={})
        self.assertEqual(self.organization.answers(self.lesson, self.learner), {})

    def test_lessonIsCompletedOnlyWhenAllStepsWereSeen(self) -> None:
        player = self.mounted()
        player.scope.locator("#lectern-menu").click()
        player.scope.locator("#lectern-outline").get_by_role("button", name="The end").click()
        player.scope.locator("#lectern-finish").click()
        expect(player.scope.locator("#lectern-notice")).not_to_be_empty()
        player.saved()
        self.assert_progress(status="in_progress", currentSectionIndex=1, currentStepIndex=1)
        self.assertEqual(player.heard("completed"), [])

    def test_whatIsToBeLookedAtIsShown(self) -> None:
        activity = {"body": "<p>An activity</p>", "content_type": "text/html"}
        self.context.route("https://activity.example/", lambda route: route.fulfill(**activity))
        player = self.mounted()
        player.next().next()
        expect(player.widget("picture").get_by_role("img", name="A blue square")).to_be_visible()
        video = player.widget("film").locator("video")
        expect(video).to_have_attribute("controls", "")
        expect(video.locator("track")).to_have_attribute("kind", "captions")
        player.widget("film").get_by_text("Transcript").click()
        expect(player.widget("film").get_by_text("A drop falls.")).to_be_visible()
        link = player.widget("site").get_by_role("link")
        expect(link).to_have_attribute("href", "https://example.org/water")
        expect(link).to_have_attribute("rel", "noopener noreferrer")
        expect(player.widget("elsewhere").frame_locator("iframe").get_by_text("An activity")).to_be_visible()
        counter = player.widget("counter").frame_locator("iframe")
        counter.get_by_role("button", name="Count").click()
        expect(counter.get_by_role("status")).to_have_text("1")
        # It has an origin of its own: neither the player nor any storage is in its reach.
        expect(counter.locator("body")).to_have_attribute("data-reach", "no parent, no storage")
        player.saved()
        self.assert_progress(currentSectionIndex=1, currentStepIndex=0, score=0, maxScore=MAX_SCORE)
