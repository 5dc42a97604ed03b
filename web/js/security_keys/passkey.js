// "Sign in with a passkey" on a school's sign-in page, shown only where the
// browser can ask for one.
import { countDown } from "./countdown.js";
import { ask, keysWorkHere } from "./key.js";
import { postJson } from "./server.js";
import { wordsForSignIn } from "./words.js";

export function startPasskeySignIn(root) {
  const box = root.querySelector("[data-passkey-sign-in]");
  if (!box || !keysWorkHere()) {
    return;
  }
  box.hidden = false;
  const start = box.querySelector("[data-passkey-start]");
  start.addEventListener("click", () => signIn(box, start));
  // A page that comes back out of the browser's memory begins afresh.
  window.addEventListener("pageshow", (event) => event.persisted && rest(box, start, ""));
}

async function signIn(box, start) {
  const address = box.dataset.passkeySignIn;
  const touch = box.querySelector("[data-touch-box]");
  const cancel = box.querySelector("[data-touch-cancel]");
  const stop = new AbortController();
  const onCancel = () => stop.abort();
  let endCount = () => {};

  start.disabled = true;
  touch.classList.remove("kw-touch--problem");
  cancel.addEventListener("click", onCancel, { once: true });
  cancel.hidden = false;
  try {
    say(box, "One moment…");
    const { ceremony, publicKey } = await postJson(`${address}/challenges`, {}, stop.signal);
    say(box, "Choose your passkey, and give its finger, face or PIN.");
    endCount = countDown(box.querySelector("[data-touch-time]"), publicKey.timeout / 1000);
    const credential = await ask("get", publicKey, stop.signal);
    endCount();
    say(box, "Thank you. One moment…");
    const { next } = await postJson(address, { ceremony, credential }, stop.signal);
    window.location.assign(next);
  } catch (error) {
    rest(box, start, wordsForSignIn(stop.signal.aborted ? { name: "Cancelled" } : error));
    touch.classList.add("kw-touch--problem");
    start.focus();
  } finally {
    endCount();
    cancel.removeEventListener("click", onCancel);
    cancel.hidden = true;
  }
}

function rest(box, start, words) {
  start.disabled = false;
  say(box, words);
}

function say(box, words) {
  box.querySelector("[data-touch-box]").hidden = words === "";
  box.querySelector("[data-touch-status]").textContent = words;
}
