/** All that the page says to the simulator: `/control/*` calls and the stream of events. */

const RETRY_MS = 1500;

export class Refused extends Error {}

async function call(method, path, body) {
  const form = body instanceof FormData;
  const response = await fetch(`/control/${path}`, {
    method,
    headers: body && !form ? { "Content-Type": "application/json" } : {},
    body: body && !form ? JSON.stringify(body) : body,
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(answer.error ?? `${response.status} ${response.statusText}`);
  return answer;
}

const post = (path) => (body) => call("POST", path, body);

export const api = {
  state: () => call("GET", "state"),
  calls: (limit) => call("GET", `calls?limit=${limit}`),
  say: post("messages"),
  contact: post("contact"),
  photo: post("photo"),
  document: post("document"),
  sticker: post("sticker"),
  tap: post("tap"),
  start: post("start"),
  block: post("block"),
  unblock: post("unblock"),
  join: post("join"),
  leave: post("leave"),
  upgrade: post("upgrade"),
  addFault: post("faults"),
  clearFaults: () => call("DELETE", "faults"),
  limits: post("limits"),
  turnClock: post("clock"),
  reset: post("reset"),
};

/**
 * Listen for events for as long as the page lives. `onopen` is called at every (re)connection, before any event of it;
 * `onlost` when the stream breaks. A browser gives up for good on an answer that is no stream, so that is retried here.
 */
export function listen({ onopen, onevent, onlost }) {
  const source = new EventSource("/control/events");
  source.onopen = onopen;
  source.onmessage = (event) => onevent(JSON.parse(event.data));
  source.onerror = () => {
    onlost();
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => listen({ onopen, onevent, onlost }), RETRY_MS);
  };
}
