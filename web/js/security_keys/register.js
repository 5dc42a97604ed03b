// The pop-up that links a new key, step by step. Whatever happens, it says so
// and offers a way on; closing it or pressing Escape ends what is under way.
import { countDown } from "./countdown.js";
import { ask, keysWorkHere } from "./key.js";
import { postJson, Told } from "./server.js";
import { wordsFor } from "./words.js";

export function startRegistration(root) {
  const dialog = root.querySelector("dialog[data-register-dialog]");
  // Without keys the buttons lead to the page that says which browsers know them.
  if (!dialog || !keysWorkHere() || typeof dialog.showModal !== "function") {
    return;
  }
  const registration = new Registration(dialog);
  for (const opener of root.querySelectorAll("[data-register-key]")) {
    // Before the dialog opens: the click comes here first.
    opener.addEventListener("click", () => registration.isOf(opener.dataset.registerKey));
    opener.dataset.dialogOpen = dialog.id;
    opener.setAttribute("aria-haspopup", "dialog");
  }
  registration.start();
}

class Registration {
  constructor(dialog) {
    this.dialog = dialog;
    this.form = dialog.querySelector('form[data-step="name"]');
    this.stop = new AbortController();
    this.kind = "u2f";
    this.withPin = false;
    this.done = false;
  }

  // "u2f" for a key that is plugged in, "passkey" for one on a device.
  isOf(kind) {
    this.kind = kind;
    this.withPin = false;
    for (const part of this.dialog.querySelectorAll("[data-only]")) {
      part.hidden = part.dataset.only !== kind;
    }
  }

  start() {
    const on = (selector, act) => {
      for (const element of this.dialog.querySelectorAll(selector)) {
        element.addEventListener("click", act);
      }
    };
    this.dialog.addEventListener("dialog:open", () => this.begin());
    this.dialog.addEventListener("close", () => this.end());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.register();
    });
    on("[data-cancel]", () => this.stop.abort());
    on("[data-again]", () => {
      this.withPin = false;
      this.begin();
    });
    on("[data-again-with-pin]", () => {
      this.withPin = true;
      this.begin();
    });
  }

  // The first step again; what was typed stays.
  begin() {
    this.stop.abort();
    this.stop = new AbortController();
    this.wrong("", "");
    this.busy(false);
    this.step("name");
    const name = this.form.elements.namedItem("device_name");
    (name.value === "" ? name : this.form.querySelector("[data-start]")).focus();
  }

  end() {
    this.stop.abort();
    this.endCount?.();
    for (const secret of ["password", "code"]) {
      const field = this.form.elements.namedItem(secret);
      if (field) {
        field.value = "";
      }
    }
    if (this.done) {
      window.location.reload();
    }
  }

  async register() {
    const { stop } = this;
    const name = this.form.elements.namedItem("device_name").value;
    const problem = this.problemWith(name);
    if (problem) {
      this.wrong("device_name", problem);
      return;
    }
    this.wrong("", "");
    this.busy(true);
    let asking = false;
    try {
      const proof = await this.prove(stop.signal);
      const begun = await postJson(
        "/account/security-keys/registrations",
        { device_name: name, with_pin: this.withPin, passkey: this.kind === "passkey", ...proof },
        stop.signal,
      );
      if (proof.ceremony) {
        await this.swap(stop.signal);
      }
      this.wait("touch", begun.publicKey);
      asking = true;
      const credential = await ask("create", begun.publicKey, stop.signal);
      asking = false;
      this.endCount();
      this.finish(await postJson("/account/security-keys", { ceremony: begun.ceremony, credential }, stop.signal));
    } catch (error) {
      this.fail(stop.signal.aborted ? { name: "Cancelled" } : error, asking);
    } finally {
      this.endCount?.();
    }
  }

  // The same checks as the server's, so that nobody presses a key in vain.
  problemWith(name) {
    const folded = name.trim().replaceAll(/\s+/g, " ").toLowerCase();
    const names = [...document.querySelectorAll("[data-key-name]")].map((row) => row.dataset.keyName.toLowerCase());
    if (folded === "") {
      return "Enter a name for it, such as Blue key or My phone";
    }
    return names.includes(folded) ? "You already have a key with this name. Choose another name" : "";
  }

  // The password for the first key; a code, or a touch of a key that is there, for any further one.
  async prove(signal) {
    const code = this.form.elements.namedItem("code")?.value.trim() ?? "";
    if (code !== "") {
      return { code };
    }
    if (this.dialog.dataset.proof === "code") {
      throw new Told("Enter the code", { field: "code" });
    }
    if (this.dialog.dataset.proof === "password") {
      const password = this.form.elements.namedItem("password").value;
      if (password === "") {
        throw new Told("Enter your Keyward password", { field: "password" });
      }
      const code = this.form.elements.namedItem("enrolment_code");
      return code ? { password, enrolment_code: code.value } : { password };
    }
    const { ceremony, publicKey } = await postJson("/security-keys/challenges", { purpose: "add_key" }, signal);
    this.wait("existing", publicKey);
    const credential = await ask("get", publicKey, signal);
    this.endCount();
    return { ceremony, credential };
  }

  // Waits until the old key is out and the new one in.
  swap(signal) {
    this.step("swap");
    return new Promise((resolve, reject) => {
      for (const button of this.dialog.querySelectorAll("[data-swapped]")) {
        button.addEventListener("click", resolve, { once: true, signal });
      }
      signal.addEventListener("abort", reject, { once: true });
    });
  }

  wait(step, publicKey) {
    this.step(step);
    this.endCount?.();
    this.endCount = countDown(this.part(step).querySelector("[data-time]"), publicKey.timeout / 1000);
  }

  finish({ message, waits }) {
    this.done = true;
    this.part("done").querySelector("[data-next]").hidden = waits;
    this.part("done").querySelector("[data-lead]").textContent = message;
    this.step("done");
  }

  fail(error, asking) {
    if (!this.dialog.open) {
      return;
    }
    this.busy(false);
    const words = wordsFor(error, this.kind === "passkey" ? "passkey" : "key");
    if (error.field) {
      this.step("name");
      this.wrong(error.field, words);
      return;
    }
    // Some keys with a PIN hang under Windows unless they are asked for it.
    const mayHang = asking && this.kind === "u2f" && ["TimeOver", "NotAllowedError", "Cancelled"].includes(error.name);
    for (const part of this.dialog.querySelectorAll("[data-again-with-pin], [data-pin-words]")) {
      part.hidden = !mayHang;
    }
    this.part("problem").querySelector("[data-problem-words]").textContent = words;
    this.step("problem");
  }

  // What is wrong with a field, said beside it; nothing with an empty name.
  wrong(field, words) {
    for (const group of this.form.querySelectorAll("[data-group]")) {
      const mine = group.dataset.group === field;
      const error = group.querySelector("[data-error]");
      const input = group.querySelector("input");
      group.classList.toggle("govuk-form-group--error", mine);
      input.classList.toggle("govuk-input--error", mine);
      error.hidden = !mine;
      error.textContent = mine ? `Error: ${words}` : "";
      if (mine) {
        input.focus();
      }
    }
  }

  busy(busy) {
    this.form.querySelector("[data-start]").disabled = busy;
  }

  part(step) {
    return this.dialog.querySelector(`[data-step="${step}"]`);
  }

  // Shows one step alone; what it says first is read aloud.
  step(step) {
    for (const part of this.dialog.querySelectorAll("[data-step]")) {
      part.hidden = part.dataset.step !== step;
    }
    this.part(step).querySelector("[data-lead]")?.focus();
  }
}
