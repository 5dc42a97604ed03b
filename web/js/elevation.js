// The mark that elevated access is on: it counts down and, at the end, clears
// from the page what elevated access had opened. What a person is writing is
// never touched. The server ends the access itself; this only shows it.
const warnAt = 120;

export function startElevation(root) {
  const mark = root.querySelector("[data-elevation]");
  keepWriting(root);
  const others = "BroadcastChannel" in window ? new BroadcastChannel("keyward-elevation") : null;
  if (!mark) {
    // A page that asks for a touch or a password shows that the access is over everywhere.
    if (root.querySelector(".kw-elevate, form input[autocomplete='current-password']")) {
      others?.postMessage("over");
    }
    return;
  }
  others?.addEventListener("message", () => end(root, mark));
  const left = mark.querySelector("[data-elevation-left]");
  const status = mark.querySelector("[data-elevation-status]");
  const ends = Date.now() + Number(mark.dataset.secondsLeft) * 1000;
  let warned = Number(mark.dataset.secondsLeft) <= warnAt;
  let timer;

  function show() {
    // By the clock, not by counting ticks: a laptop may have been asleep.
    const seconds = Math.max(0, Math.round((ends - Date.now()) / 1000));
    left.textContent = `· ${inMinutes(seconds)} left`;
    if (seconds === 0) {
      clearInterval(timer);
      end(root, mark);
    } else if (seconds <= warnAt && !warned) {
      warned = true;
      mark.classList.add("kw-elevated--soon");
      status.textContent = "Your elevated access ends in 2 minutes.";
    }
  }

  timer = setInterval(show, 1000);
  document.addEventListener("visibilitychange", show);
  window.addEventListener("pageshow", show);
  show();
}

// Elevating or dropping must not take somebody away from what they are writing: then it happens
// in a new tab, and this page learns of it.
function keepWriting(root) {
  let writing = false;
  root.addEventListener("input", (event) => {
    writing ||= event.target.closest("form[method='post']") !== null;
  });
  const leave = (element) => {
    if (writing) {
      element.target = "_blank";
    }
  };
  for (const link of root.querySelectorAll(".kw-elevate")) {
    link.addEventListener("click", () => leave(link));
  }
  for (const form of root.querySelectorAll("[data-elevation] form")) {
    form.addEventListener("submit", () => leave(form));
  }
}

function inMinutes(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function end(root, mark) {
  if (mark.hidden) {
    return;
  }
  mark.hidden = true;
  document.body.classList.remove("kw-body--elevated");
  for (const part of root.querySelectorAll("[data-elevated]")) {
    clear(part);
  }
  const ended = root.querySelector("[data-elevation-ended]");
  if (ended) {
    ended.hidden = false;
    // Said aloud once it is on the page: a live region speaks of changes only.
    ended.setAttribute("role", "alert");
    ended.append(...ended.childNodes);
  }
}

// Empties an element but for the forms in it and the fields around it.
function clear(part) {
  const writing = "form, input, textarea, select";
  if (part.matches(writing)) {
    return;
  }
  let cleared = false;
  for (const child of [...part.childNodes]) {
    if (child instanceof Element && (child.matches(writing) || child.querySelector(writing))) {
      clear(child);
    } else {
      cleared ||= child.textContent.trim() !== "";
      child.remove();
    }
  }
  if (cleared && part.hasAttribute("data-elevated")) {
    const words = document.createElement("p");
    words.className = "govuk-hint";
    words.textContent = "Shown with elevated access only.";
    part.prepend(words);
  }
}
