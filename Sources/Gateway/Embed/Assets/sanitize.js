// Lesson HTML is foreign text. It is parsed into a document that runs and loads nothing, and only allowed elements and
// attributes are built anew: what is not listed here cannot get through, however the parser has read it.

const kept = new Set(
  ("p br hr h2 h3 h4 strong b em i u s sub sup mark small code pre kbd blockquote ul ol li dl dt dd table caption " +
    "thead tbody tr th td a img figure figcaption span div abbr details summary ruby rt").split(" "),
);
/** Their content is no text for a reader; of all other elements the content stays. */
const dropped = new Set(
  ("script style iframe frame frameset object embed applet svg math template noscript noembed noframes textarea " +
    "select title xmp plaintext audio video canvas").split(" "),
);

const any = (value) => value;
const oneOf = (...known) => (value) => known.find((each) => each === value.trim().toLowerCase());
const integer = (value) => (/^\s*\d{1,5}\s*$/.test(value) ? value.trim() : undefined);
const everywhere = { title: any, lang: any, dir: oneOf("ltr", "rtl", "auto") };
const cell = { colspan: integer, rowspan: integer };
const own = {
  // "#…" leads nowhere, since ids are dropped, and the fragment of the page holds the token.
  a: { href: (value) => address(value, ["https:", "http:", "mailto:"]) },
  img: { src: (value) => mediaURL(value, "image/"), alt: any, width: integer, height: integer },
  ol: { start: integer },
  td: cell,
  th: { ...cell, scope: oneOf("row", "col", "rowgroup", "colgroup") },
};

/** Lessons nest far less; deeper markup is an attack on the stack. */
const deepest = 100;

function address(value, protocols, dataType) {
  let url;
  try {
    url = new URL(value);
  } catch {
    // Relative ones are none: a lesson has no address of its own.
    return;
  }
  const isData = dataType && url.protocol === "data:" && url.pathname.toLowerCase().startsWith(dataType);
  return isData || protocols.includes(url.protocol) ? url.href : undefined;
}

/** The address of a page, or undefined. */
export const secureURL = (value) => address(value, ["https:"]);

/** The address of something to load, whose type in a `data:` address begins with `type`; or undefined. */
export const mediaURL = (value, type) => address(value, ["https:"], type);

/**
 * Builds the allowed part of some HTML.
 * @param {string} html
 * @param {(text: string) => Node|string} makeText what stands for a piece of text
 * @returns {DocumentFragment}
 */
export function sanitize(html, makeText = any) {
  const result = new DocumentFragment();
  build(new DOMParser().parseFromString(html, "text/html").body, result, makeText, 0);
  return result;
}

function build(source, target, makeText, depth) {
  for (const node of source.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) target.append(makeText(node.data));
    if (node.nodeType !== Node.ELEMENT_NODE || depth > deepest || dropped.has(node.localName)) continue;
    // The step's title is the page's only first heading.
    const name = node.localName === "h1" ? "h2" : node.localName;
    const element = kept.has(name) ? copy(node, name) : target;
    build(node, element, makeText, depth + 1);
    if (element !== target && (name !== "img" || element.src)) target.append(element);
  }
}

function copy(node, name) {
  const element = document.createElement(name);
  for (const [attribute, rule] of Object.entries({ ...everywhere, ...own[name] })) {
    const value = node.getAttribute(attribute);
    const clean = value === null ? undefined : rule(value);
    if (clean !== undefined) element.setAttribute(attribute, clean);
  }
  if (element.hasAttribute("href")) {
    element.target = "_blank";
    element.rel = "noopener noreferrer";
  }
  // A picture without a description is one that says nothing.
  if (name === "img") element.alt ||= "";
  return element;
}
