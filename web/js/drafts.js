// Keeps what is typed into the form of a concern: a moment after one pauses,
// when the page is left, and again when the connection or the session is back.
// What is not saved yet stays in this page alone: other people use this machine.
// Without this, the button "Save as a draft" does the same.
const pauseMilliseconds = 1500;
const againMilliseconds = 20_000;
// Browsers let no more go after a page that is left (Fetch § 5.4).
const keepaliveBytesMax = 60_000;
// What the page says of the draft itself, and a name that is looked up, which is nothing written yet.
const own = ["draft", "page", "turn", "writer", "find"];

export function startDrafts(root) {
  const part = root.querySelector("[data-draft]");
  if (part?.closest("form")) {
    start(part, part.closest("form"));
  }
}

function start(part, form) {
  const status = part.querySelector("[data-draft-status]");
  const spoken = part.querySelector("[data-draft-spoken]");
  const hidden = (name) => form.elements.namedItem(name);
  let saved = typed();
  let timer;
  let sending;
  let sent = false;
  let apart = false;
  let isUnsaved = false;

  function body() {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") {
        fields.append(name, value);
      }
    }
    return fields;
  }

  function typed() {
    const fields = body();
    for (const name of own) {
      fields.delete(name);
    }
    return fields.toString();
  }

  // The time changes with each save; what is read aloud changes only when something else does.
  function say(words, failed = false, aloud = words) {
    isUnsaved = failed;
    status.textContent = words;
    if (spoken.textContent !== aloud) {
      spoken.textContent = aloud;
    }
    part.classList.toggle("kw-draft--failed", failed);
  }

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(save, milliseconds);
  }

  // One save at a time; what is typed meanwhile is saved by the next.
  function save(always = false) {
    clearTimeout(timer);
    if (sent) {
      return Promise.resolve();
    }
    sending = (sending ?? Promise.resolve()).then(() => saveNow(always === true));
    return sending;
  }

  async function saveNow(always) {
    const words = typed();
    if (sent || (words === saved && !always)) {
      return;
    }
    let answer;
    let told;
    try {
      answer = await send();
      told = answer.headers.get("content-type")?.startsWith("application/json")
        ? await answer.json()
        : undefined;
    } catch {
      say("Not saved: no connection. Keep this page open; it is tried again.", true);
      later(againMilliseconds);
      return;
    }
    if (answer.ok && told) {
      saved = words;
      keep(told);
      if (typed() !== saved) {
        later(pauseMilliseconds);
      }
    } else if (told?.why === "over") {
      apart = true;
      await saveNow(true);
    } else {
      say(whyNot(answer.status, told), true);
      later(againMilliseconds);
    }
  }

  function send() {
    hidden("turn").value = Number(hidden("turn").value) + 1;
    const fields = body();
    if (apart) {
      fields.append("apart", "1");
    }
    const text = fields.toString();
    return fetch(part.dataset.draft, {
      method: "POST",
      headers: {
        accept: "application/json",
        "content-type": "application/x-www-form-urlencoded",
      },
      body: text,
      keepalive: text.length < keepaliveBytesMax,
    });
  }

  function keep(told) {
    apart = false;
    hidden("form").value = told.form;
    hidden("draft").value = told.version;
    if (!told.kept) {
      delete part.dataset.saved;
      say(Number(told.version) > 0 ? "Nothing is written here, so no draft is kept." : "");
      return;
    }
    part.dataset.saved = `at ${told.at}`;
    if (told.apart) {
      say(
        `This draft was changed, sent or discarded in another tab. What you write here is saved as a draft of its own, at ${told.at}.`,
      );
    } else {
      const until = part.dataset.until ?? "you log it";
      say(`Draft saved at ${told.at}. Only you can see it until ${until}.`, false, "Draft saved.");
    }
  }

  // A form that came back may hold what was never saved.
  if ("draftUnsaved" in part.dataset) {
    saved = "";
    later(pauseMilliseconds);
  }
  // Others on the page keep the form first, whatever is in it.
  form.addEventListener("draft:save", (event) => {
    event.detail.push(save(true));
  });
  form.addEventListener("input", () => later(pauseMilliseconds));
  form.addEventListener("change", () => later(pauseMilliseconds));
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" || isUnsaved) {
      save();
    }
  });
  window.addEventListener("pagehide", () => save());
  window.addEventListener("online", () => save());
  window.addEventListener("focus", () => {
    if (isUnsaved) {
      save();
    }
  });
  // A page that is come back to is written on again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      sent = false;
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && isUnsaved) {
      event.preventDefault();
    }
  });
}

function whyNot(status, told) {
  if (told?.words) {
    return `Not saved. ${told.words}`;
  }
  if (status === 403 || status === 404) {
    return "Not saved: you have been signed out, your elevated access has ended, or you are viewing as a user group. Keep this page open and sign in again, or stop viewing, in another tab; what you write is then saved by itself.";
  }
  if (status === 413) {
    return "Not saved: this is too long for a draft. Shorten it, or log it now and add the rest afterwards.";
  }
  return "Not saved: Keyward did not answer. Keep this page open; it is tried again.";
}
