import { freshID, h } from "./dom.js";
import { readNumber } from "./grading.js";
import { format } from "./texts.js";

/** A field for a number or a short text. */
export function entryInput(widget, _, prompt, feedbackID) {
  const isNumeric = widget.type === "numeric";
  const id = freshID();
  const unit = isNumeric && typeof widget.unit === "string" && h("span", { id: `${id}-unit` }, widget.unit);
  const input = h("input", {
    id,
    type: "text",
    // The keyboards of phones then have a decimal sign; a field of type "number" would refuse the comma.
    inputmode: isNumeric ? "decimal" : "text",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    maxlength: 500,
    "aria-describedby": unit ? `${unit.id} ${feedbackID}` : feedbackID,
  });
  return {
    element: h("div", h("label.prompt", { for: id }, prompt), h("div.entry", input, unit)),
    problem: isNumeric ? "number" : "enter",
    example: format(1.5),
    read() {
      const text = input.value.trim();
      if (!isNumeric) return text ? { text } : null;
      const value = readNumber(text, widget);
      return value === undefined ? null : { value, text };
    },
    show({ text }) {
      input.value = text ?? "";
    },
    lock(isLocked) {
      input.readOnly = isLocked;
    },
    focus: () => input.focus(),
    blame(isWrong) {
      input.ariaInvalid = isWrong ? "true" : null;
    },
  };
}
