// Finding pupils as one types: matches appear beneath the box, and those that
// are ticked stay as ticked boxes in the form, each with a role of its own in
// the concern. Where one pupil alone is chosen, they are radio buttons and the
// last one chosen stays. What is typed is sent in a body, never in an address.
// Without this, the Find button does the same.
const waitMilliseconds = 150;
const lettersMin = 2;
const shownMax = 8;

export function startFindPupil(root) {
  for (const part of root.querySelectorAll("[data-find-pupil]")) {
    start(part);
  }
}

function start(part) {
  const box = part.querySelector("input[type=search]");
  const matches = part.querySelector("[data-find-matches]");
  const chosen = part.querySelector("[data-find-chosen]");
  const status = part.querySelector("[data-find-status]");
  const pick = part.querySelector("[data-find-pick]");
  const button = part.querySelector("[data-find-button]");
  const isOne = "findOne" in part.dataset;
  let timer;
  let asked = 0;
  // Which words were answered last, and how many were found by them.
  let answered = { words: "", count: 0 };

  button.type = "button";

  async function find() {
    clearTimeout(timer);
    const turn = ++asked;
    const words = box.value.trim();
    answered = { words: "", count: 0 };
    if (words.length < lettersMin) {
      matches.replaceChildren();
      status.textContent = "";
      return;
    }
    let found;
    try {
      found = await ask(part.dataset.findPupil, words);
    } catch {
      found = undefined;
    }
    // A slower answer to earlier letters must not replace a later one.
    if (turn === asked) {
      show(words, found);
    }
  }

  function show(words, found) {
    if (!found) {
      // The server knows why, and says it on a page of its own.
      button.type = "submit";
      matches.replaceChildren();
      status.textContent = "The search did not answer. Press Find to try again.";
      return;
    }
    const ids = new Set([...chosen.querySelectorAll("input:checked")].map((input) => input.value));
    const fresh = found.filter((pupil) => !ids.has(pupil.id) && pupil.id !== part.dataset.findBut);
    answered = { words, count: fresh.length };
    const list = newList("Pupils found");
    fresh.slice(0, shownMax).forEach((pupil, index) => list.append(item(pupil, `match-${index}`)));
    matches.replaceChildren(...(fresh.length > 0 ? [list] : []));
    if (fresh.length > 0) {
      status.textContent = said(fresh.length, isOne);
    } else {
      const nobody = found.length > 0 ? "Nobody else" : "No pupil";
      status.textContent = `${nobody} is found by “${words}”. Try part of the surname, or the UPN.`;
    }
  }

  function newList(words) {
    const list = document.createElement("div");
    list.className = isOne ? "govuk-radios govuk-radios--small" : "govuk-checkboxes kw-picks";
    if (isOne) {
      list.setAttribute("role", "radiogroup");
      list.setAttribute("aria-label", words);
    }
    return list;
  }

  // A pupil to tick; with a `given` role, one who is chosen.
  function item(pupil, id, given) {
    const copy = pick.content.cloneNode(true).firstElementChild;
    const [input, label, hint, role] = copy.children;
    input.id = id;
    input.value = pupil.id;
    input.setAttribute("aria-describedby", `${id}-item-hint`);
    label.htmlFor = id;
    label.textContent = pupil.name;
    hint.id = `${id}-item-hint`;
    hint.textContent = pupil.about;
    if (!role) {
      return copy;
    }
    if (given !== undefined) {
      const [words, list] = role.children;
      list.id = `role-${pupil.id}`;
      list.name = list.id;
      list.setAttribute("aria-describedby", hint.id);
      words.htmlFor = list.id;
      words.textContent = `The role that ${pupil.name} has in this`;
      list.value = given;
    } else {
      role.remove();
    }
    return copy;
  }

  function pupilOf(input) {
    const [, label, hint] = input.parentElement.children;
    return { id: input.value, name: label.textContent.trim(), about: hint.textContent.trim() };
  }

  function keepOne(pupil) {
    const list = newList("Chosen");
    const copy = item(pupil, `chosen-${Date.now()}`);
    copy.firstElementChild.checked = true;
    list.append(copy);
    chosen.replaceChildren(list);
    matches.replaceChildren();
    box.value = "";
    answered = { words: "", count: 0 };
  }

  function choose(input) {
    const pupil = pupilOf(input);
    if (isOne) {
      keepOne(pupil);
      box.focus();
      status.textContent = `${pupil.name} is chosen. Type another name to choose somebody else.`;
      return;
    }
    let list = chosen.querySelector(".govuk-checkboxes");
    if (!list) {
      list = document.createElement("div");
      list.className = "govuk-checkboxes kw-picks";
      chosen.append(list);
    }
    for (const same of list.querySelectorAll("input")) {
      if (same.value === pupil.id) {
        same.closest(".govuk-checkboxes__item").remove();
      }
    }
    // The first is the subject until something else is said; no role is copied to the next.
    const given = list.querySelector("input:checked") ? "" : "subject";
    const copy = item(pupil, `chosen-${list.children.length}-${Date.now()}`, given);
    copy.firstElementChild.checked = true;
    list.append(copy);
    matches.replaceChildren();
    box.value = "";
    answered = { words: "", count: 0 };
    if (given === "") {
      copy.querySelector("select").focus();
      status.textContent = `${pupil.name} is chosen. Choose the role that they have in this.`;
    } else {
      box.focus();
      status.textContent = `${pupil.name} is chosen. Type another name to add somebody else.`;
    }
  }

  // Whom the server sent chosen stays chosen while another is looked for.
  const sent = isOne && matches.querySelector("input:checked");
  if (sent) {
    keepOne(pupilOf(sent));
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, waitMilliseconds);
  });
  // Enter chooses the only match. Of several it chooses none: a child must not be named by a key
  // that was pressed too soon.
  async function chooseTheOnlyOne() {
    const words = box.value.trim();
    if (answered.words !== words) {
      await find();
    }
    const is = answered.words === words && box.value.trim() === words;
    const only = is && answered.count === 1 && matches.querySelector("input");
    if (only) {
      choose(only);
    }
  }

  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && box.value.trim() !== "") {
      event.preventDefault();
      chooseTheOnlyOne();
    } else if (event.key === "ArrowDown") {
      const first = matches.querySelector("input");
      if (first) {
        event.preventDefault();
        first.focus();
      }
    }
  });
  // Among the matches the arrows move, and Enter chooses the one that the keyboard is at.
  matches.addEventListener("keydown", (event) => {
    const inputs = [...matches.querySelectorAll("input")];
    const at = inputs.indexOf(event.target);
    if (at < 0) {
      return;
    }
    const to = { ArrowDown: inputs[at + 1] ?? inputs[at], ArrowUp: inputs[at - 1] ?? box, Escape: box };
    if (event.key === "Enter") {
      event.preventDefault();
      choose(event.target);
    } else if (event.key in to) {
      event.preventDefault();
      to[event.key].focus();
    }
  });
  button.addEventListener("click", (event) => {
    if (button.type === "button") {
      event.preventDefault();
      find();
    }
  });
  matches.addEventListener("change", (event) => {
    if (event.target.checked) {
      choose(event.target);
    }
  });
}

function said(count, isOne) {
  if (count > shownMax) {
    return `The first ${shownMax} are shown. Type more letters to find others; the down arrow goes to these.`;
  }
  const [one, several] = isOne
    ? ["Choose their name", "Choose the right one"]
    : ["Tick their name", "Tick one of them, then look for the next"];
  return count === 1
    ? `1 pupil found. ${one}, or press Enter.`
    : `${count} pupils found. ${several}; the down arrow goes to them.`;
}

async function ask(address, words) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams({ find: words }),
  });
  if (!answer.ok) {
    throw new Error(`the search answered ${answer.status}`);
  }
  return (await answer.json()).pupils;
}
