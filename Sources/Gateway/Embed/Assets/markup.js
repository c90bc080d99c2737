import { h, icon, unseen } from "./dom.js";
import { sanitize } from "./sanitize.js";
import { format, t } from "./texts.js";

/** Shows texts of a lesson, with the values of its variables where they say `{{name}}`. */
export class Markup {
  #variables;

  /** @param {Map<string, string|number|boolean>} variables */
  constructor(variables) {
    this.#variables = variables;
  }

  #value(name) {
    const value = this.#variables.get(name);
    if (typeof value === "boolean") return t(value ? "yes" : "no");
    // A name that is no variable stays as it is written.
    return typeof value === "number" ? format(value) : (value ?? `{{${name}}}`);
  }

  /** Plain text. */
  text(text) {
    const result = new DocumentFragment();
    String(text ?? "").split(/\{\{ *(\w+) *\}\}/).forEach((part, index) => {
      // Odd parts are names. Their values become text, never markup.
      result.append(index % 2 ? h("span", { "data-variable": part }, this.#value(part)) : part);
    });
    return result;
  }

  /** The HTML subset of lessons. */
  html(html) {
    const result = sanitize(String(html ?? ""), (text) => this.text(text));
    for (const link of result.querySelectorAll("a[href]")) link.append(icon("away"), unseen(` ${t("newTab")}`));
    for (const table of result.querySelectorAll("table")) {
      // Wide tables scroll by themselves, also by keyboard, so that the page need not.
      const frame = h("div.scroll", { tabindex: "0" });
      table.replaceWith(frame);
      frame.append(table);
    }
    return result;
  }

  /** Shows the present values in what was made before. */
  refresh(root) {
    for (const span of root.querySelectorAll("[data-variable]")) span.textContent = this.#value(span.dataset.variable);
  }
}
