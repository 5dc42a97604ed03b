// The rows of fields, one a mark. A row is the mark: what is in its fields is
// what is sent.
export class Rows {
  constructor(part) {
    this.place = part.querySelector("[data-map-rows]");
    this.blank = part.querySelector("[data-map-blank]");
    this.rows = [...this.place.querySelectorAll("[data-map-mark]")].map((row) => new Row(row));
    this.number();
  }

  all() {
    return this.rows;
  }

  add(spot, name) {
    const row = new Row(this.blank.content.cloneNode(true).firstElementChild);
    this.rows.push(row);
    this.place.append(row.element);
    row.place(spot, name);
    this.number();
    return row;
  }

  remove(row) {
    this.rows = this.rows.filter((one) => one !== row);
    row.element.remove();
    this.number();
  }

  number() {
    this.rows.forEach((row, index) => row.numbered(index + 1));
  }

  onRemove(removed) {
    this.place.addEventListener("click", (event) => {
      const button = event.target.closest("[data-map-remove]");
      const row = button && this.rows.find((one) => one.element.contains(button));
      if (row) {
        event.preventDefault();
        removed(row);
      }
    });
  }
}

class Row {
  constructor(element) {
    this.element = element;
    this.hidden = element.querySelector("input[name=mark-spot]");
    this.words = element.querySelector("[data-map-region-name]");
    this.whose = element.querySelector("select[name=mark-pupil]");
    this.number = Number(element.querySelector("[data-map-number]").textContent);
  }

  get spot() {
    return this.hidden.value;
  }

  get region() {
    return this.words.textContent;
  }

  at() {
    const [view, build, x, y] = this.spot.split(":");
    return { view, build, x: Number(x), y: Number(y) };
  }

  place(spot, name) {
    this.hidden.value = spot;
    this.words.textContent = name;
  }

  of(pupil) {
    this.whose.value = pupil;
  }

  asksWhose(asks) {
    this.element.querySelector("[data-map-mark-whose]").hidden = !asks;
  }

  isOf(pupil) {
    return !pupil || !this.whose.value || this.whose.value === pupil;
  }

  focus() {
    this.element.querySelector("select[name=mark-kind]").focus();
  }

  /// Every identifier says the mark's number, and so does whatever points at one.
  numbered(number) {
    const from = `mark-${this.number}-`;
    for (const name of ["id", "for", "aria-describedby"]) {
      for (const element of this.element.querySelectorAll(`[${name}]`)) {
        const said = element.getAttribute(name).replaceAll(from, `mark-${number}-`);
        element.setAttribute(name, said);
      }
    }
    this.number = number;
    this.element.querySelector("[data-map-number]").textContent = number;
    const remove = this.element.querySelector("[data-map-remove]");
    remove.value = number;
    remove.querySelector("span").textContent = ` mark ${number}`;
  }
}
