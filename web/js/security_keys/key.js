// Speaking with the key through the browser (WebAuthn Level 3, section 5.1).
import { Told } from "./server.js";
import { Cancelled, TimeOver } from "./words.js";

export function keysWorkHere() {
  return window.isSecureContext === true && typeof window.PublicKeyCredential === "function" && !!navigator.credentials;
}

// Asks a linked key for a touch, or a new key to be linked. `signal` ends the
// wait with `Cancelled`; the clock ends it with `TimeOver`.
export async function ask(kind, options, signal) {
  if (!keysWorkHere()) {
    throw new Told(
      window.isSecureContext
        ? "This browser cannot use security keys. Open Keyward in an up-to-date Chrome, Edge, Firefox or Safari."
        : "This browser lets no security key answer, because the address at the top does not begin with https://. Open Keyward with the link that your school gave you.",
    );
  }
  const wait = new AbortController();
  const seconds = (options.timeout ?? 300_000) / 1000;
  const ends = Date.now() + seconds * 1000;
  // By the clock: a laptop may have been asleep.
  const clock = setInterval(() => Date.now() >= ends && wait.abort(new TimeOver()), 500);
  const cancel = () => wait.abort(new Cancelled());
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    if (signal?.aborted) {
      throw new Cancelled();
    }
    const publicKey = read(kind, options);
    const credential = await navigator.credentials[kind]({ publicKey, signal: wait.signal });
    if (!credential) {
      throw new DOMException("", "NotAllowedError");
    }
    return JSON.stringify(write(credential));
  } catch (error) {
    if (signal?.aborted) {
      throw new Cancelled();
    }
    // Browsers tell a wait that ran out and one that was refused by one name.
    if (wait.signal.aborted || (error?.name === "NotAllowedError" && Date.now() >= ends - 1500)) {
      throw new TimeOver();
    }
    throw error;
  } finally {
    clearInterval(clock);
    signal?.removeEventListener("abort", cancel);
  }
}

function read(kind, options) {
  const { parseCreationOptionsFromJSON, parseRequestOptionsFromJSON } = PublicKeyCredential;
  if (kind === "create" && parseCreationOptionsFromJSON) {
    return PublicKeyCredential.parseCreationOptionsFromJSON(options);
  }
  if (kind === "get" && parseRequestOptionsFromJSON) {
    return PublicKeyCredential.parseRequestOptionsFromJSON(options);
  }
  const list = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));
  const read = { ...options, challenge: bytes(options.challenge) };
  if (kind === "create") {
    read.user = { ...options.user, id: bytes(options.user.id) };
    read.excludeCredentials = list(options.excludeCredentials);
  } else {
    read.allowCredentials = list(options.allowCredentials);
  }
  return read;
}

// `credential.toJSON()`, also where a browser has none or a password manager
// has replaced it by one that throws.
function write(credential) {
  try {
    if (typeof credential.toJSON === "function") {
      return credential.toJSON();
    }
  } catch {
    // By hand, then.
  }
  const { response } = credential;
  const written = { clientDataJSON: text(response.clientDataJSON) };
  if (response.attestationObject) {
    written.attestationObject = text(response.attestationObject);
    written.transports = response.getTransports?.() ?? [];
  } else {
    written.authenticatorData = text(response.authenticatorData);
    written.signature = text(response.signature);
    if (response.userHandle?.byteLength) {
      written.userHandle = text(response.userHandle);
    }
  }
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: written, clientExtensionResults: {} };
}

function bytes(base64url) {
  const binary = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function text(buffer) {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
