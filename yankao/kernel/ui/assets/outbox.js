// What is reported without a signal is kept on the telephone first, then sent, once; it waits as long as it must.
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

export const put = (sending) => shelf("readwrite", (store) => store.put(sending));
export const drop = (key) => shelf("readwrite", (store) => store.delete(key));
export const all = () => shelf("readonly", (store) => store.getAll());

const TOKEN = "input[name=csrfmiddlewaretoken]";
const read = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

async function token(sending) {
  if (!sending.form) return document.querySelector(TOKEN)?.value ?? "";
  const page = await read(await fetch(sending.form, { credentials: "same-origin", cache: "no-store" }));
  return page.querySelector(TOKEN)?.value ?? "";
}

/** Posts one kept report; answers "sent" with the receipt, "later", or why it was refused. */
async function post(sending) {
  const body = new FormData();
  for (const [name, value] of sending.fields) body.append(name, value);
  body.set("sent_key", sending.key);
  body.set("sent_observed", sending.observed);
  let answer, page;
  try {
    body.set("csrfmiddlewaretoken", await token(sending));
    answer = await fetch(sending.url, { method: "POST", body, credentials: "same-origin" });
    page = await read(answer);
  } catch {
    return { outcome: "later" };
  }
  if (new URL(answer.url).pathname.startsWith("/accounts/")) return { outcome: say("outbox_sign_in") };
  const secrets = [...page.querySelectorAll(".yk-secret b")].map((one) => one.textContent);
  if (answer.ok) return { outcome: "sent", receipt: secrets.length === 2 ? secrets : null };
  if (answer.status >= 500 || answer.status === 429) return { outcome: "later" };
  const words = page.querySelector(".yk-errors")?.textContent.replace(/\s+/g, " ").trim();
  return { outcome: words || say("outbox_refused") };
}

const PAUSE = 30_000; // a signal that comes back does not always say so
let flushing = null, asked = false, timer = 0;

/** Whoever asks while something is being sent is not forgotten: it may just be failing for want of a signal. */
export function flush() {
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
    if (sending.refused || sending.receipt) continue;
    const { outcome, receipt } = await post(sending);
    if (outcome === "later") {
      clearTimeout(timer);
      timer = setTimeout(flush, PAUSE);
      break;
    }
    if (outcome === "sent") {
      if (receipt) await put({ ...sending, fields: [], receipt });  // until it has been noted down
      else await drop(sending.key);
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
export async function show() {
  const box = document.querySelector("[data-outbox-list]");
  if (!box) return;
  const waiting = await all();
  box.hidden = waiting.length === 0;
  const left = waiting.filter((one) => !one.receipt).length;
  box.querySelector("[data-outbox-count]").textContent = left ? say("outbox_waiting", left) : say("outbox_arrived");
  box.querySelector("ul").replaceChildren(...waiting.map(line));
}

const button = (words, act) => {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: say(words) });
  made.addEventListener("click", act);
  return made;
};

function line(sending) {
  const item = document.createElement("li");
  const href = sending.receipt ? `/progress/${sending.receipt[0]}/` : sending.form ?? sending.url.replace(/do\/[^/]+\/$/, "");
  item.append(Object.assign(document.createElement("a"), { href, textContent: sending.title }));
  const away = (words) => button(words, async () => { await drop(sending.key); await show(); });
  if (sending.receipt) item.append(` ${say("outbox_receipt", ...sending.receipt)} `, away("outbox_noted"));
  if (!sending.refused) return item;
  item.append(` — ${sending.refused} `);
  if (sending.form) {
    const edit = { href: `${sending.form}?kept=${encodeURIComponent(sending.key)}`, className: "btn btn-sm", textContent: say("outbox_edit") };
    item.append(Object.assign(document.createElement("a"), edit), " ");
  }
  const again = button("outbox_again", async () => { await put({ ...sending, refused: "" }); await flush(); });
  item.append(again, " ", away("outbox_drop"));
  return item;
}

export const newKey = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
export const filled = (form) => [...new FormData(form)].filter(([, value]) => !(value instanceof File && value.size === 0));
