// A body map to draw on: tap the place on a picture, or choose it by its name,
// and a numbered marker and its fields appear. Each child has a map of their
// own. Without this, the list of places and the buttons do the same through the
// server.
import { ChildMap } from "./body_map/child.js";
import { Rows } from "./body_map/rows.js";
import { followChosen } from "./body_map/whose.js";

export function startBodyMaps(root) {
  for (const part of root.querySelectorAll("[data-body-map]")) {
    const fold = part.closest("details");
    const begin = () => start(part).catch((error) => console.error(error));
    if (fold && !fold.open) {
      // Most concerns have no marks: the pictures are asked for when wanted.
      fold.addEventListener("toggle", begin, { once: true });
    } else {
      begin();
    }
  }
}

async function start(part) {
  const answer = await fetch(part.dataset.bodyMap);
  if (!answer.ok) {
    throw new Error(`the pictures answered ${answer.status}`);
  }
  const drawings = await answer.json();
  const rows = new Rows(part);
  const maps = [...part.querySelectorAll("[data-map-child]")].map(
    (element) => new ChildMap(element, drawings, rows),
  );
  followChosen(part, maps, rows, (element) => new ChildMap(element, drawings, rows));

  const around = (row) => maps.find((map) => map.element.contains(row.element));
  part.addEventListener("click", (event) => {
    const row = rows.around(event.target);
    if (row && event.target.closest("[data-map-remove]")) {
      event.preventDefault();
      const map = around(row);
      if (map) {
        map.removed(row);
      } else {
        rows.remove(row);
      }
    } else if (row && event.target.closest("[data-map-done]")) {
      around(row)?.done(row);
    }
  });
  part.addEventListener("keydown", (event) => {
    const row = event.key === "Escape" && rows.around(event.target);
    if (row && row.isOpen()) {
      around(row)?.done(row);
    }
  });
  // What the keyboard leaves lies over nothing.
  part.addEventListener("focusout", (event) => {
    const row = rows.around(event.target);
    if (row && event.relatedTarget && !row.element.contains(event.relatedTarget)) {
      row.closes();
    }
  });
  // One figure at a time: two of them are more than a screen holds.
  part.addEventListener(
    "toggle",
    (event) => {
      const opened = maps.find((map) => map.element === event.target && map.element.open);
      for (const map of opened ? maps : []) {
        if (map !== opened && map.marks().length === 0) {
          map.element.open = false;
        }
      }
    },
    true,
  );
}
