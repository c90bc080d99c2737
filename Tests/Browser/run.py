"""Runs the browser tests against the built binary. The last line is `N passed, N failed`.

Exit status: 0 all passed, 1 some failed, 64 no test was selected.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import os
import re
import shutil
import sys
import tempfile
import time
import unittest
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lectern", type=Path, default=ROOT / ".build/debug/lectern", help="the binary")
    parser.add_argument("--filter", action="append", default=[], metavar="REGEX", help="run these tests only")
    parser.add_argument("--skip", action="append", default=[], metavar="REGEX", help="do not run these tests")
    parser.add_argument("--list", action="store_true", help="print the names of the selected tests; needs no browser")
    parser.add_argument("--assets", type=Path, metavar="DIR", help="the player's files, instead of the binary's")
    parser.add_argument("--screenshots", type=Path, metavar="DIR", help="run no test, but make pictures of all steps")
    return parser.parse_args()


def names(options: argparse.Namespace) -> list[tuple[str, str, str]]:
    """Module, class and method of the selected tests, read from the files: not even Playwright need be there."""
    found = []
    for path in sorted((FOLDER / "cases").glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                methods = [each.name for each in node.body if isinstance(each, ast.FunctionDef)]
                found += [(path.stem, node.name, name) for name in methods if name.startswith("test_")]
    return [test for test in found if is_selected(label(test), options)]


def label(test: tuple[str, str, str]) -> str:
    return f"Browser.{test[1]}/{test[2].removeprefix('test_')}"


def is_selected(name: str, options: argparse.Namespace) -> bool:
    wanted = not options.filter or any(re.search(each, name) for each in options.filter)
    return wanted and not any(re.search(each, name) for each in options.skip)


class Report(unittest.TestResult):
    """One line for each test when it ends."""

    def __init__(self, total: int) -> None:
        super().__init__()
        self.total = total
        self.passed = self.failed = 0
        self.problems: list[str] = []

    def startTest(self, test: unittest.TestCase) -> None:
        super().startTest(test)
        self._since = time.monotonic()
        self.problems = []

    def stopTest(self, test: unittest.TestCase) -> None:
        super().stopTest(test)
        name = label(("", type(test).__name__, test._testMethodName))
        seconds = time.monotonic() - self._since
        if self.problems:
            self.failed += 1
        else:
            self.passed += 1
        sign = "✘" if self.problems else "✔"
        print(f"{sign} {name} ({seconds:.1f} s, {self.testsRun} of {self.total})", flush=True)
        for problem in self.problems:
            print(problem, flush=True)

    def _add(self, test: unittest.TestCase, error: tuple) -> None:
        self.problems.append(self._exc_info_to_string(error, test))

    addError = _add
    addFailure = _add

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, error: tuple | None) -> None:
        if error:
            self.problems.append(f"{subtest._subDescription()}: {self._exc_info_to_string(error, test)}")


def run(options: argparse.Namespace, tests: list[tuple[str, str, str]]) -> int:
    from playwright.sync_api import sync_playwright

    from support.case import LAUNCH, BrowserCase, World
    from support.lectern import Lectern, secrets_in
    from support.site import Site

    folder = Path(tempfile.mkdtemp(prefix="lectern-browser-"))
    lectern = Lectern(options.lectern, folder)
    report = Report(len(tests))
    with sync_playwright() as playwright:
        try:
            lectern.start()
            organization = lectern.organization("Browser tests")
            site = Site(organization)
            browser = playwright.chromium.launch(**LAUNCH)
            BrowserCase.world = World(playwright, browser, lectern, organization, site, folder, options.assets)
            if options.screenshots:
                from support.screenshots import take

                take(BrowserCase.world, options.screenshots)
                return 0
            for module, case, method in tests:
                getattr(importlib.import_module(f"cases.{module}"), case)(method).run(report)
            browser.close()
            site.stop()
        finally:
            world = getattr(BrowserCase, "world", None)
            if world and world.platform:
                world.platform.stop()
            lectern.stop()
    if secrets_in(lectern.log()):
        print("✘ Browser: the server's log has tokens in it")
        report.failed += 1
    if report.failed:
        print(f"the server's log and pictures of failures are in {folder}")
    else:
        shutil.rmtree(folder)
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed else 0


def main() -> int:
    options = arguments()
    tests = names(options)
    for test in tests if options.list else []:
        print(label(test))
    if not tests and not options.screenshots:
        print("no browser test was selected", file=sys.stderr)
        return 64
    return 0 if options.list else run(options, tests)


if __name__ == "__main__":
    sys.path.insert(0, str(FOLDER))
    sys.dont_write_bytecode = True
    os.umask(0o077)
    sys.exit(main())
