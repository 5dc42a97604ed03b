// Upstream's radios. Upstream says with aria-expanded that a choice reveals more,
// which ARIA does not allow on a radio; the fields it reveals follow it at once.
import { Radios as Upstream } from "govuk-frontend";

export class Radios extends Upstream {
  syncConditionalRevealWithInputState(input) {
    super.syncConditionalRevealWithInputState(input);
    input.removeAttribute("aria-expanded");
  }
}
