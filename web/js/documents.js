// Attaching files without leaving the page: chosen or dropped, sent one by one,
// with what is sent so far. Without this, a page of its own does the same.
export function startDocuments(root) {
  for (const part of root.querySelectorAll("[data-attach]")) {
    start(part, part.closest("form"));
  }
}

function start(part, form) {
  const find = (name) => part.querySelector(`[data-attach-${name}]`);
  const [list, refused, status, drop] = ["files", "refused", "status", "drop"].map(find);
  const input = drop.querySelector("input");
  const most = Number(part.dataset.bytesMax);
  let queue = Promise.resolve();
  let waits = 0;
  // What was refused stands until it is dismissed or the form is sent.
  let refusals = 0;

  form.querySelector("[data-attach-by-page]").hidden = true;
  drop.hidden = false;

  const draft = () => form.elements.namedItem("form").value;
  const address = () => part.dataset.attach || `/drafts/${encodeURIComponent(draft())}/documents`;

  // What was typed is kept first, so that the files have a draft to lie with.
  async function kept() {
    const saves = [];
    form.dispatchEvent(new CustomEvent("draft:save", { detail: saves }));
    await Promise.all(saves);
  }

  function add(files) {
    for (const file of files) {
      waits += 1;
      queue = queue.then(() => attach(file)).finally(() => {
        waits -= 1;
      });
    }
  }

  async function attach(file) {
    if (file.size > most) {
      refuse(`${file.name} is larger than ${part.dataset.sizeMax}, the most for one file.`, file.name);
      return;
    }
    const bar = waiting(file.name);
    try {
      await kept();
      const told = await send(address(), file, form, bar.querySelector("progress"));
      bar.remove();
      show(told.files);
      told.refused.forEach((words) => refuse(words, file.name));
      if (told.refused.length === 0) {
        status.textContent = `${file.name} is attached.`;
      }
    } catch (error) {
      bar.remove();
      refuse(`${file.name} was not attached. ${error.message}`, file.name);
    }
  }

  function waiting(name) {
    const line = document.createElement("li");
    line.className = "kw-file kw-file--waiting";
    const words = document.createElement("span");
    words.textContent = name;
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", `${name} is being sent`);
    line.append(words, " ", bar);
    list.append(line);
    return line;
  }

  // The server says what is attached; the page shows just that.
  function show(files) {
    const others = [...list.querySelectorAll(".kw-file--waiting")];
    list.replaceChildren(...files.map(item), ...others);
  }

  function item(file) {
    const line = document.createElement("li");
    line.className = "kw-file";
    line.dataset.file = file.id;
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = file.address;
    link.textContent = file.name;
    if (file.shown) {
      link.target = "_blank";
      link.rel = "noopener";
    }
    const note = document.createElement("span");
    note.className = "kw-list__note";
    note.textContent = file.about;
    const remove = document.createElement("button");
    remove.type = "submit";
    remove.className = "kw-link-button";
    remove.formAction = `${file.address}/removal`;
    remove.formNoValidate = true;
    remove.dataset.attachRemove = "";
    const hidden = document.createElement("span");
    hidden.className = "govuk-visually-hidden";
    hidden.textContent = ` ${file.name}`;
    remove.append("Remove", hidden);
    line.append(link, " ", note);
    // What goes with a concern already is never removed.
    if (!part.dataset.attach) {
      line.append(" ", remove);
    }
    return line;
  }

  function refuse(words, name) {
    refusals += 1;
    const line = document.createElement("li");
    const dismiss = document.createElement("button");
    dismiss.type = "button";
    dismiss.className = "kw-link-button";
    const about = document.createElement("span");
    about.className = "govuk-visually-hidden";
    about.textContent = ` what was said of ${name}`;
    dismiss.append("Dismiss", about);
    dismiss.addEventListener("click", () => {
      line.remove();
      drop.querySelector("input").focus();
    });
    line.append(words, " ", dismiss);
    refused.append(line);
    status.textContent = `${name} was not attached. The reason stands above.`;
  }

  input.addEventListener("change", () => {
    add([...input.files]);
    // The files are sent; the form itself brings none.
    input.value = "";
  });
  // A form that is sent waits for the files that are still under way, and stays if one is refused.
  form.addEventListener("submit", async (event) => {
    if (waits === 0) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    status.textContent = "Your files are still being sent. The form follows when they are there.";
    const before = refusals;
    await queue;
    if (refusals === before) {
      form.requestSubmit(event.submitter);
    } else {
      refused.scrollIntoView({ block: "center" });
    }
  });
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("kw-drop--over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("kw-drop--over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("kw-drop--over");
    add([...event.dataTransfer.files]);
  });
}

// Only this old way of asking tells how much is sent.
function send(address, file, form, bar) {
  const fields = new FormData();
  for (const name of ["form", "page", "writer"]) {
    fields.append(name, form.elements.namedItem(name)?.value ?? "");
  }
  fields.append("file", file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      bar.value = event.lengthComputable ? event.loaded / event.total : 0;
    });
    request.addEventListener("load", () => {
      if ((request.getResponseHeader("content-type") ?? "").startsWith("application/json")) {
        resolve(JSON.parse(request.responseText));
      } else {
        reject(new Error(whyNot(request.status)));
      }
    });
    request.addEventListener("error", () => {
      reject(new Error("There is no connection. Choose it again when there is."));
    });
    request.send(fields);
  });
}

function whyNot(status) {
  if (status === 403 || status === 404) {
    return "You have been signed out, or the draft is over. Sign in again in another tab, then choose it again.";
  }
  if (status === 409) {
    return "You have as many drafts as there can be. Log or discard one in another tab, then choose it again.";
  }
  if (status === 413) {
    return "It is too large to be sent.";
  }
  return "Keyward did not answer. Choose it again.";
}
