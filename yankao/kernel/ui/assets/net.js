// What htmx needs around it: a progress bar, and words when a request fails.
import { toast } from "./toasts.js";
import { say } from "./words.js";

let waiting = 0;
const busy = (step) => {
  waiting = Math.max(0, waiting + step);
  document.documentElement.classList.toggle("yk-busy", waiting > 0);
};

document.addEventListener("htmx:beforeRequest", () => busy(1));
document.addEventListener("htmx:afterRequest", () => busy(-1));
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented && event.target.method !== "dialog" && !event.target.target) busy(1);
});
addEventListener("pageshow", () => { waiting = 0; busy(0); });
document.addEventListener("htmx:sendError", (event) => {
  // A form that is kept on the telephone says so once it is sent; what helps while writing may fail.
  if (!event.target.closest?.("form[data-outbox-report]")) toast(say("offline"), "error");
  else if (event.target.matches("[type=file]")) toast(say("outbox_photo"), "info");
});
document.addEventListener("htmx:responseError", (event) => {
  const denied = [401, 403].includes(event.detail.xhr.status);
  toast(say(denied ? "denied" : "failed"), "error");
});
// The server may send a toast with a fragment: HX-Trigger: {"toast": {"text": "…", "tone": "ok"}}
document.addEventListener("toast", (event) => toast(event.detail.text, event.detail.tone ?? "ok"));
