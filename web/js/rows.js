// Rows of a list that grows as long as somebody needs. Without a script its
// button asks the server for the page with more rows.
export function startRows(root) {
  for (const list of root.querySelectorAll("[data-rows]")) {
    const button = list.querySelector("[data-rows-add]");
    // Then Enter in a row saves the page instead of asking for more rows.
    button.type = "button";
    button.addEventListener("click", () => add(list));
  }
}

function add(list) {
  const rows = list.querySelectorAll("[data-row]");
  const last = rows[rows.length - 1];
  const row = last.cloneNode(true);
  const number = rows.length + 1;
  row.setAttribute("aria-label", `${list.dataset.rows} ${number}`);
  for (const message of row.querySelectorAll(".govuk-error-message")) {
    message.remove();
  }
  for (const group of row.querySelectorAll(".govuk-form-group")) {
    group.classList.remove("govuk-form-group--error");
  }
  for (const field of row.querySelectorAll("input")) {
    field.id = `${field.name}-${number}`;
    field.value = "";
    field.removeAttribute("aria-describedby");
    field.classList.remove("govuk-input--error");
    field.closest(".govuk-form-group").querySelector("label").htmlFor = field.id;
  }
  last.after(row);
  row.querySelector("input").focus();
}
