// The rows of fields, one a mark. A row is the mark: what is in its fields is
// what is sent.
export class Rows {
  constructor(part) {
    this.part = part;
    this.blank = part.querySelector("[data-map-blank]");
    this.rows = [...part.querySelectorAll("[data-map-mark]")].map((row) => new Row(row));
    this.number();
  }

  all() {
    return this.rows;
  }

  /// The rows that stand in this element.
  within(element) {
    return this.rows.filter((row) => element.contains(row.element));
  }

  add(spot, name, place) {
    const row = new Row(this.blank.content.cloneNode(true).firstElementChild);
    place.append(row.element);
    row.place(spot, name);
    this.rows.push(row);
    this.number();
    return row;
  }

  remove(row) {
    this.rows = this.rows.filter((one) => one !== row);
    row.element.remove();
    this.number();
  }

  /// They are numbered as they stand on the page, which is how they are sent.
  number() {
    const follows = Node.DOCUMENT_POSITION_FOLLOWING;
    this.rows.sort((a, b) => (a.element.compareDocumentPosition(b.element) & follows ? -1 : 1));
    this.rows.forEach((row, index) => row.numbered(index + 1));
  }

  /// The row that holds this element, if any.
  around(element) {
    return this.rows.find((row) => row.element.contains(element));
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

  /// Whose it is; a name that is not in the list is put there.
  of(pupil, name) {
    if (![...this.whose.options].some((option) => option.value === pupil)) {
      this.whose.add(new Option(name, pupil));
    }
    this.whose.value = pupil;
  }

  focus() {
    this.element.querySelector("select[name=mark-kind]").focus({ preventScroll: true });
  }

  /// On a narrow screen it lies at the foot of the screen, beneath the picture; else beside it.
  opens() {
    this.element.classList.add("kw-map-mark--sheet");
    this.focus();
  }

  closes() {
    this.element.classList.remove("kw-map-mark--sheet");
  }

  /// Whose body it is, beside the place, where there are several.
  says(owner) {
    this.element.querySelector("[data-map-owner]").textContent = owner && ` · ${owner}`;
  }

  isOpen() {
    return this.element.classList.contains("kw-map-mark--sheet");
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
