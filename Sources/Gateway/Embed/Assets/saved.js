// The learner's state as it is stored (session state, version 1), and how what is stored comes back.

/** The bytes of a value as JSON. */
export const sizeOf = (value) => new TextEncoder().encode(JSON.stringify(value)).length;

const writeVisit = ({ visitId, step, visitedAt, snapshot, answers, results }) => ({
  visitId,
  stepId: step.id,
  sectionIndex: step.sectionIndex,
  stepIndex: step.stepIndex,
  variableSnapshot: snapshot,
  widgetStates: Object.fromEntries(answers),
  itemStates: Object.fromEntries(results),
  visitedAt,
});

/** What is left of a visit where there is no room, one after the other. Results stay in `items` in any case. */
const reductions = [
  (visit) => ({ ...visit, variableSnapshot: {} }),
  (visit) => ({ ...visit, widgetStates: {}, itemStates: {} }),
  () => null,
];

/** All visits, within `limit` bytes; older ones are reduced first. */
function writeHistory(state, limit) {
  const history = [...state.visits.values()].map(writeVisit);
  let size = sizeOf(history);
  for (const reduce of reductions) {
    history.forEach((visit, index) => {
      if (size <= limit || visit.stepId === state.step?.id) return;
      history[index] = reduce(visit);
      size -= sizeOf(visit) - sizeOf(history[index]);
    });
  }
  return history.filter(Boolean);
}

/**
 * What an update says of the lesson: `extra_fields.lesson`.
 * @param {import("./state.js").LessonState} state
 * @param {number} limit the bytes that the history may take
 */
export function write(state, limit) {
  const stepHistory = writeHistory(state, limit);
  const variableState = Object.fromEntries(state.variables);
  return {
    currentSectionIndex: state.step?.sectionIndex ?? 0,
    currentStepIndex: state.step?.stepIndex ?? 0,
    totalSteps: state.lesson.steps.length,
    ...state.score,
    progressData: {
      version: 1,
      lessonId: state.lesson.id,
      currentHistoryIndex: stepHistory.findIndex((visit) => visit.stepId === state.step?.id),
      stepHistory,
      progress: state.progress,
      currentVariables: variableState,
      createdAt: state.createdAt,
      updatedAt: state.updatedAt,
    },
    variableState,
    items: state.items,
    status: state.isCompleted ? "completed" : "in_progress",
  };
}

/**
 * Takes over what is stored, of an earlier visit or of another device: the answers of both, of two first answers the
 * earlier one.
 * @param {import("./state.js").LessonState} state
 * @param {object} saved what `write` wrote
 * @param {boolean} leads whether position and variables are taken, too
 * @returns {Set<object>} the steps of which the learner sees something else now
 */
export function absorb(state, saved, leads) {
  const { lesson } = state;
  const data = saved.progressData ?? {};
  const changed = new Set();
  const isOurs = data.version === 1 && Array.isArray(data.stepHistory);
  for (const theirs of isOurs ? data.stepHistory : []) {
    const step = lesson.stepByID.get(theirs?.stepId);
    // A newer version of the lesson may have dropped the step.
    if (!step) continue;
    const visit = state.visit(step, theirs);
    for (const widget of step.widgets) {
      const answer = theirs.widgetStates?.[widget.id];
      const result = theirs.itemStates?.[widget.id];
      if (answer && absorbAnswer(state, visit, widget, answer, result)) changed.add(step);
    }
  }
  // Of answers that were left out for want of room there are the results.
  for (const item of Array.isArray(saved.items) ? saved.items : []) {
    const step = lesson.stepOfWidget.get(item?.id);
    const results = step && state.visit(step).results;
    if (results && !results.has(item.id)) results.set(item.id, readResult(item));
  }
  if (leads) {
    for (const { name, type } of lesson.variables) {
      const value = data.currentVariables?.[name];
      if (typeof value === type) state.variables.set(name, value);
    }
    const visit = isOurs ? data.stepHistory[data.currentHistoryIndex] : undefined;
    const step = lesson.stepByID.get(visit?.stepId) ?? (!isOurs && stepAt(lesson, saved));
    if (step) state.open(step);
  }
  state.isCompleted ||= data.progress === 1 || saved.status === "completed";
  if (data.createdAt < state.createdAt) state.createdAt = data.createdAt;
  return changed;
}

/** Where somebody is whose steps are not on record: another player or an import says only that. */
const stepAt = ({ steps }, { currentSectionIndex: section, currentStepIndex: place, status }) =>
  status !== "not_started" && steps.find((step) => step.sectionIndex === section && step.stepIndex === place);

/** Takes one answer over, if it is new here; whether it was. */
function absorbAnswer(state, { answers, results }, widget, theirs, theirResult) {
  const { id } = widget;
  const mine = answers.get(id);
  const result = theirResult && readResult(theirResult);
  if (!mine?.answer) {
    answers.set(id, { ...mine, ...theirs, hinted: mine?.hinted || theirs.hinted === true });
    if (result) results.set(id, result);
    if (theirs.answer) state.setVariable(widget, theirs.answer);
    return true;
  }
  if (result && results.has(id) && theirs.answeredAt < mine.answeredAt) {
    results.set(id, { ...result, attempts: Math.max(result.attempts, results.get(id).attempts) });
    mine.answeredAt = theirs.answeredAt;
  }
  return false;
}

const readResult = ({ correct, attempts, timeSpent, hinted }) => ({
  correct: Math.min(1, Math.max(0, Number(correct) || 0)),
  attempts: Number(attempts) || 1,
  timeSpent: Number(timeSpent) || 0,
  hinted: hinted === true,
});
