"""Launches from a learning platform: in its frame, with and without cookies, and what comes of them."""

from __future__ import annotations

import http.client
import re
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Error, FrameLocator, Page, Route, expect

from support.case import BrowserCase
from support.lessons import plain
from support.platform import Platform
from support.player import Player


class LaunchCase(BrowserCase):
    """A test with the run's platform."""

    @property
    def platform(self) -> Platform:
        if self.world.platform is None:
            self.world.platform = Platform(self.world.lectern.binary, self.organization)
        return self.world.platform

    def tearDown(self) -> None:
        super().tearDown()
        self.assertEqual(self.platform.state()["problems"], [], "the platform found fault with the tool")

    def course(self, browser: BrowserContext | None = None, lesson: str | None = None, **launch: str) -> Page:
        """A page of the platform whose frame launches a lesson for the test's user."""
        page = (browser or self.context).new_page()
        page.goto(self.platform.course(**self.launch(lesson, **launch)))
        return page

    def launch(self, lesson: str | None = None, **launch: str) -> dict[str, str]:
        target = self.platform.target(lesson or self.quiz)
        return {"target": target, "user": self.learner, "context": self.learner, "link": self.learner} | launch

    def player(self, page: Page) -> Player:
        return Player(page, tool(page)).wait()

    @property
    def quiz(self) -> str:
        """A lesson with three questions of one point."""
        return self.imported("plain", plain)

    def without_cookies(self) -> BrowserContext:
        """A browser that keeps nothing for frames of other sites, not even in partitions."""
        context = self.new_context()
        # An answer that has been changed counts as one from the internet, which may not call this machine unasked.
        context.grant_permissions(["local-network-access"])

        def strip(route: Route) -> None:
            request = route.request
            try:
                is_top = request.frame.parent_frame is None
            except Error:
                # The first page of a new tab, which is not there yet.
                is_top = True
            if is_top:
                return route.continue_()
            # Not with the browser's own fetch, which keeps cookies of its own.
            server = http.client.HTTPConnection(urlsplit(request.url).netloc, timeout=20)
            headers = {name: value for name, value in request.headers.items() if name != "cookie"}
            path = request.url.partition(urlsplit(request.url).netloc)[2]
            server.request(request.method, path, request.post_data_buffer, headers)
            answer = server.getresponse()
            kept = {name: value for name, value in answer.getheaders() if name.lower() != "set-cookie"}
            route.fulfill(status=answer.status, headers=kept, body=answer.read())
            server.close()

        context.route(re.compile(re.escape(self.world.lectern.url) + "/lti/.*"), strip)
        return context


def tool(page: Page) -> FrameLocator:
    """What the platform's frame shows."""
    return page.frame_locator("#tool")


class Launches(LaunchCase):
    def cookies(self, context: BrowserContext, prefix: str) -> list[dict[str, Any]]:
        return [cookie for cookie in context.cookies() if cookie["name"].startswith(prefix)]

    def reload(self, page: Page) -> None:
        """Loads the frame's page once more, and waits for the lesson."""
        page.frame(name="tool").evaluate("() => { document.documentElement.dataset.old = ''; location.reload(); }")
        expect(tool(page).locator("html[data-old]")).to_have_count(0)
        self.player(page)

    def test_frameWorksWithPartitionedCookiesAlone(self) -> None:
        page = self.course()
        self.player(page)
        kept = self.cookies(self.context, "lectern-session-")
        self.assertEqual(len(kept), 1)
        self.assertTrue(kept[0]["httpOnly"] and kept[0]["secure"] and kept[0]["sameSite"] == "None", kept)
        # An unpartitioned cookie would not have been kept: the browser blocks those of third parties.
        self.assertTrue(kept[0].get("partitionKey"), kept)
        self.assertEqual(self.cookies(self.context, "lectern-login-"), [])

    def test_reloadInTheFrameShowsTheLessonAgain(self) -> None:
        page = self.course()
        player = self.player(page)
        player.enter("q1", "2")
        player.saved()
        frame = page.frame(name="tool")
        self.assertNotIn("launch=", frame.url, "the ticket is still in the address")
        self.reload(page)
        expect(tool(page).locator("[data-step]")).to_be_visible()

    def test_backButtonIsAnsweredByAPage(self) -> None:
        page = self.context.new_page()
        page.goto(self.platform.begin(**self.launch()))
        Player(page, page).wait()
        page.goto("about:blank")
        page.go_back(wait_until="commit")
        expect(page.locator("html[data-state=ready], h1").first).to_be_visible()
        self.assertNotIn("Internal", page.content())

    def test_twoTabsAreTwoSessions(self) -> None:
        first = self.course()
        self.player(first)
        second = self.course(lesson=self.lesson, link="second", context="second")
        self.player(second)
        for page, title in ((first, plain()["title"]), (second, "Every kind of question")):
            self.reload(page)
            expect(tool(page).locator("body")).to_contain_text(title)

    def test_platformStorageTakesThePlaceOfCookies(self) -> None:
        page = self.course(self.without_cookies(), offer="storage")
        player = self.player(page)
        heard = [message["subject"] for message in page.evaluate("() => heard")]
        self.assertIn("lti.put_data", heard)
        self.assertIn("lti.get_data", heard)
        self.assertLess(heard.index("lti.put_data"), heard.index("lti.get_data"))
        player.enter("q1", "2")
        player.saved()

    def test_withoutAnythingANewTabIsOffered(self) -> None:
        context = self.without_cookies()
        page = self.course(context)
        link = tool(page).get_by_role("link", name="Open in a new tab")
        expect(link).to_be_visible()
        expect(tool(page).locator("code").first).to_have_text("browser_mismatch")
        with context.expect_page() as opened:
            link.click()
        player = Player(opened.value, opened.value).wait()
        player.enter("q1", "2")
        player.saved()

    def test_storageThatDoesNotAnswerIsNotWaitedForLong(self) -> None:
        # It says that there is storage, and then says nothing.
        page = self.context.new_page()
        page.route(re.compile(r"/course\?"), self._deaf)
        page.goto(self.platform.course(**self.launch(), offer="storage"))
        self.player(page)

    def _deaf(self, route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('addEventListener("message"', 'addEventListener("nothing"'))


class Grades(LaunchCase):
    def work(self, page: Page) -> None:
        """Answers all questions rightly and finishes."""
        player = self.player(page)
        player.enter("q1", "2")
        player.next().enter("q2", "3")
        player.next().enter("q3", "4")
        player.finish()
        player.saved()

    def test_gradeAppearsAtThePlatformAndTheTeacherSeesIt(self) -> None:
        self.work(self.course(name="Ada Lovelace"))
        self.assertEqual(self.platform.grade(self.learner), 100)
        page = self.course(self.new_context(), role="teacher", user="teacher", name="Mary Teacher")
        row = tool(page).get_by_role("row").filter(has_text="Ada Lovelace")
        expect(row).to_contain_text("100")

    def test_gradeArrivesAfterAnOutage(self) -> None:
        self.platform.behave(grades="503")
        try:
            self.work(self.course())
            before = self.platform.state()["requests"]["scores"]
            self.eventually(lambda: self.platform.state()["requests"]["scores"] >= max(before, 1), "an attempt")
        finally:
            self.platform.behave(grades="fine")
        self.assertEqual(self.platform.grade(self.learner, 60), 100)

    def test_gradeArrivesFromAFrameWithoutCookies(self) -> None:
        self.work(self.course(self.without_cookies(), offer="storage"))
        self.assertEqual(self.platform.grade(self.learner), 100)


class Choosing(LaunchCase):
    def choice(self) -> Page:
        return self.course(role="teacher", kind="deepLinking")

    def search(self, page: Page, text: str) -> None:
        frame = tool(page)
        frame.get_by_label("Words in the title").fill(text)
        frame.get_by_role("button", name="Search", exact=True).click()
        expect(frame.get_by_label("Words in the title")).to_have_value(text)

    def box(self, page: Page, title: str) -> Any:
        return tool(page).get_by_role("checkbox", name=re.compile(rf"^\s*{re.escape(title)}")).first

    def test_twoLessonsAreFoundPreviewedChosenAndLaunched(self) -> None:
        titles = [plain()["title"], "Every kind of question"]
        lessons = {titles[0]: self.quiz, titles[1]: self.lesson}
        before = len(self.platform.state()["choices"])
        page = self.choice()
        for title in titles:
            self.search(page, title.split(" ")[0])
            self.box(page, title).check()
        self.preview(page, titles[1])
        expect(tool(page).get_by_role("status").filter(has_text="chosen")).to_have_text("2 chosen")
        tool(page).get_by_role("button", name="Add the chosen lessons").click()
        expect(tool(page).get_by_role("heading", name="Added")).to_be_visible()
        expect(tool(page).get_by_role("listitem")).to_have_count(2)
        choices = self.platform.state()["choices"]
        self.assertEqual(len(choices), before + 1)
        items = choices[-1]
        self.assertEqual({item["title"] for item in items}, set(titles))
        for item in items:
            self.assertEqual(item["url"], self.platform.target(lessons[item["title"]]))
            launched = self.context.new_page()
            self.player_of(launched, item)

    def player_of(self, page: Page, item: dict) -> None:
        launch = self.launch() | {"target": item["url"], "link": item["title"], "user": "a learner"}
        page.goto(self.platform.course(**launch))
        self.player(page)
        expect(tool(page).locator("body")).to_contain_text(item["title"])

    def preview(self, page: Page, title: str) -> None:
        frame = tool(page)
        frame.get_by_role("button", name=f"Preview of {title}").click()
        dialog = frame.get_by_role("dialog")
        expect(dialog).to_be_visible()
        expect(dialog.frame_locator("iframe").locator("[data-step]")).to_be_visible()
        dialog.get_by_role("button", name="Close").click()
        expect(dialog).to_be_hidden()

    def test_choiceIsMadeOnce(self) -> None:
        page = self.choice()
        tool(page).get_by_role("button", name="Back without a lesson").click()
        expect(tool(page).get_by_role("heading", name="Added")).to_be_visible()
        self.assertEqual(self.platform.state()["choices"][-1], [])

    def test_choiceWorksWithoutCookies(self) -> None:
        page = self.course(self.without_cookies(), role="teacher", kind="deepLinking", offer="storage")
        self.search(page, "kind")
        self.box(page, "Every kind of question").check()
        tool(page).get_by_role("button", name="Add the chosen lessons").click()
        expect(tool(page).get_by_role("heading", name="Added")).to_be_visible()

    def test_learnersMayNotChoose(self) -> None:
        page = self.course(kind="deepLinking")
        expect(tool(page).locator("code").first).to_have_text("choosing_not_allowed")
