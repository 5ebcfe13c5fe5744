// Short messages in the corner; read aloud, and gone by themselves when nothing is wrong.
import { each, on } from "./page.js";
import { say } from "./words.js";

export function toast(text, tone = "info", button = null) {
  const box = document.createElement("div");
  box.className = `yk-toast tone-${tone}`;
  box.dataset.toast = "";
  const words = Object.assign(document.createElement("div"), { className: "flex-fill", textContent: text });
  const close = Object.assign(document.createElement("button"), { type: "button", className: "btn-close" });
  close.dataset.dismiss = "";
  close.setAttribute("aria-label", say("close"));
  box.append(words, ...(button ? [button] : []), close);
  document.getElementById("toasts")?.append(box);
  fade(box);
}

function fade(box) {
  if (box.matches(".tone-error, .tone-late, .tone-warning")) return;
  setTimeout(() => box.matches(":hover, :focus-within") || box.remove(), 8000);
}

each("[data-toast]", fade);
on("click", "[data-dismiss]", (event, button) => button.parentElement.remove());
