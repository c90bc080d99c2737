import { h, icon } from "./dom.js";
import { t } from "./texts.js";

/** A list whose entries are moved by buttons or by arrow keys on them. */
export function orderingInput({ id, items, correctOrder }, { markup, shuffled, announce }, prompt) {
  const list = h("ol.order");
  const rows = new Map(items.map((item) => [item.id, makeRow(item)]));
  let isLocked = false;

  function makeRow({ id: item, text }) {
    const name = markup.text(text).textContent;
    const button = (direction, by) => {
      const attributes = { type: "button", "aria-label": t(direction, { item: name }), click: () => move(by) };
      return h("button.move", attributes, icon(direction));
    };
    const keydown = (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!by) return;
      event.preventDefault();
      move(by);
    };
    const label = h("span", markup.text(text));
    const row = h("li", { "data-item": item, keydown }, label, button("up", -1), button("down", 1));
    const move = (by) => place(row, [...list.children].indexOf(row) + by);
    return row;
  }

  const othersThan = (row) => [...list.children].filter((child) => child !== row);

  /** Moves a row; the focus stays where it is. */
  function place(row, index) {
    if (isLocked || index < 0 || index >= rows.size) return;
    const focused = document.activeElement;
    list.insertBefore(row, othersThan(row)[index] ?? null);
    if (row.contains(focused)) focused.focus();
    update();
    announce(t("moved", { item: row.firstChild.textContent, place: index + 1, total: rows.size }));
    list.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function arrange(ids) {
    // Items that a stored order does not name, because they are newer, come last.
    list.append(...[...new Set([...ids, ...rows.keys()])].flatMap((each) => rows.get(each) ?? []));
    update();
  }

  /** The ends can go no further. Their buttons stay in reach of the keyboard, so that the focus is not lost. */
  function update() {
    list.classList.toggle("locked", isLocked);
    [...list.children].forEach((row, index) => {
      const [, up, down] = row.children;
      up.ariaDisabled = isLocked || index === 0;
      down.ariaDisabled = isLocked || index === rows.size - 1;
    });
  }

  // An author who lists them in the right order does not mean to give it away.
  const isSolved = items.every((item, index) => item.id === correctOrder[index]);
  arrange((isSolved ? shuffled(items, id) : items).map((item) => item.id));
  return {
    element: h("fieldset", h("legend", prompt), list),
    read: () => ({ order: [...list.children].map((row) => row.dataset.item) }),
    show: ({ order }) => arrange(order ?? []),
    lock(locks) {
      isLocked = locks;
      update();
    },
    focus: () => list.querySelector("button[aria-disabled=false]").focus(),
  };
}
