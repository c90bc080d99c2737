import { lessonID } from "./access.js";
import { randomID } from "./dom.js";
import { call, keepaliveLimit } from "./gateway.js";
import { Queue } from "./queue.js";
import { absorb, sizeOf, write } from "./saved.js";

/** Changes that come in quick succession go together. */
const gatherFor = 400;
const heartbeat = 30_000;
/** After so long, the state is read anew before it is changed: another device may be in use beside this one. */
const freshFor = 30_000;
const mostInteractions = 100;
/** Below the 512 KiB that the gateway takes. */
const historyLimit = 400_000;

/**
 * Records what the learner does, and brings in what the learner did on other devices.
 *
 * `listener`: `merged(steps, isElsewhere)` after another device's state came in, `changed()` when the status line may
 * have to, `failed(outcome)` for what cannot be recorded, `expired()`.
 */
export class Recorder {
  #lesson;
  #clock;
  #listener;
  #queue;
  #hasStarted;
  #session;
  #interactions = [];
  #isChanged = false;
  #reported = 0;
  #isBeat = false;
  /** Whether a change was refused, which goes with the next one. */
  #isOwed = false;
  /** Whether the last update left out answers to be small enough for a page that ends. */
  #isCut = false;
  #readAt = 0;
  #seen;
  #timer;

  constructor(state, clock, listener) {
    this.#lesson = state;
    this.#clock = clock;
    this.#listener = listener;
    // A browser that refuses to let a request outlive the page may take it as a usual one.
    const send = (request) => call(request.method, request.path, { ...request, mayOutlive: !request.isRepeated });
    this.#queue = new Queue(send, {
      ...listener,
      refill: (isLeaving) => this.#update(isLeaving),
      settled: (request, outcome) => this.#settled(request, outcome),
      interrupted: () => this.#restart(),
    });
    this.started = new Promise((resolve) => (this.#hasStarted = resolve));
  }

  /** Opens a session; from now on all is recorded. */
  start() {
    addEventListener("online", () => this.reconnect());
    addEventListener("pagehide", () => this.#queue.leave());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#queue.leave() : this.reconnect()));
    setInterval(() => {
      this.#isBeat = true;
      this.#queue.poke();
    }, heartbeat);
    this.reconnect();
  }

  /** The queue's state. */
  get state() {
    return this.#queue.state;
  }

  /** Whether the gateway has all. */
  get isSaved() {
    return !this.#isChanged && !this.#isOwed && !this.#interactions.length && !this.#queue.requests.length;
  }

  /** Notes that the state has changed; `interaction` is the answer that changed it. */
  record(interaction) {
    if (interaction) this.#interactions.push(interaction);
    this.#isChanged = true;
    if (Date.now() - this.#readAt > freshFor) this.#restart();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#queue.poke(), gatherFor);
    this.#listener.changed();
  }

  /** Tries again now. */
  reconnect() {
    if (this.#isCut) this.#isChanged = true;
    this.#isCut = false;
    this.#restart();
    this.#queue.wake();
  }

  /** Goes on with a new token. */
  renew() {
    this.#queue.revive();
    this.reconnect();
  }

  /** Before anything else is sent, the state is read anew: another device may have been at work. */
  #restart() {
    const [first] = this.#queue.requests;
    if (first?.isStart && first.delivery) return;
    // One that waits to be repeated would bring the answer to its first try, which may be old.
    if (first?.isStart) this.#queue.requests.shift();
    const body = { node_id: lessonID, content_id: lessonID, channel_id: lessonID, kind: "html5" };
    this.#queue.ahead(this.#request("POST", "logger/contentsession", body, { isStart: true }));
  }

  #request(method, path, body, more) {
    return { method, path, body: JSON.stringify(body), key: randomID(), ...more };
  }

  /** Gathers all that is not sent yet in one update. */
  #update(isLeaving) {
    if (!this.#session) return null;
    const seconds = Math.round((this.#clock.seconds - this.#reported) * 10) / 10;
    const isTime = seconds >= 1 && (isLeaving || this.#isBeat);
    if (!isTime && !this.#isChanged && !this.#interactions.length) return null;
    const update = { time_spent_delta: seconds };
    if (this.#interactions.length) update.interactions = this.#interactions.splice(0, mostInteractions);
    let stamp;
    if (this.#isChanged) {
      stamp = this.#lesson.updatedAt;
      update.progress = this.#lesson.progress;
      let lesson = write(this.#lesson, historyLimit);
      this.#isCut = isLeaving && sizeOf(lesson) > keepaliveLimit * 0.8;
      if (this.#isCut) lesson = write(this.#lesson, keepaliveLimit / 2);
      update.extra_fields = { lesson };
    }
    this.#reported += seconds;
    this.#isBeat = this.#isChanged = this.#isOwed = false;
    return this.#request("PUT", `logger/contentsession/${this.#session}`, update, { stamp });
  }

  #settled(request, outcome) {
    if (outcome.kind !== "done") {
      // The lesson starts without its earlier state rather than not at all.
      this.#hasStarted();
      if (request.stamp) this.#isOwed = true;
      return this.#listener.failed(outcome);
    }
    if (request.isStart) this.#merge(outcome.body);
    if (!request.stamp) return;
    this.#seen = request.stamp;
    // A later state may have overtaken an earlier one that had to be repeated.
    if (request.isRepeated && request.stamp !== this.#lesson.updatedAt) this.#isChanged = true;
  }

  #merge({ session_id: session, extra_fields: fields }) {
    const isFirst = !this.#session;
    this.#session = session;
    this.#readAt = Date.now();
    const saved = fields?.lesson;
    // What another player or an import has left has no such time.
    const theirs = saved?.progressData?.updatedAt ?? (isFirst && saved ? "another's" : undefined);
    if (theirs && theirs !== this.#seen) {
      const leads = this.#isIdle;
      const before = this.#lesson.step;
      let steps = new Set();
      try {
        steps = absorb(this.#lesson, saved, leads);
      } catch (error) {
        console.error("The stored state cannot be read", error);
      }
      this.#seen = theirs;
      // The other device may not know all that was done here.
      if (!isFirst || !leads) {
        this.#isChanged = true;
        this.#lesson.touch();
      }
      this.#listener.merged(steps, this.#lesson.step !== before);
    }
    if (isFirst) this.#hasStarted();
  }

  /** Whether nothing was done here that the gateway does not have; the start that is on its way does not count. */
  get #isIdle() {
    return !this.#isChanged && !this.#interactions.length && this.#queue.requests.every((request) => request.isStart);
  }
}

/** Stands in for a recorder in a preview: nothing is recorded. */
export class NoRecorder {
  state = "preview";
  isSaved = true;
  started = Promise.resolve();
  start() {}
  record() {}
  reconnect() {}
  renew() {}
}
