"""Checks of a page for what keeps people from using it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

_CHECKS = Path(__file__).with_name("accessibility.js").read_text(encoding="utf-8")
#: Roles whose elements need a name; groups are looked at by their legends.
_NAMED = {
    "button", "link", "radio", "checkbox", "textbox", "combobox", "progressbar", "image", "img", "table", "Iframe",
    "navigation", "region", "heading", "Video", "DisclosureTriangle",
}
# What shows where the focus is: an outline of the element or of the option around it, against what is behind it.
_FOCUS = """() => {
  const element = document.activeElement;
  if (!element || ["body", "iframe", "video"].includes(element.localName)) return "";
  const shows = (each) => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  if (shows(element) || (element.closest("label") && shows(element.closest("label")))) return "";
  return `no visible focus: ${element.outerHTML.slice(0, 120)}`;
}"""
_MOTION = """() => document.getAnimations()
  .filter((each) => each.effect.getComputedTiming().activeDuration > 10)
  .map((each) => `moves: ${each.animationName ?? each.transitionProperty}`)"""


def problems(page: Page) -> list[str]:
    """What is wrong with the page as it is now."""
    return page.evaluate(_CHECKS) + names(page) + page.evaluate(_MOTION)


def names(page: Page) -> list[str]:
    """Controls, groups and landmarks that the browser's own accessibility tree has no name for."""
    session = page.context.new_cdp_session(page)
    try:
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    finally:
        session.detach()
    found = []
    for node in nodes:
        role = node.get("role", {}).get("value", "")
        if node.get("ignored") or role not in _NAMED:
            continue
        if not node.get("name", {}).get("value", "").strip():
            found.append(f"no name: {role} {node.get('backendDOMNodeId')}")
    return found


def focus_problems(page: Page, most: int = 80) -> list[str]:
    """Goes through the page by Tab, and names what has the focus without showing it."""
    found = []
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); }")
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement === document.body"):
            break
        problem = page.evaluate(_FOCUS)
        if problem:
            found.append(problem)
    return found
