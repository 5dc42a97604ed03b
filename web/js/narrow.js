// A long list, such as the staff of a large school or every place on a body,
// narrowed by what is typed above it. Its headings stay over what is left.
// Short lists stay as they are. Without this, the whole list is there to choose
// from.
const choicesMin = 12;

export function startNarrow(root) {
  for (const list of root.querySelectorAll("select[data-narrow]")) {
    if (list.options.length > choicesMin && !list.dataset.narrowed) {
      list.dataset.narrowed = "true";
      start(list);
    }
  }
}

function start(list) {
  const first = list.options[0];
  // Each heading with its choices; those without a heading are by themselves.
  const parts = [...list.children]
    .filter((child) => child !== first)
    .map((child) => ({ child, choices: child.tagName === "OPTGROUP" ? [...child.children] : [] }));
  const named = list.labels[0].textContent.trim();
  const box = document.createElement("input");
  box.type = "search";
  box.className = "govuk-input kw-narrow";
  box.autocomplete = "off";
  box.spellcheck = false;
  box.setAttribute("aria-label", `Part of a name, to find it in the list “${named}”`);
  box.placeholder = "Type part of a name";
  const status = document.createElement("p");
  status.className = "kw-choose__status kw-narrow__status";
  status.setAttribute("role", "status");
  list.before(box, status);

  // The choices that are left, put back in their places.
  function leave(isLeft) {
    const chosen = list.value;
    const left = [];
    const kept = [];
    for (const { child, choices } of parts) {
      if (choices.length === 0) {
        if (isLeft(child.text)) {
          kept.push(child);
          left.push(child);
        }
        continue;
      }
      const these = choices.filter((choice) => isLeft(`${choice.text} ${child.label}`));
      child.replaceChildren(...these);
      left.push(...these);
      if (these.length > 0) {
        kept.push(child);
      }
    }
    list.replaceChildren(first, ...kept);
    list.value = left.some((choice) => choice.value === chosen) ? chosen : first.value;
    return left;
  }

  function narrow() {
    const words = plain(box.value).split(" ").filter(Boolean);
    const left = leave((text) => words.every((word) => plain(text).includes(word)));
    if (words.length === 0) {
      status.textContent = "";
      return;
    }
    if (left.length === 1) {
      list.value = left[0].value;
    }
    list.dispatchEvent(new Event("change", { bubbles: true }));
    status.textContent = said(left, box.value.trim());
  }

  box.addEventListener("input", narrow);
  // Enter goes to the list, and sends nothing half filled in.
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === "ArrowDown") {
      event.preventDefault();
      list.focus();
    }
  });
  // What was chosen is used, and another is looked for.
  list.addEventListener("used", () => {
    box.value = "";
    narrow();
  });
}

function said(left, words) {
  if (left.length === 0) {
    return `Nothing in the list is found by “${words}”.`;
  }
  return left.length === 1 ? `${left[0].text} is chosen.` : `${left.length} found: choose one in the list.`;
}

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
