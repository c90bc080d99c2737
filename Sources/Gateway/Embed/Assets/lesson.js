const isText = (value) => typeof value === "string";
const isList = (value, holds) => Array.isArray(value) && value.length > 0 && value.every(holds);
const isEntry = (entry) => isText(entry?.id) && isText(entry.text);
const hasOptions = ({ options }) => isList(options, isEntry);

/** The kinds that ask something, and whether a widget says all that is needed to ask it. */
const questions = {
  single_choice: hasOptions,
  multiple_choice: hasOptions,
  numeric: ({ answer }) => Number.isFinite(answer),
  short_text: ({ accepted }) => isList(accepted, isText),
  ordering: ({ items, correctOrder }) => isList(items, isEntry) && isList(correctOrder, isText),
};
const exhibits = {
  text: ({ html, text }) => isText(html ?? text),
  image: ({ src }) => isText(src),
  video: ({ src }) => isText(src),
  html5: ({ html, src }) => isText(html ?? src),
  external: ({ url }) => isText(url),
};

/** Whether a widget asks something. */
export const isQuestion = ({ type }) => Object.hasOwn(questions, type);

/** Whether a question has no right answer: it asks for an opinion, and is recorded but not judged. */
export const isPoll = ({ points, options }) => points === 0 && !!options?.every(({ correct }) => correct !== true);

/** Questions without a prompt are for other players, as is what this one does not know. */
function isShown(widget) {
  if (!isText(widget?.id) || !isText(widget.type)) return false;
  return isQuestion(widget)
    ? isText(widget.prompt) && questions[widget.type](widget)
    : Object.hasOwn(exhibits, widget.type) && exhibits[widget.type](widget);
}

const ordered = (list) => [...list].sort((one, other) => one.order_index - other.order_index);

/**
 * The lesson of an answer of player-data: its steps in one list, each with its place, HTML and the widgets to be shown.
 * @param {object} data
 */
export function readLesson({ lesson: { lesson, sections } }) {
  const steps = [];
  const readStep = ({ id, title, content }, sectionIndex, stepIndex) => {
    const widgets = (Array.isArray(content?.widgets) ? content.widgets : []).filter(isShown);
    for (const widget of widgets) if (isQuestion(widget)) widget.points ??= 1;
    const html = [content, content?.html].find(isText) ?? "";
    const step = { id, title, index: steps.length, sectionIndex, stepIndex, html, widgets };
    steps.push(step);
    return step;
  };
  return {
    id: lesson.id,
    title: lesson.title,
    variables: lesson.variable_definitions ?? [],
    outline: ordered(sections).map((section, sectionIndex) => ({
      title: section.title,
      steps: ordered(section.steps).map((step, stepIndex) => readStep(step, sectionIndex, stepIndex)),
    })),
    steps,
    stepByID: new Map(steps.map((step) => [step.id, step])),
    stepOfWidget: new Map(steps.flatMap((step) => step.widgets.map((widget) => [widget.id, step]))),
  };
}
