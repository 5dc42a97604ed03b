// The inbox by keyboard, and several concerns at once. Everything here can be
// done without it: the boxes and buttons are the page's own.
import { onKey } from "./shortcuts.js";

export function startInbox(root) {
  leadBack(root);
  const form = root.querySelector("[data-inbox]");
  if (form) {
    start(root, form);
  }
}

// The way back leads to the inbox as it was filtered and turned.
function leadBack(root) {
  const back = root.querySelector("[data-inbox-back]");
  if (back && document.referrer) {
    const from = new URL(document.referrer);
    if (from.origin === location.origin && from.pathname === back.pathname) {
      back.href = from.href;
    }
  }
}

function start(root, form) {
  const lines = [...form.querySelectorAll("[data-inbox-line]")];
  const boxOf = (line) => line.querySelector("input[name=concern]");
  const boxes = lines.map(boxOf);
  const all = form.querySelector("[data-inbox-all-box]");
  const count = form.querySelector("[data-inbox-count]");
  const help = root.querySelector("[data-inbox-keys]");

  form.querySelector("[data-inbox-all]").hidden = false;

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

  for (const [key, act] of Object.entries(keys)) {
    onKey(key, act);
  }
}
