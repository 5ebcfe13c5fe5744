// Work outdoors: a crew's round and what is done from it.
import { all, filled, flush, newKey, put, show } from "./outbox.js";
import { each, on } from "./page.js";
import { toast } from "./toasts.js";
import { say } from "./words.js";

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
    key: newKey(),
    url: form.getAttribute("action"),
    number: form.dataset.number,
    leaves: form.dataset.leaves,
    title: `${form.dataset.outbox} ${form.querySelector("[data-outbox-about]").textContent}`,
    observed: new Date().toISOString(),
    fields: filled(form),
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
