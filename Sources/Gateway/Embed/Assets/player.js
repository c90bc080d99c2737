import { access, host, options } from "./access.js";
import { Clock } from "./clock.js";
import { h } from "./dom.js";
import { exhibits } from "./exhibits.js";
import { playerData } from "./gateway.js";
import { inWords } from "./grading.js";
import { isPoll, isQuestion, readLesson } from "./lesson.js";
import { Markup } from "./markup.js";
import { listen, tell, tellHeight } from "./messages.js";
import { question } from "./question.js";
import { NoRecorder, Recorder } from "./recorder.js";
import { shuffle } from "./shuffle.js";
import { LessonState } from "./state.js";
import { setLocale } from "./texts.js";
import * as view from "./view.js";

/** How long the lesson waits for the state of an earlier visit before it starts without. */
const longestWait = 5_000;
const askAgainAfter = 30_000;

const page = document.documentElement.dataset;
const clock = new Clock();
/** Answers that were begun and not given, by widget. */
const drafts = new Map();
/** When the learner began to look at each question, in seconds of the clock. */
const seenSince = new Map();
let state;
let recorder;
let markup;
let asking;
let isLoading = false;

const isShown = () => page.state === "ready" || page.state === "completed";

// Start

async function load() {
  removeEventListener("online", load);
  if (recorder || isLoading) return;
  if (!access.token) return fail("no-token");
  view.showWaiting();
  const { token } = access;
  isLoading = true;
  const { kind, status, message, body } = await playerData();
  isLoading = false;
  if (token !== access.token) return load();
  if (kind === "done") return begin(readLesson(body));
  if (kind === "expired" && host) {
    askForToken();
    return view.showFailure("token-expired", message);
  }
  if (kind === "expired") return fail("token-expired", message);
  if (kind === "retry") return fail("unreachable", message, load);
  fail(status === 404 ? "lesson-not-found" : "token-refused", message);
}

function fail(code, message, retry) {
  view.showFailure(code, message, retry);
  if (retry) addEventListener("online", retry, { once: true });
  tell("error", { code, message: message ?? code });
}

async function begin(lesson) {
  if (!lesson.steps.length) return fail("lesson-not-found", "The lesson has no steps");
  document.title = lesson.title;
  state = new LessonState(lesson);
  markup = new Markup(state.variables);
  const failed = ({ kind, message }) =>
    tell("error", { code: kind === "refused" ? "recording-stopped" : "update-rejected", message });
  const listener = { merged, failed, changed: showStatus, expired: askForToken };
  recorder = access.isPreview ? new NoRecorder() : new Recorder(state, clock, listener);
  recorder.start();
  await Promise.race([recorder.started, new Promise((resolve) => setTimeout(resolve, longestWait))]);
  view.showFrame(lesson, access.isPreview);
  tell("ready", { title: lesson.title, totalSteps: lesson.steps.length });
  if (state.isCompleted) showCompletion(false);
  else open(state.step ?? lesson.steps[0], false);
  showStatus();
}

// Steps

function open(step, isMoved = true) {
  const isNew = state.step !== step;
  if (isNew) {
    state.open(step);
    recorder.record();
  }
  showStep(isMoved);
  tellProgress();
}

function showStep(isMoved) {
  const { step, lesson } = state;
  view.setState("ready");
  view.showStep(step, lesson.outline[step.sectionIndex], markup, step.widgets.flatMap(widgetElement), isMoved);
  view.showPlace(state, markup, open);
}

function widgetElement(widget) {
  seenSince.set(widget.id, clock.seconds);
  const root = h("section.widget", { "data-widget": widget.id, "data-kind": widget.type });
  try {
    root.append(...(isQuestion(widget) ? question(widget, context) : exhibits[widget.type](widget, markup)));
    return root;
  } catch (error) {
    // One broken widget must not take the step away.
    console.error(`Widget ${widget.id} cannot be shown`, error);
    return [];
  }
}

/** What questions need of the player. */
const context = {
  drafts,
  announce: view.announce,
  get markup() {
    return markup;
  },
  answerTo: (widget) => state.answerTo(widget),
  resultOf: (widget) => state.resultOf(widget),
  // The same whenever a learner opens the lesson, and another for each learner.
  shuffled: (list, seed) => shuffle(list, `${access.person} ${seed}`),
  hinted(widget) {
    state.hint(widget);
    recorder.record();
  },
  answered(widget, answer, correct) {
    const seconds = Math.round((clock.seconds - seenSince.get(widget.id)) * 10) / 10;
    seenSince.set(widget.id, clock.seconds);
    state.answer(widget, answer, correct, seconds);
    recorder.record({
      item: widget.id,
      correct,
      time_spent: seconds,
      answer,
      simple_answer: inWords(widget, answer, (text) => markup.text(text).textContent),
      complete: correct === 1,
      hinted: state.answerTo(widget).hinted,
    });
    view.refresh(markup);
    if (!isPoll(widget)) tell("score", state.score);
  },
};

function finish() {
  const unopened = state.lesson.steps.filter((step) => !state.visits.has(step.id));
  if (unopened.length && !state.isCompleted) return view.showUnopened(unopened.length, () => open(unopened[0]));
  const isFirst = !state.isCompleted;
  if (isFirst) {
    state.isCompleted = true;
    state.touch();
    recorder.record();
  }
  showCompletion(true);
  if (isFirst) tell("completed", state.score);
}

function showCompletion(isMoved) {
  const { lesson, judged } = state;
  const unanswered = judged.filter((widget) => widget.points > 0 && !state.resultOf(widget)).length;
  state.step ??= lesson.steps[0];
  view.showPlace(state, markup, open);
  view.setState("completed");
  const review = () => {
    state.step = null;
    open(lesson.steps[0]);
  };
  view.showCompletion(state, unanswered, review, isMoved);
  tellProgress();
}

/** Another device's work has come in, while the lesson is open here. */
function merged(steps, isElsewhere) {
  if (page.state !== "ready") return;
  if (isElsewhere || steps.has(state.step)) showStep(isElsewhere && document.hasFocus());
  else view.showPlace(state, markup, open);
  view.refresh(markup);
  tellProgress();
}

function showStatus() {
  // Before that the lesson's frame has no words.
  if (!isShown()) return;
  const waiting = host ? "waiting" : "stopped";
  const key = { offline: "offline", waiting, stopped: "stopped", preview: "" }[recorder.state];
  const isCut = !navigator.onLine && recorder.state !== "preview";
  view.showStatus(isCut ? "offline" : (key ?? (recorder.isSaved ? "saved" : "saving")), recorder.isSaved);
}

// Embedding page

function tellProgress() {
  const { progress, lesson, isCompleted, step } = state;
  const { sectionIndex, stepIndex } = step ?? lesson.steps[0];
  const status = isCompleted ? "completed" : "in_progress";
  tell("progress", { progress, sectionIndex, stepIndex, totalSteps: lesson.steps.length, status });
}

function askForToken() {
  tell("token-expired");
  clearTimeout(asking);
  // The page may be unable to get one just now.
  if (host) asking = setTimeout(askForToken, askAgainAfter);
}

function takeToken(token) {
  if (token === access.token) return;
  clearTimeout(asking);
  if (!access.renew(token)) return;
  if (recorder) recorder.renew();
  else load();
}

const darkness = matchMedia("(prefers-color-scheme: dark)");
function setTheme(theme) {
  options.theme = theme;
  page.theme = theme === "dark" || (theme !== "light" && darkness.matches) ? "dark" : "light";
}

function speak(locale) {
  setLocale(locale);
  if (!isShown()) return;
  view.showFrame(state.lesson, access.isPreview);
  if (page.state === "completed") showCompletion(false);
  else showStep(false);
  showStatus();
}

setLocale(options.locale);
setTheme(options.theme);
darkness.addEventListener("change", () => setTheme(options.theme));
addEventListener("offline", () => recorder && showStatus());
listen({ token: takeToken, theme: setTheme, locale: speak });
tellHeight();
view.connect({
  previous: () => open(state.lesson.steps[state.step.index - 1]),
  next: () => open(state.lesson.steps[state.step.index + 1]),
  finish,
});
load();
