// The inbox by keyboard, and several concerns at once. Everything here can be
// done without it: the boxes and buttons are the page's own. Shortcuts of one
// key are off while somebody types, and can be turned off (WCAG 2.1.4).
const kept = "keyward-inbox-shortcuts";
const typing = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

export function startInbox(root) {
  const form = root.querySelector("[data-inbox]");
  if (form) {
    start(root, form);
  }
}

function start(root, form) {
  const lines = [...form.querySelectorAll("[data-inbox-line]")];
  const boxOf = (line) => line.querySelector("input[name=concern]");
  const boxes = lines.map(boxOf);
  const all = form.querySelector("[data-inbox-all-box]");
  const count = form.querySelector("[data-inbox-count]");
  const help = root.querySelector("[data-inbox-keys]");
  const on = root.querySelector("[data-inbox-keys-on]");

  form.querySelector("[data-inbox-all]").hidden = false;
  help.hidden = false;
  on.checked = remembered() !== "off";
  on.addEventListener("change", () => remember(on.checked ? "on" : "off"));

  function tell() {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    count.textContent = chosen === 0 ? "" : `${chosen} chosen`;
  }

  all.addEventListener("change", () => {
    for (const box of boxes) {
      box.checked = all.checked;
    }
    tell();
  });
  form.addEventListener("change", tell);
  tell();

  const current = () => lines.findIndex((line) => line.contains(document.activeElement));
  function go(to) {
    const line = lines[Math.max(0, Math.min(lines.length - 1, to))];
    line.querySelector("a").focus();
    line.scrollIntoView({ block: "nearest" });
  }

  const keys = {
    j: () => go(current() + 1),
    k: () => go(current() === -1 ? 0 : current() - 1),
    o: () => lines[current()]?.querySelector("a").click(),
    x: () => {
      const box = lines[current()] && boxOf(lines[current()]);
      if (box) {
        box.checked = !box.checked;
        tell();
      }
    },
    a: () => {
      const here = lines[current()];
      if (here && boxes.every((box) => !box.checked)) {
        boxOf(here).checked = true;
        tell();
      }
      if (boxes.some((box) => box.checked)) {
        form.requestSubmit(form.querySelector("[data-inbox-acknowledge]"));
      }
    },
    "?": () => {
      help.open = true;
      help.querySelector("summary").focus();
    },
  };

  document.addEventListener("keydown", (event) => {
    const act = Object.hasOwn(keys, event.key) && keys[event.key];
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    if (!act || !isPlain || !on.checked || event.target.closest(typing) || document.querySelector("dialog[open]")) {
      return;
    }
    event.preventDefault();
    act();
  });
}

// A browser may refuse to remember; then the shortcuts are on.
function remembered() {
  try {
    return localStorage.getItem(kept);
  } catch {
    return null;
  }
}

function remember(value) {
  try {
    localStorage.setItem(kept, value);
  } catch {
    // Then it counts for this page alone.
  }
}
