// Work outdoors: what is reported is kept on the telephone first, then sent; without a signal it waits.
import { each, on } from "./page.js";
import { toast } from "./toasts.js";
import { say } from "./words.js";

const STORE = "sendings";

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("yankao-outbox", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function shelf(mode, act) {
  const base = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const step = base.transaction(STORE, mode);
      const asked = act(step.objectStore(STORE));
      step.oncomplete = () => resolve(asked.result);
      step.onerror = step.onabort = () => reject(step.error);
    });
  } finally {
    base.close();
  }
}

const put = (sending) => shelf("readwrite", (store) => store.put(sending));
const drop = (key) => shelf("readwrite", (store) => store.delete(key));
const all = () => shelf("readonly", (store) => store.getAll());

/** Posts one kept report; answers "sent", "later", or why it was refused. */
async function post(sending) {
  const body = new FormData();
  for (const [name, value] of sending.fields) body.append(name, value);
  body.set("csrfmiddlewaretoken", document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "");
  body.set("sent_key", sending.key);
  body.set("sent_observed", sending.observed);
  let answer;
  try {
    answer = await fetch(sending.url, { method: "POST", body, credentials: "same-origin" });
  } catch {
    return "later";
  }
  if (new URL(answer.url).pathname.startsWith("/accounts/")) return say("outbox_sign_in");
  if (answer.ok) return "sent";
  if (answer.status >= 500 || answer.status === 429) return "later";
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const words = page.querySelector(".yk-errors")?.textContent.replace(/\s+/g, " ").trim();
  return words || say("outbox_refused");
}

const PAUSE = 30_000; // a signal that comes back does not always say so
let flushing = null, asked = false, timer = 0;

/** Whoever asks while something is being sent is not forgotten: it may just be failing for want of a signal. */
function flush() {
  asked = true;
  flushing ??= (async () => {
    while (asked) {
      asked = false;
      await sendAll();
    }
  })().finally(() => { flushing = null; });
  return flushing;
}

async function sendAll() {
  for (const sending of await all()) {
    if (sending.refused) continue;
    const outcome = await post(sending);
    if (outcome === "later") {
      clearTimeout(timer);
      timer = setTimeout(flush, PAUSE);
      break;
    }
    if (outcome === "sent") {
      await drop(sending.key);
      done(sending);
    } else {
      await put({ ...sending, refused: outcome });
    }
  }
  await show();
}

function done(sending) {
  toast(say("outbox_sent", sending.title), "ok");
  if (sending.leaves) document.querySelector(`[data-visit="${CSS.escape(sending.number)}"]`)?.remove();
}

/** What waits, and what was refused with its reason. */
async function show() {
  const box = document.querySelector("[data-outbox-list]");
  if (!box) return;
  const waiting = await all();
  box.hidden = waiting.length === 0;
  box.querySelector("[data-outbox-count]").textContent = say("outbox_waiting", waiting.length);
  box.querySelector("ul").replaceChildren(...waiting.map(line));
}

function line(sending) {
  const item = document.createElement("li");
  const name = Object.assign(document.createElement("a"), { href: sending.url.replace(/do\/[^/]+\/$/, ""), textContent: sending.title });
  item.append(name, sending.refused ? ` — ${sending.refused} ` : "");
  if (!sending.refused) return item;
  const away = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: say("outbox_drop") });
  away.addEventListener("click", async () => { await drop(sending.key); await show(); });
  const again = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: say("outbox_again") });
  again.addEventListener("click", async () => { await put({ ...sending, refused: "" }); await flush(); });
  item.append(again, " ", away);
  return item;
}

on("click", "[data-outbox-open]", (event, link) => {
  const dialog = document.getElementById(link.dataset.outboxOpen);
  if (!dialog?.showModal) return;
  event.preventDefault();
  const form = dialog.querySelector("form");
  form.reset();
  form.querySelector("[data-photos] input")?.dispatchEvent(new Event("reset"));
  form.action = link.getAttribute("href");
  form.dataset.number = link.dataset.number;
  form.dataset.leaves = link.classList.contains("btn-primary") ? "yes" : "";
  form.querySelector("[data-outbox-about]").textContent = link.dataset.title;
  dialog.showModal();
});

on("submit", "form[data-outbox]", async (event, form) => {
  event.preventDefault();
  event.stopPropagation();
  const sending = {
    key: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`,
    url: form.getAttribute("action"),
    number: form.dataset.number,
    leaves: form.dataset.leaves,
    title: `${form.dataset.outbox} ${form.querySelector("[data-outbox-about]").textContent}`,
    observed: new Date().toISOString(),
    fields: [...new FormData(form)].filter(([, value]) => !(value instanceof File && value.size === 0)),
  };
  try {
    await put(sending);
  } catch {
    toast(say("outbox_full"), "error");
    return;
  }
  form.closest("dialog").close();
  await show();
  await flush();
  if ((await all()).some((one) => one.key === sending.key && !one.refused)) toast(say("outbox_kept"), "info");
});

each("[data-round]", (round) => {
  show().then(flush);
  addEventListener("online", flush);
  navigator.serviceWorker?.register("/sw.js").catch(() => { /* without it the page needs a signal */ });
  const button = round.querySelector("[data-round-from]");
  if (!button || !navigator.geolocation) return;
  button.hidden = false;
  button.addEventListener("click", () => navigator.geolocation.getCurrentPosition(
    ({ coords }) => { location.search = `?from=${coords.longitude.toFixed(5)},${coords.latitude.toFixed(5)}`; },
    () => toast(say("position_off"), "error"),
    { enableHighAccuracy: true, timeout: 10_000 },
  ));
});

// Whoever signs out leaves no round behind on the telephone.
on("submit", "form[action*='/accounts/logout']", () => { navigator.serviceWorker?.controller?.postMessage("forget"); });
