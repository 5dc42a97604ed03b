// The mark that elevated access is on: it counts down and, at the end, clears
// from the page what elevated access had opened. What a person is writing is
// never touched. The server ends the access itself; this only shows it.
const warnAt = 120;

export function startElevation(root) {
  const mark = root.querySelector("[data-elevation]");
  if (!mark) {
    return;
  }
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
