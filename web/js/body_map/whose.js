// Whose body it is: asked only where several pupils are chosen, and kept right
// while pupils are chosen and taken away again in the same form.
const youngerUntilYear = 5;

export function startWhose(part, rows, changed) {
  const asked = part.querySelector("[data-map-whose]");
  const select = asked.querySelector("select");
  const chosen = part.closest("form").querySelector("[data-find-chosen]");
  const hasMarks = () => rows.all().length > 0;

  const id = () => (asked.hidden ? "" : select.value);

  /// The pupils who are chosen in this form; none, where the page knows them already.
  function pupils() {
    const ticked = chosen ? [...chosen.querySelectorAll("input:checked")] : [];
    return ticked.map((input) => ({
      id: input.value,
      name: input.parentElement.querySelector("label").textContent,
      about: input.parentElement.querySelector(".govuk-hint")?.textContent ?? "",
    }));
  }

  /// A new mark is on the body whose map is shown.
  function give(row) {
    if (chosen) {
      offer(row.whose, pupils(), true);
    }
    row.of(id());
    row.asksWhose(!asked.hidden);
    row.whose.addEventListener("change", changed);
  }

  function follow() {
    const now = pupils();
    const several = now.length > 1;
    offer(select, now, !now.some((pupil) => pupil.id === select.value));
    if (!now.some((pupil) => pupil.id === select.value)) {
      select.value = now[0]?.id ?? "";
    }
    asked.hidden = !several;
    for (const row of rows.all()) {
      const before = row.whose.value;
      offer(row.whose, now, true);
      // Marks that were placed before a second pupil was chosen are the first one's.
      row.of(before || (several ? now[0].id : ""));
      row.asksWhose(several || Boolean(before));
    }
    if (now.length > 0 && !hasMarks()) {
      suggest(part, now[0].about);
    }
    changed();
  }

  select.addEventListener("change", changed);
  for (const row of rows.all()) {
    row.whose.addEventListener("change", changed);
  }
  if (chosen) {
    new MutationObserver(follow).observe(chosen, { childList: true, subtree: true });
    chosen.addEventListener("change", follow);
    // The pupils may have been chosen while the map was folded away.
    queueMicrotask(follow);
  }
  return { id, give };
}

function offer(select, pupils, withNobody) {
  const before = select.value;
  const options = pupils.map((pupil) => new Option(pupil.name, pupil.id));
  if (withNobody) {
    options.unshift(new Option("Choose whose body it is", ""));
  }
  const gone = before && !pupils.some((pupil) => pupil.id === before);
  if (gone) {
    options.push(new Option("A pupil who is not chosen", before));
  }
  select.replaceChildren(...options);
  select.value = before;
}

/// The younger child's figure is offered first for those up to Year 5.
function suggest(part, about) {
  const [, year] = /^Year (\d+)/.exec(about) ?? [];
  const younger = /^(Nursery|Reception)/.test(about) || Number(year) <= youngerUntilYear;
  const build = part.querySelector(`input[name=map-build][value=${younger ? "younger" : "older"}]`);
  build.checked = true;
}
