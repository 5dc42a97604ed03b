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
  // What was ticked before somebody was named, to tick it again.
  const ticked = new Map();

  function keepApart() {
    const named = new Set(lists().map((list) => list.value));
    for (const box of form.querySelectorAll("input[name=alert]")) {
      if (named.has(box.value) && !box.disabled) {
        ticked.set(box.value, box.checked);
        box.checked = false;
        box.disabled = true;
      } else if (!named.has(box.value) && box.disabled) {
        box.disabled = false;
        box.checked = ticked.get(box.value) ?? false;
      }
    }
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
