// `data-print`: a button that prints the page. Without a script the browser's own
// command does, so it is hidden until here.
export function startPrint(root) {
  for (const button of root.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
