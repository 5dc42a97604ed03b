// What somebody wrote is sent only where Keyward can be reached: else the browser
// would put a page of its own in the place of the form, and nobody could tell
// whether it was sent. What is not sent stays in this page alone, in no storage
// of the browser, and is sent when the person presses again.
const answersWithinMilliseconds = 5000;
const againMilliseconds = 5000;

export function startSending(root) {
  for (const form of root.querySelectorAll("form[data-sends]")) {
    start(form);
  }
}

function start(form) {
  let asking = false;
  let passes = false;
  let notice;

  // Before anything else hears of it: what is not sent is not sent for anybody.
  document.addEventListener("submit", hold, true);

  async function hold(event) {
    if (event.target !== form || passes) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    if (asking) {
      return;
    }
    asking = true;
    const isThere = await isReached();
    asking = false;
    if (isThere) {
      notice?.end();
      notice = undefined;
      passes = true;
      form.requestSubmit(submitter?.isConnected ? submitter : undefined);
      passes = false;
    } else {
      notice ??= new Notice(form, submitter);
      notice.isNotSent(submitter);
    }
  }
}

// Whether Keyward answers, whatever it says. A wire that is plugged in is no connection.
async function isReached() {
  if (!navigator.onLine) {
    return false;
  }
  const { href } = document.querySelector("link[rel=stylesheet]");
  try {
    const answer = await fetch(href, {
      method: "HEAD",
      cache: "no-store",
      signal: AbortSignal.timeout(answersWithinMilliseconds),
    });
    return answer.status < 500 && !answer.redirected;
  } catch {
    return false;
  }
}

// What stands beside the button that was pressed, until the form is sent.
class Notice {
  constructor(form, submitter) {
    this.form = form;
    this.part = document.createElement("div");
    this.part.className = "kw-unsent";
    this.part.setAttribute("role", "alert");
    const place = submitter?.closest(".kw-submit, .kw-draft, .kw-attach, .govuk-button-group") ?? submitter;
    (place ?? form.lastElementChild).before(this.part);
    this.looks = () => this.look();
    this.stays = (event) => event.preventDefault();
    // A press that came to nothing may be repeated at once: it is no double click.
    this.lets = (event) => {
      if (event.target === this.submitter) {
        event.stopPropagation();
      }
    };
    form.addEventListener("click", this.lets, true);
    window.addEventListener("online", this.looks);
    window.addEventListener("beforeunload", this.stays);
  }

  isNotSent(submitter) {
    this.submitter = submitter;
    this.button = submitter?.firstChild?.textContent.trim() ?? "";
    const kept = this.form.querySelector("[data-draft]")?.dataset.saved;
    const where = kept
      ? `Your draft was last saved ${kept}; what you wrote since then is on this page alone.`
      : "What you wrote is on this page alone.";
    this.say(
      "Not sent: there is no connection to Keyward.",
      `${where} Keep this page open, and press “${this.button}” again when there is a connection.`,
    );
    this.part.classList.remove("kw-unsent--back");
    this.part.scrollIntoView({ block: "nearest" });
    this.later();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.looks, againMilliseconds);
  }

  async look() {
    if (await isReached()) {
      clearTimeout(this.timer);
      this.say(
        "There is a connection again.",
        `What you wrote is not sent yet: press “${this.button}” to send it.`,
      );
      this.part.classList.add("kw-unsent--back");
    } else {
      this.later();
    }
  }

  say(first, then) {
    const strong = document.createElement("strong");
    strong.textContent = first;
    this.part.replaceChildren(strong, ` ${then}`);
  }

  end() {
    clearTimeout(this.timer);
    this.form.removeEventListener("click", this.lets, true);
    window.removeEventListener("online", this.looks);
    window.removeEventListener("beforeunload", this.stays);
    this.part.remove();
  }
}
