// The inbox by keyboard, and several concerns at once. Everything here can be
// done without it: the boxes and buttons are the page's own.
import { openDialog } from "./dialog.js";
import { onKey } from "./shortcuts.js";

export function startInbox(root) {
  fold(root);
  const form = root.querySelector("[data-inbox]");
  if (form) {
    start(root, form);
  }
}

// What narrows the list is said beside “Filter and order”; on a telephone that is enough.
function fold(root) {
  const filter = root.querySelector("[data-inbox-filter]");
  if (filter && matchMedia("(max-width: 40.0525em)").matches) {
    filter.open = false;
  }
}

function start(root, form) {
  const lines = [...form.querySelectorAll("[data-inbox-line]")];
  const boxOf = (line) => line.querySelector("input[name=concern]");
  const boxes = lines.map(boxOf);
  const all = form.querySelector("[data-inbox-all-box]");
  const count = form.querySelector("[data-inbox-count]");
  const acts = form.querySelector("[data-inbox-acts]");
  const deeds = form.querySelector("[data-inbox-deeds]");
  const help = root.querySelector("[data-inbox-keys]");

  form.querySelector("[data-inbox-above]").hidden = false;
  acts.classList.add("kw-inbox__acts--waiting");

  // What can be done with those chosen is in sight as long as there are any.
  function tell() {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    count.textContent = chosen === 0 ? "" : `${chosen} selected`;
    deeds.hidden = chosen === 0;
    acts.classList.toggle("kw-inbox__acts--chosen", chosen > 0);
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
    "?": () => openDialog(help),
  };

  for (const [key, act] of Object.entries(keys)) {
    onKey(key, act);
  }
}
