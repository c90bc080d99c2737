import { h, icon, unseen } from "./dom.js";
import { mediaURL, secureURL } from "./sanitize.js";
import { t } from "./texts.js";

const prose = (...content) => h("div.prose", ...content);
const figure = (content, caption) => h("figure", content, caption && h("figcaption", caption));
const isText = (value) => typeof value === "string";

/** What widgets that ask nothing show: each gets the widget and the lesson's markup, and gives nodes. */
export const exhibits = {
  text: ({ html, text }, markup) => [prose(isText(html) ? markup.html(html) : h("p", markup.text(text)))],

  image({ src, alt, width, height, caption }, markup) {
    const address = mediaURL(src, "image/");
    if (!address) return [];
    const image = h("img", { src: address, alt: markup.text(alt).textContent, width, height });
    return [figure(image, isText(caption) && markup.html(caption))];
  },

  video({ src, title, poster, captions, transcript }, markup) {
    const address = mediaURL(src, "video/");
    if (!address) return [];
    const tracks = (Array.isArray(captions) ? captions : []).flatMap(({ src: track, srclang, label }, index) => {
      const url = mediaURL(track, "text/vtt");
      return url ? [h("track", { kind: "captions", src: url, srclang, label, default: index === 0 })] : [];
    });
    const video = h("video", {
      src: address,
      poster: isText(poster) && mediaURL(poster, "image/"),
      "aria-label": markup.text(title).textContent,
      controls: true,
      playsinline: true,
      preload: "metadata",
      // Captions of another origin load only with a video that is asked for by the same rules.
      crossorigin: tracks.some((track) => track.src.startsWith("https:")) && "anonymous",
    });
    video.append(...tracks);
    const words = isText(transcript) ? markup.html(transcript) : null;
    const details = words && h("details", h("summary", t("transcript")), prose(words));
    return [figure(video, markup.text(title)), details].filter(Boolean);
  },

  html5({ src, html, title, height }, markup) {
    const address = isText(html) ? new URL("../../frame", import.meta.url).href : secureURL(src);
    if (!address) return [];
    // An opaque origin can only be addressed by "*". Nobody else is in that frame, and the activity is no secret.
    const fill = ({ target }) => target.contentWindow.postMessage({ lectern: 1, type: "html", html }, "*");
    const frame = h("iframe", {
      title: markup.text(title).textContent,
      height: Math.min(2000, Math.max(100, Number(height) || 400)),
      // Without allow-same-origin: its scripts run in an origin of their own.
      sandbox: "allow-scripts allow-forms",
      referrerpolicy: "no-referrer",
      src: address,
    });
    if (isText(html)) frame.addEventListener("load", fill, { once: true });
    return [frame];
  },

  external({ url, text }, markup) {
    const href = secureURL(url);
    const attributes = { href, target: "_blank", rel: "noopener noreferrer" };
    return href ? [h("a.button", attributes, markup.text(text || url), icon("away"), unseen(` ${t("newTab")}`))] : [];
  },
};
