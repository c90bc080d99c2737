const fragment = new URLSearchParams(location.hash.slice(1));

/** What the fragment says beside the token. */
export const options = { theme: fragment.get("theme"), locale: fragment.get("locale") || navigator.language };

/** The lesson of this page: the last part of its path. */
export const lessonID = location.pathname.split("/").filter(Boolean).pop();

/** The origin of the embedding page; undefined when there is none to talk to. */
export const host = (() => {
  try {
    const { origin } = new URL(fragment.get("host"));
    return parent !== window && origin === fragment.get("host") ? origin : undefined;
  } catch {
    return undefined;
  }
})();

/** The claims of a token, unverified: only the gateway can tell whether they are true. */
function readClaims(token) {
  try {
    const bytes = atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))));
  } catch {
    return {};
  }
}

const identity = ["aud", "organizationId", "lessonId", "learnerId", "platformId", "ltiUserId", "contextId"];
const personOf = (token) => JSON.stringify(identity.map((name) => readClaims(token)[name]));

/** The token in use. */
export const access = {
  // The page of an LTI launch brings its token along.
  token: fragment.get("token") || document.querySelector("[name=lectern-token]")?.content,
  /** A preview records nothing. */
  get isPreview() {
    return readClaims(this.token).aud === "lectern-preview";
  },
  /** Who learns what. */
  get person() {
    return personOf(this.token);
  },
  /**
   * Takes a new token, which stays in the fragment so that a reload works. One of somebody else starts the page anew:
   * nothing of the one learner may be sent with the other's token.
   * @returns {boolean} whether this page goes on
   */
  renew(token) {
    const isSame = !this.token || personOf(token) === this.person;
    fragment.set("token", token);
    history.replaceState(null, "", `#${fragment}`);
    if (isSame) this.token = token;
    else location.reload();
    return isSame;
  },
};

// A link that differs in the fragment only does not load the page anew by itself.
addEventListener("hashchange", () => location.reload());
