// In a long form the Enter key sends nothing that is half written: it goes on to
// the next field. A browser presses the form's first button for it, whatever it
// was pressed in. Without this, the form comes again as it was left.
const oneLine = "input:not([type=checkbox], [type=radio], [type=file])";

export function startEnter(root) {
  for (const button of root.querySelectorAll("[data-enter]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      goOn(button.form);
    });
  }
}

function goOn(form) {
  const at = document.activeElement;
  if (at?.form !== form || !at.matches(oneLine)) {
    return;
  }
  const fields = [...form.elements].filter((field) => field === at || canBeFilledIn(field));
  fields[fields.indexOf(at) + 1]?.focus();
}

function canBeFilledIn(field) {
  const isField = field.matches("input:not([type=hidden]), select, textarea");
  return isField && !field.disabled && (field.checkVisibility?.() ?? field.offsetParent !== null);
}
