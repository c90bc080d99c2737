"""Lessons for the tests. Nothing in them comes from another machine."""

from __future__ import annotations

import uuid

PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAA"
    "DUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
VIDEO = "data:video/mp4;base64,AAAA"
CAPTIONS = "data:text/vtt,WEBVTT%0A%0A00:00.000%20--%3E%2000:01.000%0AA%20drop"
ACTIVITY = """<!doctype html><html lang="en"><title>Counter</title><button>Count</button> <output>0</output><script>
let count = 0;
document.querySelector("button").onclick = () => { document.querySelector("output").textContent = ++count; };
let reach = "";
try { reach += parent.document.title; } catch { reach += "no parent, "; }
try { localStorage.setItem("a", "b"); reach += "storage"; } catch { reach += "no storage"; }
document.body.dataset.reach = reach;
</script></html>"""

#: Steps of the lesson with all kinds, in order.
STEPS = {name: str(uuid.uuid5(uuid.NAMESPACE_DNS, name)) for name in ("choices", "entries", "shows", "end")}

#: What is right in the lesson with all kinds, and what it is worth.
POINTS = {"planet": 2, "primes": 1, "gases": 2, "boil": 1, "capital": 1, "lengths": 3}
MAX_SCORE = sum(POINTS.values())


def option(id: str, text: str, correct: bool = False, **more: str) -> dict:
    return {"id": id, "text": text, "correct": correct, **more}


def step(name: str, title: str, content: str | None = None, *widgets: dict) -> dict:
    return {"id": STEPS[name], "title": title, "content": content, "widgets": list(widgets)}


def all_kinds() -> dict:
    """A lesson with every kind of widget in two sections of two steps."""
    return {
        "title": "Every kind of question",
        "variables": [
            {"name": "mood", "type": "string", "initialValue": "curious"},
            {"name": "boiling", "type": "number", "initialValue": 0},
        ],
        "sections": [
            {"title": "Questions", "steps": [_choices(), _entries()]},
            {"title": "Things to look at", "steps": [_shows(), _end()]},
        ],
    }


def _choices() -> dict:
    prose = """<h2>Before you start</h2><p>Read <strong>each</strong> question, and see
        <a href="https://example.org/planets">a page on planets</a>.</p>
        <table><caption>Two planets</caption><thead><tr><th scope="col">Name</th><th scope="col">Moons</th></tr></thead>
        <tbody><tr><td>Earth</td><td>1</td></tr><tr><td>Mars</td><td>2</td></tr></tbody></table>"""
    return step(
        "choices",
        "Questions with options",
        prose,
        {
            "id": "mood-poll", "type": "single_choice", "points": 0, "prompt": "How do you feel?", "variable": "mood",
            "options": [{"id": "calm", "text": "Calm"}, {"id": "lively", "text": "Lively"}],
        },
        {
            "id": "planet", "type": "single_choice", "points": 2,
            "prompt": "Which planet is nearest to the <em>sun</em>?",
            "hint": "It has the name of a metal.", "explanation": "Its year is 88 days long.",
            "feedback": {"correct": "Yes, it is.", "incorrect": "Look again."},
            "options": [
                option("venus", "Venus", feedback="That is the second one."), option("mercury", "Mercury", True),
                option("mars", "Mars"),
            ],
        },
        {
            "id": "primes", "type": "multiple_choice", "prompt": "Which are prime?", "shuffle": True,
            "options": [option("two", "2", True), option("four", "4"), option("five", "5", True)],
        },
        {
            "id": "gases", "type": "multiple_choice", "points": 2, "partial": True, "prompt": "Which gases are in air?",
            "options": [
                option("nitrogen", "Nitrogen", True), option("oxygen", "Oxygen", True), option("chlorine", "Chlorine"),
            ],
        },
    )


def _entries() -> dict:
    return step(
        "entries",
        "Questions to write on",
        "<p>You said that you are {{mood}}.</p>",
        {
            "id": "boil", "type": "numeric", "prompt": "At how many degrees does water boil?", "answer": 100,
            "tolerance": 0.5, "unit": "°C", "variable": "boiling", "hint": "It is round.",
        },
        {"id": "capital", "type": "short_text", "prompt": "The capital of France?", "accepted": ["Paris", "Paname"]},
        {
            "id": "lengths", "type": "ordering", "points": 3, "prompt": "From short to long",
            "items": [
                {"id": "km", "text": "Kilometre"}, {"id": "mm", "text": "Millimetre"}, {"id": "m", "text": "Metre"},
            ],
            "correctOrder": ["mm", "m", "km"],
        },
    )


def _shows() -> dict:
    return step(
        "shows",
        "Pictures and more",
        None,
        {"id": "note", "type": "text", "html": "<p>Water boils at {{boiling}} degrees.</p>"},
        {
            "id": "picture", "type": "image", "src": PIXEL, "alt": "A blue square", "caption": "A dot", "width": 120,
            "height": 80,
        },
        {
            "id": "film", "type": "video", "src": VIDEO, "title": "A falling drop",
            "transcript": "<p>A drop falls.</p>", "captions": [{"src": CAPTIONS, "srclang": "en", "label": "English"}],
        },
        {"id": "counter", "type": "html5", "html": ACTIVITY, "title": "A counter", "height": 120},
        {"id": "elsewhere", "type": "html5", "src": "https://activity.example/", "title": "An activity", "height": 150},
        {"id": "site", "type": "external", "url": "https://example.org/water", "text": "More on water"},
    )


def _end() -> dict:
    return step("end", "The end", "<p>That was all.</p>")


def plain(steps: int = 3) -> dict:
    """A lesson with one question in each step."""

    def question(number: int) -> dict:
        widget = {"id": f"q{number}", "type": "numeric", "prompt": f"What is {number} + 1?", "answer": number + 1}
        return {"title": f"Step {number}", "content": f"<p>Question {number}</p>", "widgets": [widget]}

    questions = [question(number) for number in range(1, steps + 1)]
    return {"title": "One question a step", "sections": [{"title": "All", "steps": questions}]}
