// Searching as one types. What is typed is sent in a body, never in an
// address; a newer question calls the older one off. Without this, the Search
// button does the same.
import { onKey } from "./shortcuts.js";

const waitMilliseconds = 160;
const preparingMilliseconds = 1000;
const lettersMin = 2;

export function startSearch(root) {
  const form = root.querySelector("[data-search]");
  if (form) {
    new Search(root, form);
  } else if (root.querySelector('nav a[href="/search"]')) {
    onKey("/", () => window.location.assign("/search"));
  }
}

class Search {
  constructor(root, form) {
    this.form = form;
    this.box = form.querySelector("[data-search-box]");
    this.found = root.querySelector("[data-search-found]");
    this.status = root.querySelector("[data-search-status]");
    // Whatever was typed last, so that an arrow key or a blank asks for nothing new.
    this.asked = this.found.children.length > 0 ? this.question() : "";
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask(false);
    });
    form.addEventListener("input", () => this.soon(waitMilliseconds));
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") {
        this.move(event, 0);
      }
    });
    this.found.addEventListener("keydown", (event) => this.step(event));
    onKey("/", () => this.toBox());
    if (!root.querySelector(".govuk-error-summary")) {
      this.toBox();
    }
    if (this.asked === "") {
      this.soon(0);
    } else if (this.preparing()) {
      this.soon(preparingMilliseconds);
    }
  }

  question() {
    return new URLSearchParams(new FormData(this.form)).toString();
  }

  preparing() {
    return this.found.querySelector("[data-search-preparing]") !== null;
  }

  soon(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(true), milliseconds);
  }

  // The answer is read as a document, so that no text ever becomes markup here.
  ask(typed) {
    clearTimeout(this.timer);
    const words = this.box.value.trim();
    if (words.length < lettersMin && typed) {
      this.request?.abort();
      this.asked = "";
      this.show([], "");
      return;
    }
    const question = this.question();
    if (typed && question === this.asked && !this.preparing()) {
      return;
    }
    this.asked = question;
    this.request?.abort();
    const request = new XMLHttpRequest();
    this.request = request;
    this.found.setAttribute("aria-busy", "true");
    request.responseType = "document";
    request.open("POST", this.form.action);
    request.addEventListener("load", () => this.answer(request));
    request.addEventListener("error", () => this.fail());
    const body = new URLSearchParams(question);
    if (typed) {
      body.set("typed", "1");
    }
    request.send(body);
  }

  answer(request) {
    const found = request.response?.querySelector("[data-search-found]");
    if (!found) {
      this.fail();
      return;
    }
    if (request.response.querySelector(".govuk-error-summary")) {
      // A day that is none: the whole page says it beside the field.
      HTMLFormElement.prototype.submit.call(this.form);
      return;
    }
    const status = request.response.querySelector("[data-search-status]");
    this.show(found.childNodes, status?.textContent ?? "");
    if (this.preparing()) {
      this.soon(preparingMilliseconds);
    }
  }

  show(nodes, status) {
    this.found.removeAttribute("aria-busy");
    // Whoever walks through the results goes on where they are when these are drawn anew.
    const at = this.results().indexOf(document.activeElement);
    this.found.replaceChildren(...[...nodes].map((node) => document.importNode(node, true)));
    if (at >= 0) {
      (this.results()[at] ?? this.box).focus();
    }
    if (this.status.textContent !== status) {
      this.status.textContent = status;
    }
  }

  fail() {
    this.asked = "";
    this.show([], "The search did not answer. Press Search to try again.");
    // The server knows why, and says it on a page of its own.
    this.form.addEventListener("submit", (event) => event.stopImmediatePropagation(), {
      capture: true,
      once: true,
    });
  }

  results() {
    return [...this.found.querySelectorAll("[data-search-result]")];
  }

  step(event) {
    const at = this.results().indexOf(event.target);
    if (at < 0) {
      return;
    }
    if (event.key === "ArrowDown") {
      this.move(event, at + 1);
    } else if (event.key === "ArrowUp" && at > 0) {
      this.move(event, at - 1);
    } else if (event.key === "ArrowUp" || event.key === "Escape") {
      event.preventDefault();
      this.toBox();
    }
  }

  move(event, to) {
    const result = this.results()[to];
    if (result) {
      event.preventDefault();
      result.focus();
    }
  }

  toBox() {
    this.box.focus();
    this.box.select();
  }
}
