// Keeps the crew's round and what it needs to be drawn, for when there is no signal.
const PAGES = "yankao-round";
const PARTS = "yankao-parts";
const patience = 5000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.data === "forget" && event.waitUntil(caches.delete(PAGES)));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (/\/round\/(pins\.json)?$/.test(url.pathname)) event.respondWith(round(request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(part(request));
});

/** The newest page there is; one kept page for each address, whatever position it was asked from. */
async function round(request) {
  const kept = await caches.open(PAGES);
  const name = new URL(request.url).pathname;
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(patience) });
    if (answer.ok && !answer.redirected) await kept.put(name, answer.clone());
    return answer;
  } catch (error) {
    const before = await kept.match(name);
    if (before) return before;
    throw error;
  }
}

async function part(request) {
  const kept = await caches.open(PARTS);
  try {
    const answer = await fetch(request);
    if (answer.ok) await kept.put(request, answer.clone());
    return answer;
  } catch (error) {
    const before = await kept.match(request);
    if (before) return before;
    throw error;
  }
}
