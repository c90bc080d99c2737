/** Without any sign of the learner for so long, time counts no further. */
const idleAfter = 5 * 60_000;
const signs = ["pointerdown", "pointermove", "keydown", "scroll", "wheel", "touchmove", "timeupdate", "focusin"];

/** Counts the time in which the learner sees the lesson. */
export class Clock {
  #total = 0;
  #since = null;
  #lastSign = 0;

  constructor() {
    const resume = () => {
      this.#fold();
      this.#lastSign = performance.now();
      this.#since = document.hidden ? null : this.#lastSign;
    };
    for (const sign of signs) document.addEventListener(sign, resume, { capture: true, passive: true });
    document.addEventListener("visibilitychange", resume);
    resume();
  }

  #fold() {
    if (this.#since === null) return;
    const now = performance.now();
    // What is done in the frame of an activity gives no sign here.
    if (document.activeElement?.localName === "iframe" && !document.hidden) this.#lastSign = now;
    const end = Math.min(now, this.#lastSign + idleAfter);
    this.#total += Math.max(0, end - this.#since);
    this.#since = Math.max(this.#since, end);
  }

  /** Seconds so far. */
  get seconds() {
    this.#fold();
    return this.#total / 1000;
  }
}
