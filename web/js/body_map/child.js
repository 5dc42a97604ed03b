// The map of one child: its picture, its list of places, and its marks beside them.
import { startNarrow } from "../narrow.js";
import { Board } from "./board.js";

const marksMax = 50;
const narrow = "(max-width: 40.0525em)";

export class ChildMap {
  constructor(element, drawings, rows) {
    this.element = element;
    this.rows = rows;
    this.name = element.querySelector("[data-map-name]").textContent;
    this.hidden = element.querySelector("input[name=map-pupil]");
    this.list = element.querySelector("[data-map-region]");
    startNarrow(element);
    this.place = element.querySelector("[data-map-rows]");
    this.status = element.querySelector("[data-map-status]");
    const tell = ["added", "moved", "removed", "asked"].map((name) => [name, this[name].bind(this)]);
    this.board = new Board(element, drawings, Object.fromEntries(tell));
    element.querySelector("[data-map-pictures]").hidden = true;
    element.querySelector("[data-map-board]").hidden = false;
    const [first] = this.marks();
    if (first) {
      this.board.view = first.spot.split(":")[0];
    }
    element.querySelector("[data-map-add]").addEventListener("click", (event) => {
      event.preventDefault();
      this.addByName();
    });
    // A part of the body narrows the list to its places, as if it were typed above the list.
    const jumps = element.querySelector("[data-map-jumps]");
    const box = element.querySelector(".kw-narrow");
    jumps.hidden = !box;
    jumps.addEventListener("click", (event) => {
      const jump = event.target.closest("[data-map-jump]");
      if (jump) {
        box.value = jump.dataset.mapJump;
        box.dispatchEvent(new Event("input"));
        this.list.focus();
      }
    });
    // A place in the list shows its picture.
    this.list.addEventListener("change", () => {
      if (this.list.value) {
        this.board.view = this.list.value.split("/")[0];
        this.show();
      }
    });
    for (const input of this.builds()) {
      input.addEventListener("change", () => this.show());
    }
    this.show();
  }

  get pupil() {
    return this.hidden.value;
  }

  /// The marks that are on this child's body.
  marks() {
    return this.rows.within(this.place);
  }

  builds() {
    return [...this.element.querySelectorAll("input[name^=map-build]")];
  }

  build() {
    return this.builds().find((input) => input.checked)?.value ?? "older";
  }

  suggests(build) {
    this.builds().forEach((input) => {
      input.checked = input.value === build;
    });
  }

  show() {
    const marks = this.marks();
    this.board.show(this.build(), marks);
    const isOnly = this.element.classList.contains("kw-child-map--only");
    marks.forEach((row) => row.says(isOnly ? "" : this.name));
    const count = this.element.querySelector("[data-map-count]");
    count.textContent = marks.length === 0 ? "" : marks.length === 1 ? "1 mark" : `${marks.length} marks`;
  }

  say(words) {
    this.status.textContent = words;
  }

  added(spot, name) {
    if (this.rows.all().length >= marksMax) {
      this.say("This form is full: add the other marks afterwards.");
      return undefined;
    }
    const row = this.rows.add(spot, name, this.place);
    row.of(this.pupil, this.name);
    this.show();
    this.say(`Mark ${row.number} is at: ${name}. Say what you saw of it.`);
    return row;
  }

  addByName() {
    if (!this.list.value) {
      this.say("Choose where on the body the mark is.");
      this.list.focus();
      return;
    }
    const { spot, name, view } = this.board.named(this.list.value, this.build());
    this.board.view = view;
    const row = this.added(spot, name);
    if (row) {
      this.list.value = "";
      this.list.dispatchEvent(new Event("used"));
      this.asked(row);
    }
  }

  /// The fields of a mark come to the person, and the picture stays in sight above them.
  asked(row) {
    this.rows.all().forEach((other) => other.closes());
    row.opens();
    const marker = this.board.markerOf(row);
    if (window.matchMedia(narrow).matches && marker) {
      const { top } = marker.getBoundingClientRect();
      window.scrollBy({ top: top - window.innerHeight / 5 });
    } else {
      row.element.scrollIntoView({ block: "nearest" });
    }
  }

  /// Back from the fields of a mark to the picture.
  done(row) {
    row.closes();
    this.board.markerOf(row)?.focus({ preventScroll: true });
  }

  moved(row, spot, name) {
    const before = row.region;
    row.place(spot, name);
    if (before !== name) {
      this.say(`Mark ${row.number}: ${name}`);
    }
  }

  removed(row) {
    const { number } = row;
    this.rows.remove(row);
    this.show();
    this.say(`Mark ${number} is removed.`);
    this.list.focus({ preventScroll: true });
  }
}
