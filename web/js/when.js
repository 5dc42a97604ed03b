// The time that the form comes with is now's: of another day it would be made up,
// so it goes when the day is changed, unless somebody typed it. A time that is
// not known needs no field.
export function startWhen(root) {
  for (const part of root.querySelectorAll("[data-when]")) {
    start(part);
  }
}

function start(part) {
  const [day, time, unknown] = ["day", "time", "time-unknown"].map((name) =>
    part.querySelector(`input[name=${name}]`),
  );
  let isNows = part.dataset.when === "now";

  function follow() {
    time.disabled = unknown.checked;
  }

  time.addEventListener("input", () => {
    isNows = false;
  });
  day.addEventListener("change", () => {
    if (isNows && day.value !== day.defaultValue) {
      time.value = "";
      isNows = false;
    }
  });
  unknown.addEventListener("change", follow);
  follow();
}
