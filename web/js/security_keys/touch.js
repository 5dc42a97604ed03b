// Forms that need a touch. `data-touch="elevate"` fills in the hidden fields
// `ceremony` and `credential` and sends the form; `data-touch-first="elevate"`
// elevates access by itself first, and then sends the form as it stands.
// `data-touch-about` says which act the touch is for, where each asks for its own. A code
// in the form's own field does instead of a touch.
import { countDown } from "./countdown.js";
import { ask } from "./key.js";
import { postForm, postJson } from "./server.js";
import { wordsFor } from "./words.js";

const pressIt = "Insert your key and press its button (the gold disc) when it flashes.";
const pressItWithPin = "Insert your key, enter its PIN when your browser asks for it, and press its button (the gold disc).";

export function startTouchForms(root) {
  for (const form of root.querySelectorAll("form[data-touch], form[data-touch-first]")) {
    for (const part of form.querySelectorAll("[data-with-script]")) {
      part.hidden = false;
    }
    form.addEventListener("submit", (event) => {
      const code = codeIn(form);
      if (form.dataset.touch && code !== "") {
        return;
      }
      event.preventDefault();
      if (form.dataset.touching) {
        return;
      }
      if (code !== "") {
        enter(form, code);
      } else if (event.submitter?.hasAttribute("data-use-code")) {
        say(form, "Enter the code first.");
        form.elements.namedItem("code").focus();
      } else {
        touch(form);
      }
    });
  }
  // A page that comes back out of the browser's memory begins afresh.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      for (const form of root.querySelectorAll("form[data-touching]")) {
        rest(form, "");
      }
    }
  });
}

function codeIn(form) {
  return form.elements.namedItem("code")?.value.trim() ?? "";
}

// Elevates access with a code, and then sends the form without it.
async function enter(form, code) {
  const field = form.elements.namedItem("code");
  const box = form.querySelector("[data-touch-box]");
  begin(form, box);
  try {
    say(form, "One moment…");
    await postForm("/elevation", { code });
    field.disabled = true;
    HTMLFormElement.prototype.submit.call(form);
  } catch (error) {
    rest(form, wordsFor(error, false));
    box?.classList.add("kw-touch--problem");
    field.value = "";
    field.focus();
  }
}

function begin(form, box) {
  form.dataset.touching = "yes";
  for (const button of form.querySelectorAll('[type="submit"]')) {
    button.disabled = true;
  }
  box?.classList.remove("kw-touch--problem");
}

async function touch(form) {
  const purpose = form.dataset.touch ?? form.dataset.touchFirst;
  const about = form.dataset.touchAbout ?? "";
  const stop = new AbortController();
  const box = form.querySelector("[data-touch-box]");
  const time = form.querySelector("[data-touch-time]");
  const cancel = form.querySelector("[data-touch-cancel]");
  const onCancel = () => stop.abort();
  let endCount = () => {};
  let pin = false;

  begin(form, box);
  cancel?.addEventListener("click", onCancel, { once: true });
  if (cancel) {
    cancel.hidden = false;
  }
  try {
    say(form, "One moment…");
    const { ceremony, publicKey } = await postJson("/security-keys/challenges", { purpose, about }, stop.signal);
    pin = publicKey.userVerification === "required";
    say(form, whatToDo(publicKey, pin));
    cancel?.focus();
    if (time) {
      endCount = countDown(time, publicKey.timeout / 1000);
    }
    const credential = await ask("get", publicKey, stop.signal);
    endCount();
    say(form, "Thank you. One moment…");
    if (form.dataset.touch) {
      form.elements.namedItem("ceremony").value = ceremony;
      form.elements.namedItem("credential").value = credential;
    } else {
      await postForm("/elevation", { ceremony, credential });
    }
    // `submit` and not `requestSubmit`: it has been touched for.
    HTMLFormElement.prototype.submit.call(form);
  } catch (error) {
    rest(form, wordsFor(stop.signal.aborted ? { name: "Cancelled" } : error, "", pin));
    box?.classList.add("kw-touch--problem");
    form.querySelector('[type="submit"]')?.focus();
  } finally {
    endCount();
    cancel?.removeEventListener("click", onCancel);
    if (cancel) {
      cancel.hidden = true;
    }
  }
}

// What to do with the keys that may answer: those on a device are not pressed.
function whatToDo({ allowCredentials = [] }, pin) {
  const onDevice = ({ transports = [] }) => transports.includes("internal") || transports.includes("hybrid");
  const pressed = pin ? pressItWithPin : pressIt;
  if (allowCredentials.every(onDevice)) {
    return "Choose your passkey, and give its finger, face or PIN.";
  }
  return allowCredentials.some(onDevice) ? `${pressed} Or choose your passkey, and give its finger, face or PIN.` : pressed;
}

// The form can be sent again.
function rest(form, words) {
  delete form.dataset.touching;
  for (const button of form.querySelectorAll('[type="submit"]')) {
    button.disabled = false;
  }
  const code = form.elements.namedItem("code");
  if (code) {
    code.disabled = false;
  }
  say(form, words);
}

function say(form, words) {
  const box = form.querySelector("[data-touch-box]");
  if (box) {
    box.hidden = words === "";
  }
  const status = form.querySelector("[data-touch-status]");
  if (status) {
    status.textContent = words;
  }
}
