import { h, icon, unseen } from "./dom.js";
import { format, language, t } from "./texts.js";

const find = (selector) => document.querySelector(selector);
const part = (name) => find(`#lectern-${name}`);
const [header, main, footer] = ["header", "main", "footer"].map(find);
const names = "banner title menu progress place status outline notice previous next finish live".split(" ");
const [banner, title, menu, progress, place, status, outline, notice, previous, next, finish, live] = names.map(part);
const page = document.documentElement.dataset;

/** Says something to those who do not see the page. */
export function announce(text) {
  live.textContent = text;
}

/** What the page shows, for style sheets and tests: loading, ready, completed, failed. */
export function setState(state) {
  page.state = state;
  header.hidden = state === "failed" || state === "loading";
  footer.hidden = state !== "ready";
  if (header.hidden) toggleOutline(false);
}

/** Wires the buttons around the steps. */
export function connect(actions) {
  previous.onclick = actions.previous;
  next.onclick = actions.next;
  finish.onclick = actions.finish;
  menu.onclick = () => toggleOutline(outline.hidden);
}

function toggleOutline(isOpen) {
  outline.hidden = !isOpen;
  menu.ariaExpanded = isOpen;
}

/** Writes the words around the steps, in the present language. */
export function showFrame(lesson, isPreview) {
  for (const element of [banner, header, footer, live]) element.lang = language();
  banner.hidden = !isPreview;
  banner.textContent = t("preview");
  title.textContent = lesson.title;
  progress.ariaLabel = t("progress");
  outline.ariaLabel = t("contents");
  menu.replaceChildren(icon("menu"), t("contents"));
  previous.replaceChildren(icon("previous"), t("previous"));
  next.replaceChildren(t("next"), icon("next"));
  finish.replaceChildren(t("finish"), icon("right"));
}

/** Shows where in the lesson the learner is. `open` goes to a step. */
export function showPlace(state, markup, open) {
  const { lesson, step } = state;
  const percent = Math.round(state.progress * 100);
  progress.ariaValueNow = percent;
  progress.firstElementChild.style.width = `${percent}%`;
  place.textContent = t("step", { place: step.index + 1, total: lesson.steps.length });
  previous.disabled = step.index === 0;
  next.hidden = step.index === lesson.steps.length - 1;
  finish.hidden = !next.hidden;
  notice.replaceChildren();

  const entry = (each) => {
    const isSeen = state.visits.has(each.id);
    const click = () => {
      // On narrow pages the outline stands above the step.
      if (!matchMedia("(min-width: 60rem)").matches) toggleOutline(false);
      open(each);
    };
    const mark = h("span.mark", isSeen && icon("right"));
    const name = h("span", markup.text(each.title), isSeen && unseen(` ${t("seen")}`));
    return h("li", h("button", { "aria-current": each === step && "step", click }, mark, name));
  };
  const section = (each) => h("li", h("p", markup.text(each.title)), h("ol", ...each.steps.map(entry)));
  outline.replaceChildren(h("ol", ...lesson.outline.map(section)));
}

/** Puts an article into the middle; its heading gets the focus when the learner went there. */
function show(article, isMoved) {
  main.replaceChildren(article);
  if (!isMoved) return;
  scrollTo(0, 0);
  article.querySelector("h1").focus();
}

const heading = (...content) => h("h1", { tabindex: "-1" }, ...content);

/** Shows a step with its widgets; `isMoved` says whether the learner went there. */
export function showStep({ id, title: name, html }, section, markup, widgets, isMoved) {
  const top = [h("p.section", markup.text(section.title)), heading(markup.text(name))];
  const text = html && h("div.prose", markup.html(html));
  show(h("article", { "data-step": id }, ...top, text, ...widgets), isMoved);
}

/** Shows the present values of variables. */
export function refresh(markup) {
  markup.refresh(main);
  markup.refresh(outline);
}

/** Shows that the lesson is completed, with what was reached; `review` goes back to its start. */
export function showCompletion(state, unanswered, review, isMoved) {
  const { score, maxScore } = state.score;
  const isScored = maxScore > 0;
  const share = isScored ? score / maxScore : 1;
  const percent = `${format(Math.round(share * 100))} %`;
  const ring = h("div.ring", { "aria-hidden": "true" }, isScored ? percent : icon("right"));
  ring.style.setProperty("--share", `${share * 360}deg`);
  place.textContent = "";
  const words = [
    heading(t("completed")),
    isScored && h("p.score", t("points", { score, max: maxScore })),
    unanswered > 0 && h("p", t("unanswered", { count: unanswered })),
    h("button.quiet", { click: review }, t("review")),
  ];
  show(h("article", { id: "lectern-completion" }, ring, ...words), isMoved);
}

/** Says that steps were left out, which keeps the lesson from being completed; `open` goes to the first of them. */
export function showUnopened(count, open) {
  const button = h("button.quiet", { click: open }, t("unopenedGo"));
  notice.replaceChildren(h("p", t("unopened", { count })), button);
}

/** Says why there is no lesson; `retry` is given where trying again can help. */
export function showFailure(code, detail, retry) {
  setState("failed");
  const advice = ["lesson-not-found", "unreachable"].includes(code) ? code : "no-access";
  const words = [
    heading(t("failed")),
    h("p", t(advice)),
    detail && h("p.small", { lang: "en" }, detail),
    retry && h("button.primary", { click: retry }, t("again")),
  ];
  show(h("article", { role: "alert", "data-code": code }, ...words), false);
}

/** Shows that something is under way. */
export function showWaiting() {
  setState("loading");
  main.replaceChildren(h("div.wait"));
}

const loud = ["offline", "waiting", "stopped"];

/** Tells whether answers are kept: `key` is a text or ""; bad news is spoken, too. */
export function showStatus(key, isSaved) {
  page.saved = isSaved;
  const text = key && t(key);
  if (status.textContent === text) return;
  status.textContent = text;
  status.toggleAttribute("data-loud", loud.includes(key));
  if (loud.includes(key)) announce(text);
}
