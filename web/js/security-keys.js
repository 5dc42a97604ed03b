// Security keys: the forms that need a touch, and the pop-up that links a new
// key. The server asks each question and judges each answer; these scripts
// only carry them to the key and back, and say what happened in plain words.
import { startPasskeySignIn } from "./security_keys/passkey.js";
import { startRegistration } from "./security_keys/register.js";
import { startTouchForms } from "./security_keys/touch.js";

export function startSecurityKeys(root) {
  startTouchForms(root);
  startRegistration(root);
  startPasskeySignIn(root);
}
