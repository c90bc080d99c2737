import { host, lessonID } from "./access.js";

/**
 * Tells the embedding page something. Every message is `{lectern: 1, type, lessonId, …}`.
 * @param {string} type ready, resize, progress, score, completed, error, token-expired
 */
export function tell(type, values = {}) {
  if (host) parent.postMessage({ lectern: 1, type, lessonId: lessonID, ...values }, host);
}

/** Takes the embedding page's messages; `handlers` has a function for each type: token, theme, locale. */
export function listen(handlers) {
  addEventListener("message", ({ source, origin, data }) => {
    if (!host || source !== parent || origin !== host || data?.lectern !== 1) return;
    const value = data[data.type];
    if (Object.hasOwn(handlers, data.type) && typeof value === "string") handlers[data.type](value);
  });
}

/** Tells the page how high the player is whenever that changes. */
export function tellHeight() {
  if (!host) return;
  // Heights must not depend on the frame's own, or the two would push each other.
  document.documentElement.classList.add("embedded");
  let last = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height !== last) tell("resize", { height: (last = height) });
  }).observe(document.body);
}
