// The picture to tap: one view at a time, with a button for each, and the marks
// that were placed on it.
import { Figure, placeMax } from "./figure.js";
import { svg } from "./svg.js";

// A marker is at least this wide on the screen, so that a finger meets it.
const markerPixels = 28;
// How far from the body a tap still means it, in pixels.
const besidePixels = 36;
const step = 5;
const strideStep = 25;
const apart = 28;
const arrows = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

export class Board {
  constructor(part, drawings, tell) {
    this.figures = drawings.map((drawing) => new Figure(drawing));
    this.tell = tell;
    this.view = this.figures[0].view;
    this.rows = [];
    this.place = part.querySelector("[data-map-picture]");
    this.views = part.querySelector("[data-map-views]");
    this.buttons = new Map();
    for (const figure of this.figures) {
      if (!this.buttons.has(figure.view)) {
        this.buttons.set(figure.view, this.button(figure));
      }
    }
    this.views.replaceChildren(...this.buttons.values());
    new ResizeObserver(() => this.sizeMarkers()).observe(this.place);
  }

  button(figure) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "kw-board__view";
    button.append(document.createTextNode(figure.name), document.createElement("span"));
    button.addEventListener("click", () => {
      this.view = figure.view;
      this.show(this.build, this.rows);
    });
    return button;
  }

  figure(view, build) {
    return this.figures.find((one) => one.view === view && (!one.build || one.build === build));
  }

  /// Where a mark is put that names a region alone, beside those that stand there already.
  named(name, build) {
    const [view, key] = name.split("/");
    const figure = this.figure(view, build);
    const cell = figure.region(key);
    const [x, y] = cell.centre;
    const taken = this.rows.map((row) => row.at()).filter((at) => at.view === view);
    const ways = [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, -1], [1, -1], [-1, 1]];
    const wide = figure.height / figure.width;
    const free = ways
      .map(([dx, dy]) => ({ x: Math.round(x + dx * apart * wide), y: y + dy * apart }))
      .find(
        (at) =>
          figure.regionAt(at) === cell &&
          taken.every((one) => Math.abs(one.x - at.x) + Math.abs(one.y - at.y) >= apart),
      );
    return { spot: written(view, build, free ?? { x, y }), name: cell.name, view };
  }

  show(build, rows) {
    this.build = build;
    this.rows = rows;
    const figure = this.figure(this.view, build);
    for (const [view, button] of this.buttons) {
      const count = rows.filter((row) => row.at().view === view).length;
      button.setAttribute("aria-pressed", String(view === this.view));
      button.lastChild.textContent = count > 0 ? ` (${count})` : "";
    }
    const tall = figure.height > 800 ? "kw-board__svg--tall" : "";
    const picture = svg("svg", {
      class: `kw-figure__picture kw-board__svg ${tall}`,
      viewBox: `0 0 ${figure.width} ${figure.height}`,
      role: "group",
      "aria-label": figure.name,
    });
    this.body = svg("path", { class: "kw-figure__body", d: figure.outline });
    picture.append(this.body, svg("path", { class: "kw-figure__lines", d: figure.lines }));
    picture.addEventListener("click", (event) => this.tapped(event, figure, picture));
    const there = rows.filter((row) => row.at().view === this.view);
    const markers = there.map((row) => this.marker(row, figure));
    picture.append(...markers);
    this.picture = picture;
    this.place.replaceChildren(picture);
    this.sizeMarkers();
  }

  /// Circles keep their size on the screen, however large the picture is.
  sizeMarkers() {
    const box = this.picture?.viewBox.baseVal;
    const wide = this.picture?.clientWidth;
    if (box && wide) {
      const unit = box.width / wide;
      for (const circle of this.picture.querySelectorAll("circle")) {
        circle.setAttribute("r", String((unit * markerPixels) / 2));
      }
      for (const text of this.picture.querySelectorAll("text")) {
        text.setAttribute("font-size", String(unit * 15));
      }
    }
  }

  marker(row, figure) {
    const { x, y } = figure.point(row.at());
    const circle = svg("circle", { cx: x, cy: y });
    const text = svg("text", { x, y, dy: "0.35em", "text-anchor": "middle" });
    text.textContent = row.number;
    const marker = svg("g", {
      class: "kw-spot kw-spot--moves",
      role: "button",
      tabindex: "0",
      "aria-label": `Mark ${row.number}: ${row.region}. Arrow keys move it`,
    });
    marker.append(circle, text);
    marker.addEventListener("click", (event) => {
      event.stopPropagation();
      this.tell.asked(row);
    });
    marker.addEventListener("keydown", (event) => this.pressed(event, row, marker, figure));
    return marker;
  }

  pressed(event, row, marker, figure) {
    const way = arrows[event.key];
    if (way) {
      event.preventDefault();
      const far = event.shiftKey ? strideStep : step;
      const { x, y } = row.at();
      const bound = (at) => Math.min(placeMax, Math.max(0, at));
      const at = { x: bound(x + way[0] * far), y: bound(y + way[1] * far) };
      const cell = figure.regionAt(at);
      if (cell && this.isOnBody(figure.point(at))) {
        this.move(row, at, cell, figure, marker);
      }
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      this.tell.removed(row);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.tell.asked(row);
    }
  }

  /// The marker of a row, where its picture is the one that is shown.
  markerOf(row) {
    return this.place.querySelector(`[aria-label^="Mark ${row.number}:"]`);
  }

  move(row, at, cell, figure, marker) {
    this.tell.moved(row, written(figure.view, row.at().build, at), cell.name);
    const { x, y } = figure.point(at);
    const [circle, text] = marker.children;
    circle.setAttribute("cx", x);
    circle.setAttribute("cy", y);
    text.setAttribute("x", x);
    text.setAttribute("y", y);
    marker.setAttribute("aria-label", `Mark ${row.number}: ${row.region}. Arrow keys move it`);
  }

  isOnBody({ x, y }) {
    const point = this.picture.createSVGPoint();
    point.x = x;
    point.y = y;
    return this.body.isPointInFill(point);
  }

  tapped(event, figure, picture) {
    const point = picture.createSVGPoint();
    point.x = event.clientX;
    point.y = event.clientY;
    const tapped = point.matrixTransform(picture.getScreenCTM().inverse());
    const unit = figure.width / picture.clientWidth;
    const at = this.onBody(figure, tapped, besidePixels * unit);
    const cell = at && figure.regionAt(at);
    if (cell) {
      const row = this.tell.added(written(figure.view, this.build, at), cell.name);
      if (row) {
        this.tell.asked(row);
      }
    }
  }

  /// The place on the body that a tap means: where it is, or the nearest, if that is near.
  onBody(figure, { x, y }, far) {
    for (let away = 0; away <= far; away += far / 12) {
      const around = away === 0 ? 1 : 16;
      for (let turn = 0; turn < around; turn += 1) {
        const angle = (turn * 2 * Math.PI) / around;
        const near = { x: x + away * Math.cos(angle), y: y + away * Math.sin(angle) };
        if (this.isOnBody(near)) {
          return figure.place(near);
        }
      }
    }
    return undefined;
  }
}

function written(view, build, { x, y }) {
  return `${view}:${build}:${x}:${y}`;
}
