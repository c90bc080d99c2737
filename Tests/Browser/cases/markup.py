"""Lesson HTML that tries to run scripts, to load things, or to look like the player."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import expect

from support.case import BrowserCase

#: One a line: each calls `hit`, loads something from evil.example, or takes more than its place.
VECTORS = (Path(__file__).parent.parent / "support" / "vectors.txt").read_text(encoding="utf-8").splitlines()
#: Too deep for those who go through it by calling themselves.
DEEP = "<div>" * 3000 + "<img src=x onerror=hit()>"
#: The learner's own words, shown through a variable.
NAME = "<img src=x onerror=hit()><b>bold</b>{{name}}"

_HIT = "window.hit = () => console.error('a script of the lesson ran');"
# What of the page did not come from the list of allowed elements and attributes, beside what the player itself makes.
_STRANGE = """(root) => {
  const allowed = new Set(
    ("p br hr h2 h3 h4 strong b em i u s sub sup mark small code pre kbd blockquote ul ol li dl dt dd table caption " +
      "thead tbody tr th td a img figure figcaption span div abbr details summary ruby rt").split(" "));
  const own = new Set(("article section h1 form fieldset legend label input button svg path video track").split(" "));
  const attributes = new Set(
    "href src alt width height colspan rowspan scope title lang dir start target rel open".split(" "));
  const strange = [];
  for (const element of root.querySelectorAll("*")) {
    const name = element.localName;
    if (!allowed.has(name) && !own.has(name)) strange.push(`element ${name}`);
    const isOwn = own.has(name) || element.closest("svg, [data-variable], .unseen") || element.matches(".scroll");
    for (const { name: attribute, value } of element.attributes) {
      if (/^on/i.test(attribute)) strange.push(`${name} ${attribute}`);
      if (/^[\\s\\u0000-\\u001f]*(javascript|vbscript)/i.test(value)) strange.push(`${name} ${attribute}=${value}`);
      if (attribute === "style" && !element.closest(".ring, #lectern-progress")) strange.push(`${name} style`);
      if (["href", "src"].includes(attribute) && !/^(https:|http:|mailto:|data:image)/.test(value)) {
        strange.push(`${name} ${attribute}=${value}`);
      }
    }
    if (element.matches(".prose *") && !isOwn) {
      for (const { name: attribute } of element.attributes) {
        if (!attributes.has(attribute)) strange.push(`${name} ${attribute} in prose`);
      }
    }
  }
  return strange;
}"""


def hostile() -> dict:
    """A lesson of all vectors, in every place that takes HTML and in every place that does not."""

    def question(number: int, vector: str) -> dict:
        return {
            "id": f"q{number}", "type": "single_choice", "prompt": vector, "hint": vector, "explanation": vector,
            "feedback": {"correct": vector, "incorrect": vector},
            "options": [
                {"id": "a", "text": f"Right {vector}", "correct": True, "feedback": vector},
                {"id": "b", "text": vector},
            ],
        }

    texts = [{"id": f"t{number}", "type": "text", "html": vector} for number, vector in enumerate([*VECTORS, DEEP])]
    plain = [{"id": f"p{number}", "type": "text", "text": vector} for number, vector in enumerate(VECTORS[:40])]
    order = {
        "id": "order", "type": "ordering", "prompt": "Order",
        "items": [{"id": "a", "text": VECTORS[3]}, {"id": "b", "text": NAME}], "correctOrder": ["b", "a"],
    }
    name = {
        "id": "name", "type": "short_text", "points": 0, "prompt": "Your name?", "accepted": ["x"], "variable": "name",
    }
    picture = {"id": "picture", "type": "image", "src": "data:image/png,x", "alt": NAME, "caption": VECTORS[3]}
    steps = [
        {"title": "Name", "widgets": [name]},
        *[{"title": VECTORS[index][:200], "content": vector} for index, vector in enumerate(VECTORS[:3])],
        {"title": "All at once", "content": "".join([*VECTORS, DEEP])},
        {"title": "Alone", "widgets": texts},
        {"title": "Plain", "widgets": [*plain, order, picture]},
        {"title": "Questions", "widgets": [question(number, vector) for number, vector in enumerate(VECTORS)]},
    ]
    return {
        "title": "<img src=x onerror=hit()> Hostile",
        "variables": [{"name": "name", "type": "string", "initialValue": "nobody"}],
        "sections": [{"title": VECTORS[3], "steps": steps}],
    }


class Markup(BrowserCase):
    #: Browsers report handlers and styles when they read them, also into a document that runs nothing. That none of
    #: them gets into the page, and that nothing was loaded, is looked at below.
    expected_complaints = (
        "sanitize.js", "inline event handler violates", "inline style violates", "Setting the document's base URI",
    )

    def test_nothingOfTheLessonRunsOrLoads(self) -> None:
        self.context.add_init_script(_HIT)
        self.context.route(re.compile(r"evil\\.example"), lambda route: route.abort())
        lesson = self.imported("hostile", hostile)
        player = self.mounted(lesson)
        player.enter("name", NAME)
        steps = len(hostile()["sections"][0]["steps"])
        for step in range(steps):
            with self.subTest(step=step):
                self.assertEqual(player.frame.evaluate(f"() => ({_STRANGE})(document.querySelector('main'))"), [])
                self.assertEqual(player.frame.evaluate(f"() => ({_STRANGE})(document.querySelector('nav'))"), [])
            if step < steps - 1:
                player.next()
        # All at once, as the learner would one by one.
        for number in range(0, len(VECTORS), 7):
            player.widget(f"q{number}").locator("input").first.check()
            player.submit(f"q{number}")
            expect(player.feedback(f"q{number}")).to_have_attribute("data-verdict", "right")
        self.assertEqual(player.frame.evaluate(f"() => ({_STRANGE})(document.querySelector('main'))"), [])
        self.assertEqual([url for url in self.requests if "evil.example" in url], [])
        self.assertEqual([text for text in self.complaints if "a script of the lesson ran" in text], [])
        # The player is whole: nothing has taken the place of its own parts.
        expect(player.scope.locator("#lectern-finish")).to_have_count(1)
        self.assertEqual(player.frame.evaluate("() => typeof document.getElementById"), "function")
        player.saved()
        answered = {f"q{number}": 1 for number in range(0, len(VECTORS), 7)}
        items = {"name": 0, **answered}
        self.assert_progress(lesson, items=items, score=len(answered), maxScore=len(VECTORS) + 1)
        self.assertEqual(self.progress(lesson)["variableState"], {"name": NAME})

    def test_valuesOfVariablesAreText(self) -> None:
        self.context.add_init_script(_HIT)
        lesson = self.imported("hostile", hostile)
        player = self.mounted(lesson)
        player.enter("name", NAME)
        player.next().next().next().next().next()
        shown = player.scope.locator("[data-variable=name]").first
        expect(shown).to_have_text(NAME)
        self.assertEqual(shown.locator("*").count(), 0)
        player.saved()
        self.assertEqual(json.dumps(self.progress(lesson)["variableState"]), json.dumps({"name": NAME}))

    def test_allowedMarkupStays(self) -> None:
        rich = (
            "<h2 lang=de>T</h2><p dir=rtl>a<br><strong>b</strong><em>i</em><u>u</u><s>s</s><sub>1</sub><sup>2</sup>"
            "<mark>m</mark><small>k</small><code>c</code><kbd>d</kbd><abbr title=long>ab</abbr>"
            "<ruby>r<rt>t</rt></ruby></p><pre>p</pre>"
            "<blockquote>q</blockquote><ul><li>x</li></ul><ol start=3><li>y</li></ol><dl><dt>t</dt><dd>d</dd></dl>"
            "<table><caption>c</caption><thead><tr><th scope=col colspan=2>h</th></tr></thead>"
            "<tbody><tr><td rowspan=2>v</td></tr></tbody></table>"
            "<figure><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' alt=dot width=1 height=1>"
            "<figcaption>f</figcaption></figure><details><summary>more</summary>less</details><hr>"
            "<a href='mailto:a@example.org'>m</a>"
        )
        lesson = self.organization.lesson(
            {"title": "Rich", "sections": [{"title": "A", "steps": [{"title": "B", "content": rich}]}]}
        )
        player = self.mounted(lesson)
        prose = player.scope.locator(".prose").first
        for selector in (
            "h2[lang=de]", "p[dir=rtl] > br", "strong", "em", "u", "s", "sub", "sup", "mark", "small", "code", "kbd",
            "abbr[title=long]", "ruby > rt", "pre", "blockquote", "ul > li", "ol[start='3'] > li", "dl > dt", "dl > dd",
            "table > caption", "thead th[scope=col][colspan='2']", "tbody td[rowspan='2']",
            "figure > img[alt=dot][width='1'][height='1']", "figcaption", "details > summary", "hr",
            "a[href='mailto:a@example.org'][rel='noopener noreferrer'][target=_blank]",
        ):
            self.assertEqual(prose.locator(selector).count(), 1, selector)
        player.saved()
        self.assert_progress(lesson, status="in_progress", score=None, maxScore=None)
