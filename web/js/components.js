// The upstream components that have a script.
import {
  Button,
  CharacterCount,
  Checkboxes,
  createAll,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  ServiceNavigation,
  SkipLink,
} from "govuk-frontend";
import { Radios } from "./radios.js";
import { SortableTable } from "./sortable_table.js";

const components = [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  SortableTable,
];

export function startComponents(root) {
  // Upstream sets these by an inline script, which our policy does not run.
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  for (const component of components) {
    createAll(component, undefined, root);
  }
}
