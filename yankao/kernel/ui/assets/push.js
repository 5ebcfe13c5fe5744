// This browser is told of a case when it asks for it; a permission is asked for only after a press.
import { each } from "./page.js";
import { toast } from "./toasts.js";
import { say } from "./words.js";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

async function post(box, url, said) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": box.querySelector("[name=csrfmiddlewaretoken]").value };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(said) });
  if (!answer.ok) throw new Error(String(answer.status));
}

async function start(box) {
  if (await Notification.requestPermission() !== "granted") { toast(say("push_denied"), "warning"); return false; }
  const worker = await navigator.serviceWorker.ready;
  const asked = { userVisibleOnly: true, applicationServerKey: bytes(box.dataset.push) };
  const found = await worker.pushManager.getSubscription() ?? await worker.pushManager.subscribe(asked);
  await post(box, "/app/push/", { ...found.toJSON(), number: box.dataset.number });
  toast(say("push_on"), "ok");
  return true;
}

async function stop(box) {
  const worker = await navigator.serviceWorker.ready;
  await (await worker.pushManager.getSubscription())?.unsubscribe();
  await post(box, "/app/push/off/", {});
  toast(say("push_off"), "ok");
  return false;
}

each("[data-push]", (box) => {
  if (!("PushManager" in window) || !navigator.serviceWorker || !window.Notification) return;
  const button = box.querySelector("button");
  box.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const on = await (button.getAttribute("aria-pressed") === "true" ? stop : start)(box);
      button.setAttribute("aria-pressed", String(on));
    } catch {
      toast(say("push_failed"), "error");
    }
    button.disabled = false;
  });
});
