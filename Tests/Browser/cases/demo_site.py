"""The site that `deploy/up` starts beside the server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect

from support.case import BrowserCase
from support.lectern import free_port
from support.player import Player

SERVER = Path(__file__).resolve().parents[3] / "deploy" / "host" / "server.py"


class DemoSite(BrowserCase):
    def start(self, **settings: str) -> subprocess.Popen:
        environment = os.environ | {
            "LECTERN_HOST_DEMO_TOKEN": self.organization.token,
            "LECTERN_HOST_DEMO_GATEWAY": self.world.lectern.url,
            "LECTERN_HOST_DEMO_LISTEN": "127.0.0.1:0",
            **settings,
        }
        process = subprocess.Popen(
            [sys.executable, str(SERVER)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def test_pageShowsTheLessonTheScoreAndWhatTheServerSees(self) -> None:
        lesson = self.lesson
        address = self.start().stdout.readline().strip()
        page = self.context.new_page()
        page.goto(f"{address}?lesson={lesson}&learner={self.learner}")
        player = Player(page, page.frame_locator("#embed iframe")).wait()
        expect(page.get_by_role("heading", level=1)).to_have_text("Every kind of question")
        player.choose("planet", "Mercury")
        expect(page.locator("#score")).to_have_text("2")
        expect(page.locator("#points")).to_contain_text("of 5")
        expect(page.locator("#facts")).to_contain_text("2 of 5")
        expect(page.locator("#facts")).to_contain_text("in progress")
        page.get_by_label("Look").select_option("dark")
        expect(player.root).to_have_attribute("data-theme", "dark")
        player.saved()
        self.assert_progress(score=2, items={"planet": 2}, userAttributes={"site": "school"})
        secret = self.organization.token.rpartition(".")[2]
        self.assertNotIn(secret, page.content())
        self.assertEqual([url for url in self.requests if secret in url], [])

    def test_anotherLearnerHasAnotherRecord(self) -> None:
        lesson = self.lesson
        address = self.start().stdout.readline().strip()
        page = self.context.new_page()
        page.goto(f"{address}?lesson={lesson}&learner={self.learner}")
        player = Player(page, page.frame_locator("#embed iframe")).wait()
        player.choose("planet", "Mercury")
        player.saved()
        page.get_by_label("Learner").fill(self.learner + ".other")
        page.get_by_role("button", name="Open the lesson").click()
        expect(page.locator("#score")).to_have_text("–")
        player = Player(page, page.frame_locator("#embed iframe")).wait()
        expect(player.option("planet", "Mercury")).not_to_be_checked()
        player.saved()
        self.assert_progress(score=2, items={"planet": 2})
        self.assertEqual(self.organization.progress(lesson, self.learner + ".other")["score"], 0)

    def test_serverEndsQuietlyWithEitherSignal(self) -> None:
        for end in (signal.SIGINT, signal.SIGTERM):
            process = self.start()
            process.stdout.readline()
            process.send_signal(end)
            self.assertEqual((process.wait(10), process.stderr.read()), (0, ""))

    def test_serverSaysWhatKeepsItFromStarting(self) -> None:
        taken = self.world.site.port
        for settings, status, sentence in [
            ({"LECTERN_HOST_DEMO_LISTEN": f"127.0.0.1:{taken}"}, 69, f"127.0.0.1:{taken} is taken"),
            ({"LECTERN_HOST_DEMO_LISTEN": "nowhere"}, 78, "must be host:port"),
            ({"LECTERN_HOST_DEMO_TOKEN": ""}, 78, "must be an API token"),
        ]:
            with self.subTest(sentence=sentence):
                process = self.start(**settings)
                self.assertEqual(process.wait(10), status)
                self.assertIn(sentence, process.stderr.read())

    def test_pageSaysWhenTheGatewayIsAway(self) -> None:
        nowhere = f"http://127.0.0.1:{free_port()}"
        self.expected_complaints = (nowhere,)
        address = self.start(LECTERN_HOST_DEMO_GATEWAY=nowhere).stdout.readline().strip()
        page = self.context.new_page()
        page.goto(address)
        expect(page.locator("#notice")).to_contain_text("does not answer")
