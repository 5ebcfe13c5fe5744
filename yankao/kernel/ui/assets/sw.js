// Keeps the crew's round and the citizen's forms, and what they need to be drawn, for when there is no signal.
const PAGES = "yankao-round";
const PARTS = "yankao-parts";
const FORMS = "yankao-forms";
const OFFLINE = "/offline/";
const PUBLIC = /^\/($|report\/|progress\/|map\/|follow\/|numbers\/|offline\/|app\/)/;
const patience = 5000;

self.addEventListener("install", (event) => event.waitUntil(Promise.all([self.skipWaiting(), stock().catch(() => {})])));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.data === "forget" && event.waitUntil(caches.delete(PAGES)));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && PUBLIC.test(url.pathname)) event.respondWith(leaf(request, url));
  else if (/\/round\/(pins\.json)?$/.test(url.pathname)) event.respondWith(round(request));
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

/** A page of the citizens', else its kept form, else the page that says there is no signal. */
async function leaf(request, url) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.open(FORMS);
    const before = await kept.match(url.pathname) ?? await kept.match(OFFLINE);
    if (before) return before;
    throw error;
  }
}

/** The page without a signal, the forms it leads to, and all that these need; nobody's data stand in them. */
async function stock() {
  const first = await keep(OFFLINE);
  for (const [, path] of first.matchAll(/data-offline-form href="([^"]+)"/g)) await keep(path);
}

async function keep(path) {
  const forms = await caches.open(FORMS), parts = await caches.open(PARTS);
  const answer = await fetch(path, { cache: "no-store" });
  if (!answer.ok || answer.redirected) throw new Error(path);
  await forms.put(path, answer.clone());
  const text = await answer.text();
  const needed = new Set([...text.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)].map(([, found]) => found));
  await Promise.all([...needed].map(async (one) => await parts.match(one) ?? parts.add(one)));
  return text;
}

self.addEventListener("message", (event) => event.data === "stock" && event.waitUntil(stock().catch(() => {})));

// News of a case: shown under its own tag, so that the same one shows once; a press opens its page.
self.addEventListener("push", (event) => {
  const { title, body, url, tag } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { body, tag, data: { url }, icon: "/static/ui/icon-192.png" }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { pathname, search } = new URL(event.notification.data.url, self.location.origin);
  event.waitUntil(self.clients.openWindow(pathname + search));
});
