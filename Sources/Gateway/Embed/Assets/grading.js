/** Spaces and quotes as people mean them, whatever their keyboards make of them. */
const tidy = (text) =>
  text.normalize("NFC").replace(/[‘’]/g, "'").replace(/[“”]/g, '"').trim().replace(/\s+/g, " ");

/**
 * The number that a text means, or undefined. "1,5" and "1.5" are one and a half everywhere; "1,875" is over a thousand
 * to some and below two to others: it is what is nearer to the answer.
 */
export function readNumber(text, { answer, unit }) {
  let digits = tidy(text).replace(/[−–]/g, "-");
  if (unit && digits.toLowerCase().endsWith(unit.toLowerCase())) digits = digits.slice(0, -unit.length);
  digits = digits.replace(/[\s']/g, "");
  const readings = [[".", ","], [",", "."]].flatMap(([decimal, group]) => {
    const whole = `(?:\\d{1,3}(?:\\${group}\\d{3})+|\\d+)`;
    const form = new RegExp(`^[+-]?(?:${whole}(?:\\${decimal}\\d*)?|\\${decimal}\\d+)(?:e[+-]?\\d{1,3})?$`, "i");
    return form.test(digits) ? [Number(digits.replaceAll(group, "").replace(decimal, "."))] : [];
  });
  const distance = (number) => Math.abs(number - answer);
  return readings.filter(Number.isFinite).sort((one, other) => distance(one) - distance(other))[0];
}

const judges = {
  single_choice: (widget, { option }) => widget.options.some(({ id, correct }) => id === option && correct === true),

  multiple_choice({ options, partial }, answer) {
    const right = options.filter((option) => option.correct === true);
    const hits = right.filter((option) => answer.options.includes(option.id)).length;
    const misses = answer.options.length - hits;
    return partial ? Math.max(0, hits - misses) / right.length : hits === right.length && !misses;
  },

  numeric(widget, { value }) {
    // Decimal fractions are not exact in binary: 0.3 must be within 0.1 of 0.2.
    const slack = 1e-12 * Math.max(1, Math.abs(widget.answer));
    return Math.abs(value - widget.answer) <= (widget.tolerance ?? 0) + slack;
  },

  short_text({ accepted, caseSensitive }, { text }) {
    const form = (value) => (caseSensitive ? tidy(value) : tidy(value).toLowerCase());
    return accepted.some((each) => form(each) === form(text));
  },

  ordering: ({ correctOrder }, { order }) => correctOrder.every((id, place) => order[place] === id),
};

/** How right an answer is, from 0 to 1. */
export const judge = (widget, answer) => Number(judges[widget.type](widget, answer));

/** An answer in words, for reports; `plain` takes the markup from a text. */
export function inWords(widget, answer, plain) {
  const ids = answer.options ?? answer.order ?? [answer.option];
  const entries = widget.options ?? widget.items ?? [];
  return answer.text ?? ids.map((id) => plain(entries.find((entry) => entry.id === id).text)).join(", ");
}

/** An answer as the value of a variable of some type; undefined when it does not fit. */
export function asVariable(answer, type) {
  const { value, option, text = option } = answer;
  if (type === "boolean") return { true: true, false: false }[option];
  if (type === "number") return value ?? [Number(option)].find((number) => option && Number.isFinite(number));
  return text ?? (answer.options ?? answer.order)?.join(", ");
}

/** Points as the learner reads them. */
export const points = (score, max) => ({ score, max });
