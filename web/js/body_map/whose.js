// The maps follow the pupils who are chosen in the same form: each has one, under
// their name where there are several. What was marked is never taken away with
// somebody who is no longer chosen: the server asks whose it is.
const youngerUntilYear = 5;

export function followChosen(part, maps, rows, begin) {
  const chosen = part.closest("form").querySelector("[data-find-chosen]");
  if (!chosen) {
    return;
  }
  const blank = part.querySelector("[data-map-blank-child]");

  function pupils() {
    return [...chosen.querySelectorAll("input:checked")].map((input) => ({
      id: input.value,
      name: input.parentElement.querySelector("label").textContent,
      about: input.parentElement.querySelector(".govuk-hint")?.textContent ?? "",
    }));
  }

  function add(pupil) {
    const element = blank.content.cloneNode(true).firstElementChild;
    for (const name of ["id", "for", "name", "aria-describedby"]) {
      for (const one of element.querySelectorAll(`[${name}*="-new"]`)) {
        one.setAttribute(name, one.getAttribute(name).replace("-new", `-${pupil.id}`));
      }
    }
    maps.at(-1).element.after(element);
    const map = begin(element);
    maps.push(map);
    give(map, pupil);
  }

  // The map is this child's from now on.
  function give(map, { id, name, about }) {
    map.hidden.value = id;
    map.name = name;
    map.element.querySelector("[data-map-name]").textContent = name;
    map.element.querySelector("[data-map-add]").value = id;
    const [first] = map.builds();
    if (first && id) {
      map.builds().forEach((input) => {
        input.name = `map-build-${id}`;
      });
    }
    for (const row of map.marks()) {
      row.of(id, name);
    }
    if (about && map.marks().length === 0) {
      map.suggests(isYounger(about) ? "younger" : "older");
    }
    map.show();
  }

  function follow() {
    const now = pupils();
    const has = (pupil) => maps.some((map) => map.pupil === pupil.id);
    // What nobody's map holds already is the first one's.
    const nobodys = maps.find((map) => map.pupil === "");
    const [first] = now.filter((pupil) => !has(pupil));
    if (nobodys && first) {
      give(nobodys, first);
    }
    now.filter((pupil) => !has(pupil)).forEach(add);
    for (const map of [...maps]) {
      const isChosen = now.some((pupil) => pupil.id === map.pupil);
      if (!isChosen && map.marks().length === 0 && maps.length > 1) {
        maps.splice(maps.indexOf(map), 1);
        map.element.remove();
      } else if (!isChosen && map.marks().length === 0) {
        give(map, { id: "", name: "", about: "" });
      }
    }
    const isOnly = maps.length === 1;
    for (const map of maps) {
      map.element.classList.toggle("kw-child-map--only", isOnly);
      map.element.open ||= isOnly;
      map.show();
    }
    opensTheSubjects();
    rows.number();
  }

  // Of several children the map of the one whom the worry is for stands open, until something is marked.
  function opensTheSubjects() {
    const role = (map) => part.closest("form").elements.namedItem(`role-${map.pupil}`)?.value;
    const subject = maps.find((map) => role(map) === "subject");
    if (maps.length > 1 && subject && maps.every((map) => map.marks().length === 0)) {
      for (const map of maps) {
        map.element.open = map === subject;
      }
    }
  }

  new MutationObserver(follow).observe(chosen, { childList: true, subtree: true });
  chosen.addEventListener("change", follow);
  // The pupils may have been chosen while the map was folded away.
  follow();
}

/// The younger child's figure is offered first for those up to Year 5.
function isYounger(about) {
  const [, year] = /^Year (\d+)/.exec(about) ?? [];
  return /^(Nursery|Reception)/.test(about) || Number(year) <= youngerUntilYear;
}
