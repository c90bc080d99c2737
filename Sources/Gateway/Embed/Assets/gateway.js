import { access, lessonID } from "./access.js";

/** Browsers refuse more than 64 KiB of bodies that outlive their page. */
export const keepaliveLimit = 60_000;
let outliving = 0;

/**
 * Calls the gateway. The outcome's `kind` says what to do next: `done` (has `body`), `retry` (the same again; `wait` in
 * seconds if told, `isOffline` if there was no answer), `expired` (with a new token), `refused` (nothing more with this
 * token), `rejected` (this request is wrong and stays so).
 */
export async function call(method, path, { body, key, mayOutlive = false } = {}) {
  const { token } = access;
  const size = new TextEncoder().encode(body).length;
  // Updates outlive the page where they can, so that none is cut off while it is on its way.
  const keepalive = mayOutlive && outliving + size <= keepaliveLimit;
  if (keepalive) outliving += size;
  try {
    const headers = { Authorization: `Bearer ${token}` };
    if (body) headers["Content-Type"] = "application/json";
    if (key) headers["Idempotency-Key"] = key;
    const address = new URL(`../../../api/${path}`, import.meta.url);
    const response = await fetch(address, {
      method, headers, body, keepalive, cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(20_000),
    });
    const outcome = outcomeOf(response, await response.text());
    // What is said of an old token says nothing of the new one.
    return outcome.status === 401 && token !== access.token ? { kind: "retry" } : outcome;
  } catch {
    return { kind: "retry", isOffline: true };
  } finally {
    if (keepalive) outliving -= size;
  }
}

function outcomeOf({ ok, status, headers }, text) {
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    // Something between the player and the gateway, such as a sign-in page of the network, has answered.
    if (ok) return { kind: "retry", isOffline: true };
  }
  if (ok) return { kind: "done", body };
  const isOurs = typeof (body?.error ?? body?.detail) === "string" || Array.isArray(body);
  // So has it with a refusal in words of its own, which is none of the gateway's.
  if (status < 500 && !isOurs) return { kind: "retry", status, isOffline: true };
  const message = typeof body?.error === "string" ? body.error : text.slice(0, 300);
  if (status === 401 && message.includes("expired")) return { kind: "expired", status, message };
  if ([401, 403, 404].includes(status)) return { kind: "refused", status, message };
  if ([408, 409, 425, 429].includes(status) || status >= 500) {
    const after = headers.get("Retry-After");
    const wait = Number(after ?? 0) || Math.max(0, (Date.parse(after) - Date.now()) / 1000) || 0;
    return { kind: "retry", status, message, wait };
  }
  return { kind: "rejected", status, message };
}

/** The lesson. */
export const playerData = () => call("GET", `public/lessons/${encodeURIComponent(lessonID)}/player-data`);
