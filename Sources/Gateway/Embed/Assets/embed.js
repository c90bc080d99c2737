// Puts lessons into a page: README, "Embed a lesson".
(() => {
  const CALLBACKS = ["onReady", "onProgress", "onScore", "onCompleted", "onError", "onTokenExpired"];
  const OPTIONS = ["lessonId", "token", "theme", "locale", "base", ...CALLBACKS];
  const script = document.currentScript;

  function need(fine, sentence) {
    if (!fine) throw new TypeError(`Lectern: ${sentence}`);
  }

  function mount(target, options = {}) {
    const element = typeof target === "string" ? document.querySelector(target) : target;
    const { token, theme, locale, base = script?.dataset.base ?? script?.src } = options;
    const lessonId = String(options.lessonId).toLowerCase();
    need(element instanceof Element, `${target} is no element of the page`);
    for (const name in options) need(OPTIONS.includes(name), `there is no option ${name}`);
    need(/^[\da-f-]{36}$/.test(lessonId), "lessonId must be a UUID");
    need(token, "token must be a string, a promise or a function");
    need(base, "base must be the gateway's address");
    need(location.origin !== "null", "the page must have an origin");
    const player = new URL(`player/${lessonId}`, new URL(base, location));
    const state = new URLSearchParams({ host: location.origin });
    let asking = false;

    const iframe = document.createElement("iframe");
    iframe.title = "Lesson";
    iframe.allow = "fullscreen";
    iframe.referrerPolicy = "no-referrer";
    iframe.style.cssText = "display:block; width:100%; height:30rem; border:0";
    const loaded = new Promise((resolve) => {
      iframe.onload = () => iframe.src && resolve();
    });

    function set(name, value) {
      need(name !== "theme" || /^(light|dark|auto)$/.test(value), "theme must be light, dark or auto");
      need(value && typeof value === "string", `${name} must be a string`);
      state.set(name, value);
      const message = { lectern: 1, type: name, lessonId, [name]: value };
      if (iframe.src) loaded.then(() => iframe.contentWindow?.postMessage(message, player.origin));
      else if (name === "token") iframe.src = `${player}#${state}`;
    }

    function emit(type, detail) {
      iframe.dispatchEvent(new CustomEvent(`lectern-${type}`, { bubbles: true, detail }));
    }

    async function ask(...sources) {
      if (asking) return;
      asking = true;
      try {
        let value;
        for (const source of sources) value ??= await (typeof source === "function" ? source({}) : source);
        if (value != null) set("token", value);
        else need(iframe.src, "no token was given");
      } catch (error) {
        if (iframe.parentNode) emit("error", { code: "token-unavailable", message: String(error) });
      }
      asking = false;
    }

    function receive({ source, origin, data }) {
      if (source !== iframe.contentWindow || origin !== player.origin || data?.lectern !== 1) return;
      if (data.type === "resize" && data.height > 0) iframe.style.height = `${data.height}px`;
      if (data.type === "ready") iframe.title = data.title;
      if (data.type === "token-expired") ask(options.onTokenExpired, typeof token === "function" ? token : null);
      emit(data.type, data);
    }

    for (const name of CALLBACKS.filter((name) => options[name])) {
      need(typeof options[name] === "function", `${name} must be a function`);
      // There is no event tokenexpired: that callback is asked.
      iframe.addEventListener(`lectern-${name.slice(2).toLowerCase()}`, (event) => options[name](event.detail));
    }
    if (theme) set("theme", theme);
    if (locale) set("locale", locale);
    addEventListener("message", receive);
    element.append(iframe);
    ask(token);
    return {
      iframe,
      setToken: (value) => set("token", value),
      setTheme: (value) => set("theme", value),
      setLocale: (value) => set("locale", value),
      destroy() {
        removeEventListener("message", receive);
        iframe.remove();
      },
    };
  }

  class LecternLesson extends HTMLElement {
    static observedAttributes = ["lesson-id", "token", "token-url", "theme", "locale", "base"];

    connectedCallback() {
      this.lesson = null;
      const values = LecternLesson.observedAttributes.map((name) => this.getAttribute(name) ?? undefined);
      const [lessonId, given, url, theme, locale, base] = values;
      const onTokenExpired = url && (async () => (await (await fetch(url)).json()).token);
      const token = given ?? onTokenExpired;
      if (!lessonId || !token) return;
      this.style.display ||= "block";
      this.lesson = mount(this, { lessonId, token, theme, locale, base, onTokenExpired });
    }

    disconnectedCallback() {
      this.lesson = this.lesson?.destroy();
    }

    attributeChangedCallback(name, _, value) {
      if (this.lesson === undefined) return; // not in the page
      const setter = `set${name[0].toUpperCase()}${name.slice(1)}`;
      if (value && this.lesson?.[setter]) return this.lesson[setter](value);
      this.disconnectedCallback();
      this.connectedCallback();
    }
  }

  if (window.Lectern) return;
  window.Lectern = { mount };
  customElements.define("lectern-lesson", LecternLesson);
})();
