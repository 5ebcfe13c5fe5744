// Dialogs, drop-down menus and the question before something that cannot be undone.
import { each, on } from "./page.js";

on("click", "[data-open]", (event, button) => {
  const dialog = document.getElementById(button.dataset.open);
  if (!dialog?.showModal) return;
  event.preventDefault();
  button.closest("details.yk-drop")?.removeAttribute("open");
  dialog.showModal();
});
on("click", "[data-close]", (event, button) => button.closest("dialog")?.close());
document.addEventListener("click", (event) => {
  if (event.target.matches?.("dialog[open]") && !event.target.querySelector("form[method=post]")) event.target.close();
  for (const menu of document.querySelectorAll("details.yk-drop[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.yk-drop[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// A form that came back with mistakes opens again.
each("dialog[data-opened]", (dialog) => dialog.open || dialog.showModal());

on("submit", "form[data-confirm]", (event, form) => {
  if (form.dataset.confirmed) return;
  const dialog = document.getElementById(form.dataset.confirm);
  if (!dialog) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = event.submitter;
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    form.dataset.confirmed = "yes";
    form.requestSubmit(button?.form === form ? button : undefined);
    delete form.dataset.confirmed;
  }, { once: true });
  dialog.returnValue = "";
  dialog.showModal();
});
