"""Who may show a lesson, and what the player's page may do."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Error, Page, Request, expect

from support.case import BrowserCase
from support.lessons import plain
from support.player import Player


class Ancestors(BrowserCase):
    def setUp(self) -> None:
        super().setUp()
        if "picky" not in self.world.lessons:
            picky = self.world.lectern.organization("Picky")
            picky.allow(self.world.site.url)
            self.world.lessons["picky"] = (picky, picky.lesson(plain()))
        self.organization, self.picky_lesson = self.world.lessons["picky"]

    def open_at(self, host: str) -> tuple[Page, Player]:
        page = self.context.new_page()
        page.goto(self.world.site.at(host))
        return page, Player.mount(page, self.picky_lesson, self.token(self.picky_lesson))

    def test_allowedSiteShowsTheLesson(self) -> None:
        _, player = self.open_at("localhost")
        player.wait().enter("q1", "2")
        player.saved()
        self.assert_progress(self.picky_lesson, score=1, maxScore=1, items={"q1": 1})

    def test_otherSitesShowNothing(self) -> None:
        self.expected_complaints = ("frame-ancestors", "Framing", "chromewebdata", "'http://localhost")
        page, player = self.open_at("elsewhere.localhost")
        self.eventually(lambda: [each for each in self.complaints if self.world.lectern.url in each], "a refusal")
        self.assertEqual(player.heard(), [])
        self.assertEqual(page.frame_locator("#lesson iframe").locator("[data-state]").count(), 0)
        self.assertIsNone(self.organization.progress(self.picky_lesson, self.learner))


class Policy(BrowserCase):
    def test_pageHasAStrictPolicy(self) -> None:
        answers = [self.context.request.get(f"{self.world.lectern.url}/player/{self.lesson}") for _ in range(2)]
        policies = [answer.headers["content-security-policy"] for answer in answers]
        policy = dict(part.strip().partition(" ")[::2] for part in policies[0].split(";"))
        self.assertEqual(policy["default-src"], "'none'")
        self.assertRegex(policy["script-src"], r"^'nonce-[\w+/=-]{16,}'$")
        self.assertEqual(policy["script-src"], policy["style-src"])
        self.assertEqual([policy[name] for name in ("base-uri", "form-action", "object-src")], ["'none'"] * 3)
        self.assertEqual(policy["frame-ancestors"], "*")
        self.assertNotEqual(*policies, "each page has its nonce")
        self.assertEqual(answers[0].headers["referrer-policy"], "no-referrer")
        self.assertEqual(answers[0].headers["cache-control"], "no-store")
        self.assertEqual(answers[0].headers["x-content-type-options"], "nosniff")

    def test_scriptsWithoutTheNonceDoNotRun(self) -> None:
        self.expected_complaints = ("Content Security Policy", "policy violated: script-src")
        player = self.mounted()
        player.frame.evaluate(
            """() => {
              const script = document.createElement("script");
              script.textContent = "window.ran = true";
              document.body.append(script);
              const link = document.createElement("a");
              link.setAttribute("onclick", "window.ran = true");
              document.body.append(link);
              link.click();
            }"""
        )
        self.assertIsNone(player.frame.evaluate("() => window.ran ?? null"))
        self.assertTrue([each for each in self.complaints if "script-src" in each])

    def test_tokenIsInNoAddressAndNoReferrer(self) -> None:
        requests: list[Request] = []
        self.context.on("request", lambda request: requests.append(request))
        token = self.token()
        player = self.mounted(token=token)
        player.choose("planet", "Mercury")
        player.next().saved()
        for request in requests:
            url = urlsplit(request.url)
            self.assertNotIn(token, f"{url.path}?{url.query}")
            self.assertNotIn("eyJ", request.headers.get("referer", ""))
            if f"{url.scheme}://{url.netloc}" == self.world.lectern.url and "/player" in url.path:
                self.assertEqual(request.headers.get("referer", ""), "")
        self.assertTrue([request for request in requests if request.headers.get("authorization") == f"Bearer {token}"])
        self.assert_progress(score=2, items={"planet": 2})

    def test_playerAsksNobodyElse(self) -> None:
        self.context.route("https://**", lambda route: route.abort())
        player = self.mounted()
        player.next().next().next()
        player.saved()
        known = (self.world.lectern.url, self.world.site.url, "data:", "about:", "https://activity.example/")
        self.assertEqual([url for url in self.requests if not url.startswith(known)], [])

    def test_activityFrameTakesNothingFromStrangers(self) -> None:
        page = self.page()
        page.evaluate(
            """(src) => new Promise((resolve) => {
              const frame = Object.assign(document.createElement("iframe"), { src, name: "frame", onload: resolve });
              document.body.append(frame);
            })""",
            f"{self.world.lectern.url}/player/frame",
        )
        frame = page.frame("frame")
        message = {"lectern": 1, "type": "html", "html": "<p id=taken>Taken</p>"}
        page.evaluate("(message) => frames.frame.postMessage(message, '*')", message)
        # Messages arrive in order: when this one is there, so was the other.
        frame.evaluate("() => { addEventListener('message', ({ data }) => { window.last = data; }); }")
        page.evaluate("() => frames.frame.postMessage('last', '*')")
        self.eventually(lambda: frame.evaluate("() => window.last") == "last", "the second message")
        self.assertEqual(frame.locator("#taken").count(), 0)
        with self.assertRaises(Error):
            frame.evaluate("() => localStorage.length")
        expect(page.locator("iframe")).to_have_count(1)
