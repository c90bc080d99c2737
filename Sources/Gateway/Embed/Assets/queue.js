const longestPause = 60_000;

/**
 * Sends requests in order, each until it is answered. A repeated request has the same key, so it counts once.
 *
 * `listener`: `refill(isLeaving)` gives the next request or null; `settled(request, outcome)` is told of each end,
 * `interrupted()` of a lost connection, `expired()` of a token that must be renewed, `changed()` of each new state.
 */
export class Queue {
  /** idle, busy, offline, delayed, waiting (for a token), stopped */
  state = "idle";
  requests = [];
  #send;
  #listener;
  #pauses = 0;
  #timer;
  #notBefore = 0;
  #isRunning = false;

  constructor(send, listener) {
    this.#send = send;
    this.#listener = listener;
  }

  /** Puts a request before all others. */
  ahead(request) {
    this.requests.unshift(request);
  }

  /** Sends what there is, unless a pause after a failure is under way. */
  poke() {
    if (this.state === "idle") this.#run();
  }

  /** Tries again now; only a time that the gateway has set is kept to. */
  wake() {
    if (this.state !== "stopped" && Date.now() >= this.#notBefore) this.#run();
  }

  /** Begins again after a refusal, with another token. */
  revive() {
    if (this.state === "stopped") this.state = "idle";
  }

  /** The page may end at any moment: sends all at once, without waiting for answers. */
  leave() {
    if (this.state === "stopped" || this.state === "waiting") return;
    for (let next; (next = this.#listener.refill(true)); ) this.requests.push(next);
    for (const request of this.requests) this.#deliver(request);
    this.wake();
  }

  #deliver(request) {
    request.delivery ??= this.#send(request);
    return request.delivery;
  }

  async #run() {
    clearTimeout(this.#timer);
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#become("busy");
    let next = "idle";
    try {
      while (next === "idle") {
        const request = this.requests[0] ?? this.#listener.refill(false);
        if (!request) break;
        if (!this.requests.length) this.requests.push(request);
        const outcome = await this.#deliver(request);
        request.delivery = undefined;
        next = this.#settle(request, outcome);
      }
    } catch (error) {
      // A mistake of ours; the next change tries again.
      console.error("The update could not be sent", error);
    }
    this.#isRunning = false;
    if (next === "idle") this.#pauses = 0;
    this.#become(next);
  }

  #settle(request, outcome) {
    switch (outcome.kind) {
      case "retry":
        request.isRepeated = true;
        this.#pause(outcome);
        if (outcome.isOffline) this.#listener.interrupted();
        return outcome.isOffline ? "offline" : "delayed";
      case "expired":
        this.#listener.expired();
        return "waiting";
      case "refused":
        // What is left waits for a token that may record it.
        this.#listener.settled(request, outcome);
        return "stopped";
      default:
        this.requests.splice(this.requests.indexOf(request), 1);
        this.#listener.settled(request, outcome);
        return "idle";
    }
  }

  /** Longer after each failure, and not at the same moment as all other players. */
  #pause({ wait = 0 }) {
    const pause = Math.min(longestPause, 1000 * 2 ** this.#pauses++) * (0.5 + Math.random() / 2);
    this.#notBefore = Date.now() + wait * 1000;
    this.#timer = setTimeout(() => this.#run(), Math.max(pause, wait * 1000));
  }

  #become(state) {
    this.state = state;
    this.#listener.changed();
  }
}
