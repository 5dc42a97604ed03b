// What the pages can do beyond plain HTML. Every page works without it, but
// for the security key, which only a script can ask for.
//
// A feature adds a module here: import its function, name it in `begin`.
import { startBodyMaps } from "./body-map.js";
import { startComponents } from "./components.js";
import { startDialogs } from "./dialog.js";
import { startDocuments } from "./documents.js";
import { startDrafts } from "./drafts.js";
import { startElevation } from "./elevation.js";
import { startEnter } from "./enter.js";
import { startFindPupil } from "./find-pupil.js";
import { startFlash } from "./flash.js";
import { startInbox } from "./inbox.js";
import { startNarrow } from "./narrow.js";
import { startPrint } from "./print.js";
import { startRows } from "./rows.js";
import { startScroll } from "./scroll.js";
import { startSearch } from "./search.js";
import { startSecurityKeys } from "./security-keys.js";
import { startSending } from "./sending.js";
import { startShortcuts } from "./shortcuts.js";
import { startStaffNamed } from "./staff-named.js";
import { startUnsaved } from "./unsaved.js";
import { startWhen } from "./when.js";

const begin = [
  startBodyMaps,
  startComponents,
  startDialogs,
  startDocuments,
  startDrafts,
  startElevation,
  startEnter,
  startFindPupil,
  startFlash,
  startInbox,
  startNarrow,
  startPrint,
  startRows,
  startScroll,
  startSearch,
  startSecurityKeys,
  startSending,
  startShortcuts,
  startStaffNamed,
  startUnsaved,
  startWhen,
];

function start() {
  for (const startOne of begin) {
    try {
      startOne(document);
    } catch (error) {
      // One that fails must not take the others with it.
      console.error(error);
    }
  }
}

if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", start);
} else {
  start();
}
