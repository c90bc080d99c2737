import { choiceInput } from "./choice.js";
import { freshID, h, icon } from "./dom.js";
import { entryInput } from "./entry.js";
import { judge, points } from "./grading.js";
import { isPoll } from "./lesson.js";
import { orderingInput } from "./ordering.js";
import { t } from "./texts.js";

const inputs = {
  single_choice: choiceInput,
  multiple_choice: choiceInput,
  numeric: entryInput,
  short_text: entryInput,
  ordering: orderingInput,
};

/**
 * A question: prompt, input, hint, answer button and feedback.
 *
 * `context`: `markup`; `answerTo(widget)`, `resultOf(widget)`; `answered(widget, answer, correct)`, `hinted(widget)`;
 * `drafts`, a map for answers not given yet; `shuffled(list, seed)`; `announce(text)`.
 */
export function question(widget, context) {
  const { markup, drafts } = context;
  const { id, hint, points: max } = widget;
  const poll = isPoll(widget);
  const feedback = h("div.feedback", { id: freshID(), role: "status", tabindex: "-1" });
  const input = inputs[widget.type](widget, context, markup.html(widget.prompt), feedback.id);
  const button = h("button");
  const toggle = ({ target }) => target.open && !isAnswered && context.hinted(widget);
  const help = typeof hint === "string" && h("details", { toggle }, h("summary", t("hint")), markup.html(hint));
  let isAnswered = false;

  const form = h(
    "form",
    { novalidate: true, submit, input: () => drafts.set(id, input.read()) },
    max > 0 && h("p.worth.small", t("worth", { max })),
    input.element,
    help,
    h("div.actions", button),
    feedback,
  );

  function submit(event) {
    event.preventDefault();
    if (isAnswered) return open();
    const answer = input.read();
    input.blame?.(!answer);
    if (!answer) {
      show("problem", h("p", t(input.problem, { example: input.example })));
      return input.focus();
    }
    const correct = poll ? 1 : judge(widget, answer);
    drafts.delete(id);
    context.answered(widget, answer, correct);
    close(correct);
    // What had the focus is locked now, and the button gone where nothing is left to do: it must not be lost with them.
    (button.hidden ? feedback : button).focus({ preventScroll: true });
  }

  function open() {
    label(false);
    show("");
    input.lock(false);
    input.focus();
  }

  function close(correct) {
    label(true, correct);
    input.lock(true, !poll);
    if (poll) return show("noted", h("p", t("noted")));
    const verdict = correct === 1 ? "right" : correct > 0 ? "partly" : "wrong";
    const general = widget.feedback?.[correct === 1 ? "correct" : "incorrect"];
    const remarks = [...(input.remarks?.() ?? []), general, widget.explanation];
    const { attempts, correct: first } = context.resultOf(widget) ?? { attempts: 1, correct };
    show(
      verdict,
      h("p", icon(verdict), h("strong", t(verdict))),
      ...remarks.filter((each) => typeof each === "string").map((each) => h("div", markup.html(each))),
      max > 0 && h("p.small", t(attempts > 1 ? "first" : "points", points(first * max, max))),
    );
  }

  function show(verdict, ...content) {
    feedback.dataset.verdict = verdict;
    feedback.replaceChildren(...content.filter(Boolean));
  }

  function label(answered, correct) {
    isAnswered = answered;
    button.textContent = t(answered ? (poll ? "change" : "again") : poll ? "send" : "check");
    button.className = answered ? "quiet" : "primary";
    button.hidden = answered && correct === 1 && !poll;
  }

  const earlier = context.answerTo(widget);
  const draft = drafts.get(id);
  if (draft ?? earlier?.answer) input.show(draft ?? earlier.answer);
  if (!draft && earlier?.answer) close(earlier.correct);
  else label(false);
  return [form];
}
