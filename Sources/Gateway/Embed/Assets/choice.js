import { freshID, h, icon, unseen } from "./dom.js";
import { t } from "./texts.js";

/** Radio buttons or checkboxes. */
export function choiceInput(widget, { markup, shuffled }, prompt) {
  const isMultiple = widget.type === "multiple_choice";
  const name = freshID();
  const rows = (widget.shuffle === true ? shuffled(widget.options, widget.id) : widget.options).map((option) => {
    const input = h("input", { type: isMultiple ? "checkbox" : "radio", name });
    const mark = h("span.mark");
    const label = h("label.option", input, h("span", markup.text(option.text)), mark);
    return { ...option, input, mark, label };
  });
  const chosen = () => rows.filter(({ input }) => input.checked);
  return {
    element: h(
      "fieldset",
      h("legend", prompt),
      isMultiple && h("p.small", t("many")),
      h("div.options", ...rows.map(({ label }) => label)),
    ),
    problem: "choose",
    read() {
      const ids = chosen().map(({ id }) => id);
      return ids.length ? (isMultiple ? { options: ids } : { option: ids[0] }) : null;
    },
    show({ option, options = [option] }) {
      for (const { id, input } of rows) input.checked = options.includes(id);
    },
    /** Locks the answer, and marks what was chosen as right or wrong unless it is nobody's to judge. */
    lock(isLocked, isJudged) {
      for (const { correct, input, mark, label } of rows) {
        input.disabled = isLocked;
        const verdict = isLocked && isJudged && input.checked ? (correct === true ? "right" : "wrong") : "";
        label.dataset.verdict = verdict;
        mark.replaceChildren(...(verdict ? [icon(verdict), unseen(t(verdict))] : []));
      }
    },
    focus: () => (chosen()[0] ?? rows[0]).input.focus(),
    /** What the author says of the chosen options. */
    remarks: () => chosen().map(({ feedback }) => feedback),
  };
}
