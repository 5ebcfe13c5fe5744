// A citizen's report without a signal: kept with its photographs, sent when the telephone is back, never twice.
import { all, drop, filled, flush, newKey, put, show } from "./outbox.js";
import { each, on } from "./page.js";
import { toast } from "./toasts.js";
import { say } from "./words.js";

const OFFLINE = "/offline/", MENDED = "outbox-mended", PATIENCE = 6000;
const installed = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;

/** Whether the city answers at all; the browser's own word for it is often wrong. */
async function reachable() {
  if (!navigator.onLine) return false;
  try {
    const asked = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) };
    return (await fetch("/app.webmanifest", asked)).ok;
  } catch {
    return false;
  }
}

function through(form) {
  if (form.querySelector("input[name=through]")) return;
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "through", value: "app" }));
}

async function keep(form) {
  through(form);
  const url = form.getAttribute("action");
  const key = form.dataset.kept || newKey();
  const observed = form.dataset.observed || new Date().toISOString();
  const seen = form.elements.observed_at;
  if (seen && !seen.value) seen.value = observed;
  const sending = { key, url, form: url, observed, title: form.dataset.outboxReport, fields: filled(form) };
  try {
    await put(sending);
  } catch {
    toast(say("outbox_full"), "error");
    return;
  }
  try { localStorage.removeItem(`draft:${form.dataset.keep}`); } catch { /* nothing was kept */ }
  if (navigator.serviceWorker?.controller) location.assign(OFFLINE);
  else { form.reset(); await show(); toast(say("outbox_kept"), "info"); }
}

// A form is asked about once; pressed twice, it goes one way only.
on("submit", "form[data-outbox-report]", async (event, form) => {
  if (form.dataset.way === "sent") return;
  event.preventDefault();
  if (form.dataset.way) return;
  form.dataset.way = "asked";
  if (!await reachable()) {
    await keep(form);
    form.dataset.way = "";
    return;
  }
  form.dataset.way = "sent";
  if (form.dataset.kept) sessionStorage.setItem(MENDED, form.dataset.kept);
  form.requestSubmit();
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-outbox-report]")) form.dataset.way = "";
});

// What came back to be mended leaves the list when its receipt is there.
each("[data-kept-done]", async () => {
  const key = sessionStorage.getItem(MENDED);
  sessionStorage.removeItem(MENDED);
  if (key) await drop(key);
});

/** A report that was refused comes back into its form, photographs and all. */
async function restore(form, key) {
  const sending = (await all()).find((one) => one.key === key);
  if (!sending) return;
  Object.assign(form.dataset, { kept: key, observed: sending.observed });
  const files = new DataTransfer();
  for (const [name, value] of sending.fields) {
    if (value instanceof File) { files.items.add(value); continue; }
    if (name === "kept") form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    for (const field of form.elements) {
      if (field.name !== name || ["csrfmiddlewaretoken", "form_key"].includes(name)) continue;
      if (/checkbox|radio/.test(field.type)) field.checked ||= field.value === value;
      else field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
  const chooser = form.querySelector("input[type=file]");
  if (chooser && files.files.length) {
    chooser.files = files.files;
    chooser.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

each("form[data-outbox-report]", (form) => {
  if (installed) through(form);
  const key = new URLSearchParams(location.search).get("kept");
  if (key) restore(form, key);
});

each("[data-outbox-list]", () => {
  show().then(flush);
  addEventListener("online", flush);
  navigator.serviceWorker?.register("/sw.js").catch(() => { /* without it the pages need a signal */ });
});

// The browser offers to install the city; it is asked for where the citizen presses, not before.
let offered;
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offered = event;
  for (const button of document.querySelectorAll("[data-install]")) button.hidden = false;
});
on("click", "[data-install]", async (_event, button) => {
  await offered?.prompt();
  button.hidden = true;
});
