import { randomID } from "./dom.js";
import { asVariable } from "./grading.js";
import { isPoll, isQuestion } from "./lesson.js";

const now = () => new Date().toISOString();
/** Sums of points without the traces of binary fractions. */
const rounded = (number) => Math.round(number * 1e9) / 1e9;

/**
 * What one learner has done in a lesson. Each step that was opened has a visit
 * `{visitId, step, visitedAt, snapshot, answers, results}`. Its `answers` hold the last answer to each widget
 * `{answer, correct, hinted, answeredAt}`, its `results` what counts `{correct, attempts, timeSpent, hinted}`: there,
 * `correct` is that of the first answer; later ones are for learning.
 */
export class LessonState {
  constructor(lesson) {
    this.lesson = lesson;
    this.visits = new Map();
    this.variables = new Map(lesson.variables.map(({ name, initialValue }) => [name, initialValue]));
    /** The step the learner is at; null at the very start. */
    this.step = null;
    this.isCompleted = false;
    this.createdAt = now();
    this.touch();
  }

  /** Notes that something has changed, so that other devices can tell. */
  touch() {
    this.updatedAt = now();
  }

  /** The visit of a step, opened now (or as it was stored) if it was not. */
  visit(step, { visitId, visitedAt, variableSnapshot } = {}) {
    if (!this.visits.has(step.id)) {
      this.visits.set(step.id, {
        visitId: visitId ?? randomID(),
        step,
        visitedAt: visitedAt ?? now(),
        snapshot: variableSnapshot ?? Object.fromEntries(this.variables),
        answers: new Map(),
        results: new Map(),
      });
    }
    return this.visits.get(step.id);
  }

  /** Goes to a step. */
  open(step) {
    this.step = step;
    this.visit(step);
    this.touch();
  }

  #visitOf(widget) {
    return this.visits.get(this.lesson.stepOfWidget.get(widget.id).id);
  }

  /** The last answer to a widget, if any. */
  answerTo(widget) {
    return this.#visitOf(widget)?.answers.get(widget.id);
  }

  /** What counts of the answers to a widget, if any. */
  resultOf(widget) {
    return this.#visitOf(widget)?.results.get(widget.id);
  }

  /** Notes that the hint of a widget was opened. */
  hint(widget) {
    this.#visitOf(widget).answers.set(widget.id, { ...this.answerTo(widget), hinted: true });
    this.touch();
  }

  /** Notes an answer. `seconds` is how long the learner looked at the question since the last one. */
  answer(widget, answer, correct, seconds) {
    const { hinted = false, answeredAt = now() } = this.answerTo(widget) ?? {};
    const result = this.resultOf(widget) ?? { correct, attempts: 0, timeSpent: 0, hinted };
    result.attempts += 1;
    result.timeSpent = rounded(result.timeSpent + seconds);
    const { answers, results } = this.#visitOf(widget);
    answers.set(widget.id, { answer, correct, hinted, answeredAt });
    results.set(widget.id, result);
    this.setVariable(widget, answer);
    this.touch();
  }

  /** Gives an answer to the variable that its widget names. */
  setVariable(widget, answer) {
    const variable = this.lesson.variables.find(({ name }) => name === widget.variable);
    const value = variable && asVariable(answer, variable.type);
    if (value !== undefined) this.variables.set(variable.name, value);
  }

  /** The share of steps done: with Finish all, before that not the one the learner is at. */
  get progress() {
    return this.isCompleted ? 1 : Math.max(0, this.visits.size - 1) / this.lesson.steps.length;
  }

  /** The questions with a right answer, in the steps seen so far. */
  get judged() {
    return this.lesson.steps
      .filter((step) => this.visits.has(step.id))
      .flatMap((step) => step.widgets.filter((widget) => isQuestion(widget) && !isPoll(widget)));
  }

  /** Points so far; both null until something scored was seen. */
  get score() {
    const scored = this.judged.filter((widget) => widget.points > 0);
    if (!scored.length) return { score: null, maxScore: null };
    const sum = (points) => rounded(scored.reduce((total, widget) => total + points(widget), 0));
    const score = sum((widget) => widget.points * (this.resultOf(widget)?.correct ?? 0));
    return { score, maxScore: sum((widget) => widget.points) };
  }

  /** The results of what was answered, one by one. */
  get items() {
    return this.judged.filter((widget) => this.resultOf(widget)).map((widget) => {
      const { correct, ...others } = this.resultOf(widget);
      return { id: widget.id, correct, score: rounded(correct * widget.points), maxScore: widget.points, ...others };
    });
  }
}
