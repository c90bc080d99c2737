/**
 * Makes an element.
 *
 * Of its attributes a function is a listener, `true` an attribute without a value; undefined, null, `false` are none.
 * @param {string} selector the tag, and classes after dots
 * @param {...unknown} children nodes and texts, after an object with attributes if any; what is none is left out
 */
export function h(selector, ...children) {
  const [tag, ...classes] = selector.split(".");
  const element = document.createElement(tag);
  for (const name of classes) element.classList.add(name);
  const attributes = children[0]?.constructor === Object ? children.shift() : {};
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if ((value ?? false) !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child instanceof Node || typeof child === "string"));
  return element;
}

const paths = {
  right: "M4 12.5l5 5L20 6.5",
  wrong: "M6 6l12 12M18 6L6 18",
  partly: "M5 12h14",
  up: "M12 19V5M5.5 11.5L12 5l6.5 6.5",
  down: "M12 5v14M5.5 12.5L12 19l6.5-6.5",
  next: "M5 12h14M12.5 5.5L19 12l-6.5 6.5",
  previous: "M19 12H5M11.5 5.5L5 12l6.5 6.5",
  menu: "M4 6.5h16M4 12h16M4 17.5h16",
  away: "M9 5h10v10M19 5L6 18",
};

/** Makes a decorative icon: what it says is said in words beside it. */
export function icon(name) {
  const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon ${name}`);
  svg.ariaHidden = "true";
  path.setAttribute("d", paths[name]);
  svg.append(path);
  return svg;
}

/** Text for those who do not see the page. */
export const unseen = (text) => h("span.unseen", text);

/** 128 random bits; `crypto.randomUUID` is missing where a page around the player is not secure. */
export const randomID = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

let lastID = 0;
/** An id that no other element of the page has. */
export const freshID = () => `lectern-${++lastID}`;
