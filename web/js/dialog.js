// Real modal dialogs. `data-dialog-open="id"` opens the <dialog> of that id,
// `data-dialog-close` within it closes it, and so does Escape. The keyboard
// stays inside while it is open and returns to where it was.
const focusable =
  'a[href], button:not([disabled]), input:not([disabled]):not([type="hidden"]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex]:not([tabindex="-1"])';

export function startDialogs(root) {
  root.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog-open]");
    const dialog = opener && document.getElementById(opener.dataset.dialogOpen);
    if (dialog instanceof HTMLDialogElement) {
      event.preventDefault();
      openDialog(dialog, opener);
      return;
    }
    const closer = event.target.closest("[data-dialog-close]");
    if (closer) {
      event.preventDefault();
      closer.closest("dialog")?.close();
    }
  });
}

export function openDialog(dialog, opener = document.activeElement) {
  if (dialog.open) {
    return;
  }
  const keep = (event) => keepInside(dialog, event);
  dialog.addEventListener("keydown", keep);
  dialog.addEventListener(
    "close",
    () => {
      dialog.removeEventListener("keydown", keep);
      opener?.focus?.();
    },
    { once: true },
  );
  dialog.showModal();
  dialog.dispatchEvent(new CustomEvent("dialog:open"));
}

// Browsers let Tab leave a modal dialog for their own bars; ours goes round.
function keepInside(dialog, event) {
  if (event.key !== "Tab") {
    return;
  }
  const stops = [...dialog.querySelectorAll(focusable)].filter(
    // Tab passes over what takes no part in it, such as a field that only a password manager reads.
    (stop) => stop.tabIndex >= 0 && stop.getClientRects().length > 0,
  );
  const first = stops[0];
  const last = stops.at(-1);
  if (!first) {
    event.preventDefault();
  } else if (event.shiftKey && (document.activeElement === first || document.activeElement === dialog)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && document.activeElement === last) {
    event.preventDefault();
    first.focus();
  }
}
