// Speaking with the server: JSON both ways, and every failure in words.

// A failure that has words for the person already.
export class Told extends Error {
  constructor(words, { code = "", field = "" } = {}) {
    super(words);
    this.name = "Told";
    this.words = words;
    this.code = code;
    this.field = field;
  }
}

export function postJson(address, body, signal) {
  return post(address, JSON.stringify(body), "application/json", signal);
}

export function postForm(address, fields, signal) {
  const type = "application/x-www-form-urlencoded";
  return post(address, new URLSearchParams(fields).toString(), type, signal);
}

async function post(address, body, type, signal) {
  let response;
  try {
    response = await fetch(address, {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": type },
      body,
      signal,
    });
  } catch (error) {
    if (error.name === "AbortError" || signal?.aborted) {
      throw error;
    }
    throw new Told(
      "Keyward cannot be reached at the moment. Check that you are connected to the network, then try again.",
    );
  }
  const kind = response.headers.get("Content-Type") ?? "";
  const answer = kind.startsWith("application/json") ? await response.json().catch(() => null) : null;
  if (response.ok && answer) {
    return answer;
  }
  if (answer?.error?.words) {
    throw new Told(answer.error.words, answer.error);
  }
  throw new Told(wordsForStatus(response.status));
}

function wordsForStatus(status) {
  if (status === 403 || status === 404) {
    return "You are not signed in any more. Open Keyward in a new tab, sign in there, then come back to this page and try again.";
  }
  if (status === 503) {
    return "Keyward cannot save or read anything at the moment. Nothing was changed. Wait a minute, then try again.";
  }
  return "Something went wrong on our side, and nothing was changed. Try again. If it happens again, tell your school's support.";
}
