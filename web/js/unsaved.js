// A form without a draft of its own asks before its page is left with words on it
// that are nowhere else. Without this, the browser leaves at once.
export function startUnsaved(root) {
  for (const form of root.querySelectorAll("form[data-warns]")) {
    start(form);
  }
}

function start(form) {
  // One that came back with an error holds what was never saved.
  const came = form.dataset.warns === "now";
  const first = words();
  let sent = false;

  function words() {
    const fields = form.querySelectorAll("textarea, select, input:not([type=hidden])");
    return [...fields].map((field) => `${field.value} ${field.checked}`).join("\n");
  }

  form.addEventListener("submit", () => {
    sent = true;
  });
  window.addEventListener("pageshow", () => {
    sent = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && (came || words() !== first)) {
      event.preventDefault();
    }
  });
}
