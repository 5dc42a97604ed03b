// News from the page before is where the keyboard and the screen reader begin.
export function startFlash(root) {
  const flash = root.querySelector('[data-flash][role="alert"]');
  if (flash && !root.querySelector("[autofocus], .govuk-error-summary")) {
    flash.tabIndex = -1;
    flash.focus();
  }
}
