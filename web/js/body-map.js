// A body map to draw on: tap the place on a picture, or choose it by its name,
// and a numbered marker and a row of fields appear. Without this, the list of
// places and the buttons do the same through the server.
import { Board } from "./body_map/board.js";
import { Rows } from "./body_map/rows.js";
import { startWhose } from "./body_map/whose.js";

const marksMax = 50;

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
  const status = part.querySelector("[data-map-status]");
  const answer = await fetch(part.dataset.bodyMap);
  if (!answer.ok) {
    throw new Error(`the pictures answered ${answer.status}`);
  }
  const drawings = await answer.json();
  const rows = new Rows(part);
  const whose = startWhose(part, rows, show);
  const list = part.querySelector("#map-region");
  const builds = [...part.querySelectorAll("input[name=map-build]")];
  const board = new Board(part, drawings, { added, moved, removed });

  const build = () => builds.find((input) => input.checked)?.value ?? "older";

  function show() {
    const marks = rows.all().filter((row) => row.isOf(whose.id()));
    board.show(build(), marks);
  }

  function say(words) {
    status.textContent = words;
  }

  function added(spot, name) {
    if (rows.all().length >= marksMax) {
      say("This form is full: add the other marks afterwards.");
      return undefined;
    }
    const row = rows.add(spot, name);
    whose.give(row);
    show();
    say(`Mark ${row.number} is at: ${name}. Say below what you saw.`);
    return row;
  }

  function moved(row, spot, name) {
    const before = row.region;
    row.place(spot, name);
    if (before !== name) {
      say(`Mark ${row.number}: ${name}`);
    }
  }

  function removed(row) {
    const { number } = row;
    rows.remove(row);
    show();
    say(`Mark ${number} is removed.`);
    list.focus();
  }

  part.querySelector("[data-map-add]").addEventListener("click", (event) => {
    event.preventDefault();
    if (!list.value) {
      say("Choose where on the body the mark is.");
      list.focus();
      return;
    }
    const { spot, name, view } = board.named(list.value, build());
    board.view = view;
    const row = added(spot, name);
    if (row) {
      list.value = "";
      row.focus();
    }
  });
  // A place in the list shows its picture.
  list.addEventListener("change", () => {
    if (list.value) {
      board.view = list.value.split("/")[0];
      show();
    }
  });
  rows.onRemove(removed);
  for (const input of builds) {
    input.addEventListener("change", show);
  }
  part.querySelector("[data-map-pictures]").hidden = true;
  part.querySelector("[data-map-board]").hidden = false;
  const first = rows.all()[0];
  if (first) {
    board.view = first.spot.split(":")[0];
  }
  show();
}
