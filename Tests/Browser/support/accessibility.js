// Looks at a page for what would keep people from using it (WCAG 2.2 AA, as far as a program can tell), and gives
// sentences, one for each problem. Names and roles are taken from the browser's own tree, elsewhere.
() => {
  const problems = [];
  const blame = (element, sentence) => {
    const id = element.id ? `#${element.id}` : "";
    const text = (element.textContent || element.getAttribute("aria-label") || "").trim().slice(0, 40);
    problems.push(`${sentence}: <${element.localName}${id} class="${element.getAttribute("class") ?? ""}"> ${text}`);
  };
  const all = [...document.body.querySelectorAll("*")];
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  // Text for those who do not see the page is clipped to nothing.
  const isUnseen = (element) => !!element.closest(".unseen");
  const shown = all.filter((element) => isShown(element));

  // Colours -----------------------------------------------------------------------------------------------------------
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const read = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (top, bottom) => [0, 1, 2].map((i) => top[i] * top[3] + bottom[i] * (1 - top[3])).concat(1);
  const backgroundOf = (element) => {
    const layers = [];
    for (let each = element; each; each = each.parentElement) {
      const style = getComputedStyle(each);
      layers.push(read(style.backgroundColor));
      if (layers.at(-1)[3] === 1) break;
    }
    const paper = read(getComputedStyle(document.documentElement).backgroundColor);
    return layers.reverse().reduce((below, layer) => over(layer, below), over(paper, [255, 255, 255, 1]));
  };
  const luminance = (colour) => {
    const [red, green, blue] = colour.slice(0, 3).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const opacityOf = (element) => {
    let opacity = 1;
    for (let each = element; each; each = each.parentElement) opacity *= Number(getComputedStyle(each).opacity);
    return opacity;
  };

  // Text stands out ---------------------------------------------------------------------------------------------------
  for (const element of shown) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!hasText || isUnseen(element) || element.closest(":disabled, [aria-disabled=true]")) continue;
    // Options that are locked can no longer be used; what was chosen still has to be read.
    const style = getComputedStyle(element);
    const background = backgroundOf(element);
    const colour = read(style.color);
    colour[3] *= opacityOf(element);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = contrast(over(colour, background), background);
    if (ratio < (isLarge ? 3 : 4.5)) blame(element, `contrast of text is ${ratio.toFixed(2)}`);
  }

  // Fields and buttons can be told from what is around them -----------------------------------------------------------
  for (const element of shown.filter((each) => each.matches("input[type=text], textarea, select, button, .option"))) {
    if (element.matches(":disabled, [aria-disabled=true]") || element.querySelector(":disabled")) continue;
    const style = getComputedStyle(element);
    const around = backgroundOf(element.parentElement);
    const hasBorder = parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== "none";
    const edge = hasBorder ? contrast(over(read(style.borderTopColor), around), around) : 1;
    const ratio = Math.max(edge, contrast(backgroundOf(element), around));
    // A button whose words say that it is one needs no edge.
    const isNamed = element.localName === "button" && element.textContent.trim();
    if (ratio < 3 && !isNamed) blame(element, `contrast of its edge is ${ratio.toFixed(2)}`);
  }

  // Targets are large enough (2.5.8) ----------------------------------------------------------------------------------
  for (const element of shown.filter((each) => each.matches("button, input, select, textarea, summary, a[href]"))) {
    const isInText = element.localName === "a" && getComputedStyle(element).display === "inline";
    const target = element.closest("label") ?? element;
    const { width, height } = target.getBoundingClientRect();
    const isSmall = width < 24 || height < 24;
    if (isSmall && !isInText && !isUnseen(element)) blame(element, `target of ${width} × ${height} pixels`);
  }

  // Structure ---------------------------------------------------------------------------------------------------------
  const ids = all.map((element) => element.id).filter(Boolean);
  const repeated = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  for (const id of repeated) problems.push(`the id ${id} is not unique`);
  for (const attribute of ["aria-describedby", "aria-labelledby", "aria-controls", "for", "aria-owns"]) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      for (const id of element.getAttribute(attribute).split(/\s+/)) {
        if (!document.getElementById(id)) blame(element, `${attribute} names ${id}, which is not there`);
      }
    }
  }
  for (const element of all) if (element.tabIndex > 0) blame(element, "a tabindex over 0");
  for (const element of shown.filter((each) => each.matches("a[href], button, input, [tabindex='0']"))) {
    if (element.parentElement.closest("a[href], button, summary")) blame(element, "a control within a control");
    if (element.closest("[aria-hidden=true]")) blame(element, "a control that is hidden from assistive technology");
  }
  for (const input of shown.filter((each) => each.matches("input[type=radio], input[type=checkbox]"))) {
    if (!input.closest("fieldset")) blame(input, "not in a group");
  }
  for (const group of shown.filter((each) => each.localName === "fieldset")) {
    if (!group.querySelector(":scope > legend")?.textContent.trim()) blame(group, "no legend");
  }
  for (const image of document.images) if (!image.hasAttribute("alt")) blame(image, "no alt");
  for (const frame of document.querySelectorAll("iframe")) if (!frame.title.trim()) blame(frame, "no title");
  for (const table of document.querySelectorAll("table")) if (!table.querySelector("th")) blame(table, "no headers");
  for (const video of document.querySelectorAll("video")) {
    if (video.autoplay || !video.controls) blame(video, "must have controls and not start by itself");
  }

  // Landmarks, headings, language -------------------------------------------------------------------------------------
  const count = (selector) => shown.filter((element) => element.matches(selector)).length;
  if (count("main") !== 1) problems.push(`there are ${count("main")} main landmarks`);
  if (count("h1") !== 1) problems.push(`there are ${count("h1")} headings of level 1`);
  let level = 0;
  for (const heading of shown.filter((element) => /^h[1-6]$/.test(element.localName))) {
    const next = Number(heading.localName[1]);
    if (next > level + 1) blame(heading, `heading of level ${next} after level ${level}`);
    level = next;
  }
  for (const nav of shown.filter((element) => element.localName === "nav")) {
    if (!nav.ariaLabel && !nav.hasAttribute("aria-labelledby")) blame(nav, "a navigation without a name");
  }
  if (!/^[a-z]{2,3}(-|$)/i.test(document.documentElement.lang)) problems.push("the page has no language");
  if (!document.title.trim()) problems.push("the page has no title");
  if (!document.querySelector("[role=status], [aria-live]")) problems.push("there is no live region");

  // Nothing has to be scrolled sideways (1.4.10) ----------------------------------------------------------------------
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) problems.push(`the page is ${scrollWidth} wide in a window of ${clientWidth}`);
  return problems;
}
