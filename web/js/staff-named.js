// Members of staff whom a concern names: whoever is chosen here cannot be
// alerted to it, which the page then shows at once, and one more list comes
// without asking the server. Without this, the server does both.
export function startStaffNamed(root) {
  for (const part of root.querySelectorAll("[data-staff-named]")) {
    start(part);
  }
}

function start(part) {
  const form = part.closest("form");
  const add = part.querySelector("[data-staff-add]");
  const lists = () => [...part.querySelectorAll("select")];
  const status = part.querySelector("[data-staff-status]");
  // How it was before somebody was named, to bring it back.
  const before = new Map();

  function keepApart() {
    const named = new Set(lists().map((list) => list.value));
    const kept = [];
    for (const box of form.querySelectorAll("input[name=alert]")) {
      const [label, hint] = [box.labels[0], box.parentElement.querySelector(".govuk-hint")];
      if (named.has(box.value)) {
        kept.push(label.textContent);
        if (!box.disabled) {
          before.set(box.value, { ticked: box.checked, words: hint.textContent });
          box.checked = false;
          box.disabled = true;
          hint.textContent = "Part of this concern";
        }
      } else if (before.has(box.value)) {
        const { ticked, words } = before.get(box.value);
        before.delete(box.value);
        box.disabled = false;
        box.checked = ticked;
        hint.textContent = words;
      } else {
        box.disabled = false;
      }
    }
    status.textContent = kept.length > 0 ? `Not alerted to it: ${kept.join(", ")}` : "";
  }

  part.addEventListener("change", keepApart);
  add.type = "button";
  add.addEventListener("click", (event) => {
    event.preventDefault();
    const [first] = lists();
    const copy = first.cloneNode(true);
    const number = lists().length + 1;
    copy.id = `staff-${number}`;
    copy.value = "";
    copy.setAttribute("aria-label", `Member of staff ${number}`);
    lists().at(-1).after(copy);
    copy.focus();
  });
}
