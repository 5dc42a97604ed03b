// Keys that do something by themselves, such as / for the search. They never
// answer while somebody writes, nor together with Ctrl, Alt or Meta, and
// whoever speaks to their computer, or presses keys by accident, turns them
// off (WCAG 2.1.4). A page lists its keys in an element [data-shortcuts], with
// a [data-shortcuts-switch] in it.
// One switch for all of them: the inbox's turns these off too, and this one the inbox's.
const memory = "keyward-inbox-shortcuts";
const writing = "input, textarea, select, [contenteditable]";

export function startShortcuts(root) {
  for (const part of root.querySelectorAll("[data-shortcuts]")) {
    const button = part.querySelector("[data-shortcuts-switch]");
    part.hidden = false;
    show(button);
    button.addEventListener("click", () => {
      remember(areOn() ? "off" : "on");
      show(button);
    });
  }
}

// Calls `act` when this key is pressed by itself.
export function onKey(key, act) {
  document.addEventListener("keydown", (event) => {
    const alone = !event.ctrlKey && !event.altKey && !event.metaKey && !event.isComposing;
    const free = !event.target.closest?.(writing) && !document.querySelector("dialog[open]");
    if (event.key === key && alone && free && areOn()) {
      event.preventDefault();
      act();
    }
  });
}

function areOn() {
  try {
    return localStorage.getItem(memory) !== "off";
  } catch {
    // A browser that remembers nothing.
    return true;
  }
}

function remember(state) {
  try {
    localStorage.setItem(memory, state);
  } catch {
    // Then it counts for this press alone, and the button says so.
  }
}

function show(button) {
  button.textContent = areOn() ? "Turn these keys off" : "Turn these keys on";
}
