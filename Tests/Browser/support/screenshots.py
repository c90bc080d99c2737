"""Pictures of every step of some lessons, for looking at: three widths, light and dark."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from .case import World
from .lessons import all_kinds
from .player import Player

WIDTHS = {360: 740, 768: 1024, 1280: 800}
LESSONS = Path(__file__).resolve().parents[3] / "deploy" / "lessons"


def take(world: World, folder: Path) -> None:
    """Makes the pictures in a folder: lesson-step-width-theme.png."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = {"kinds": all_kinds()}
    contents |= {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(LESSONS.glob("*.json"))}
    for name, content in contents.items():
        lesson = world.organization.lesson(content)
        for width, height in WIDTHS.items():
            for theme in ("light", "dark"):
                viewport = {"width": width, "height": height}
                context = world.browser.new_context(viewport=viewport, reduced_motion="reduce")
                context.route("https://**", lambda route: route.abort())
                token = world.organization.sign(lesson, f"{name}-{width}-{theme}")
                url = f"{world.lectern.url}/player/{lesson}#token={token}&theme={theme}"
                _walk(context, url, folder, f"{name}-{{}}-{width}-{theme}.png")
                context.close()
        print(f"pictures of {name} are in {folder}", flush=True)


def _walk(context: BrowserContext, url: str, folder: Path, pattern: str) -> None:
    player = Player.open(context, url).wait()
    steps = int(player.scope.locator("#lectern-place").inner_text().split()[-1])
    for step in range(1, steps + 1):
        _shoot(player, folder / pattern.format(f"{step:02}"))
        if step == 1:
            player.scope.locator("#lectern-menu").click()
            _shoot(player, folder / pattern.format("01-contents"))
            player.scope.locator("#lectern-menu").click()
        if _answer(player):
            _shoot(player, folder / pattern.format(f"{step:02}-answered"))
        if step < steps:
            player.next()
    player.finish()
    _shoot(player, folder / pattern.format("completed"))


def _answer(player: Player) -> bool:
    """Answers every question of the step somehow; whether there was one."""
    forms = player.scope.locator("form")
    for index in range(forms.count()):
        form = forms.nth(index)
        if form.get_by_role("textbox").count():
            form.get_by_role("textbox").fill("4")
        elif form.locator("label.option").count():
            form.locator("label.option input").nth(index % 2).check()
        form.locator("button.primary").click()
        expect(form.get_by_role("status")).not_to_be_empty()
    return forms.count() > 0


def _shoot(player: Player, path: Path) -> None:
    player.saved().page.screenshot(path=path, full_page=True)
