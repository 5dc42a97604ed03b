// What went wrong, in words for a person in a hurry: what happened, and what
// to do next. Browsers give little away, so the words do not pretend to know.

// The person pressed Cancel or Escape.
export class Cancelled extends Error {
  name = "Cancelled";
}

// The time was over before a key answered.
export class TimeOver extends Error {
  name = "TimeOver";
}

// `linking` is what is being linked, "key" or "passkey"; nothing where a linked
// one is touched. `pin` says that the question asked for the key's PIN.
export function wordsFor(error, linking, pin = false) {
  return (linking === "passkey" && passkeyWords[error?.name]) || wordsForKeys(error, linking, pin);
}

const passkeyWords = {
  Cancelled: "You cancelled, so the passkey was not added. Nothing was changed.",
  TimeOver: "The time ran out before your device answered. Try again, and answer when it asks for your finger, face or PIN.",
  NotAllowedError:
    "No passkey was made. The window of your browser or device may have been closed, or the finger, face or PIN not recognised; browsers do not say which. Try again. If it happens again, check that this device has a screen lock.",
  InvalidStateError: "This device already keeps a passkey of yours. There is nothing more to do with it. To add another, choose another device.",
  NotSupportedError: "This device or browser cannot keep passkeys. Use an up-to-date Chrome, Edge, Firefox or Safari, a device with a screen lock, or a security key instead.",
  ConstraintError: "This device cannot keep passkeys, perhaps because it has no screen lock. Set one up, choose another device, or use a security key instead.",
};

// What the sign-in page says of a passkey that does not answer.
export function wordsForSignIn(error) {
  switch (error?.name) {
    case "NotAllowedError":
      return "No passkey answered. The window of your browser or device may have been closed, or there is no passkey for Keyward on this device; browsers do not say which. Try again, or sign in with your email address and password.";
    case "TimeOver":
      return "The time ran out before a passkey answered. Try again, or sign in with your email address and password.";
    default:
      return wordsForKeys(error, "", false);
  }
}

function wordsForKeys(error, linking, pin) {
  switch (error?.name) {
    case "Told":
      return error.words;
    case "Cancelled":
      return linking
        ? "You cancelled, so the key was not added. Nothing was changed."
        : "You cancelled. Nothing was changed.";
    case "TimeOver":
      return "The time ran out before a key answered. Have your key at hand, then try again and press its button when it flashes.";
    case "NotAllowedError":
      if (pin) {
        return "No key of yours answered with its PIN, which your user group asks for. A U2F key that has no PIN cannot be used: ask your administrator for a key with a PIN. If yours has one, put it in, try again, and enter the PIN when your browser asks for it.";
      }
      return linking
        ? "The key did not answer. The window of your browser or of Windows may have been closed, the key taken out too soon, or a wrong PIN entered; browsers do not say which. Put the key in and try again. If it says that its PIN is blocked, take it out and put it in again first."
        : "No key of yours answered. The window of your browser or of Windows may have been closed, the key taken out too soon, a wrong PIN entered, or this key may not be linked to your account; browsers do not say which. Put your own key in and try again. If it says that its PIN is blocked, take it out and put it in again first.";
    case "InvalidStateError":
      return linking
        ? "This key is already linked to your account. There is nothing more to do with it. To add a spare, take it out and use another key."
        : "The key could not be used just now. Take it out, put it in again, and try again.";
    case "SecurityError":
      return "Your browser lets no security key answer at this address. Check the address at the top: open Keyward with the link that your school gave you, not with a number or an old bookmark.";
    case "NotSupportedError":
    case "ConstraintError":
      return "This key and this browser do not work together. Use a U2F or FIDO2 security key, and an up-to-date Chrome, Edge, Firefox or Safari.";
    case "AbortError":
      return "Your browser stopped asking for the key, perhaps because another window asked for one. Close other windows of Keyward and try again.";
    case "OperationError":
      return "Your browser is already asking for a key in another window. Finish or close that one, then try again.";
    default:
      return "The key or your browser did not answer as it should. Take the key out, put it in again, and try again. If it happens again, try another browser.";
  }
}
