/** What the browser remembers between visits. Private windows may refuse storage: then nothing is kept. */

const PREFIX = "kasanie-simulator.";

export function recall(key, otherwise) {
  try {
    const kept = localStorage.getItem(PREFIX + key);
    return kept === null ? otherwise : JSON.parse(kept);
  } catch {
    return otherwise;
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Refused or full: the page works on without memory.
  }
}
