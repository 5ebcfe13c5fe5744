// Rows ticked together: "select all", a bar that says how many, and its actions.
import { each, on } from "./page.js";
import { say } from "./words.js";

const boxes = () => [...document.querySelectorAll("[data-select-row]")];

function tell() {
  const all = boxes();
  const picked = all.filter((box) => box.checked).length;
  for (const bar of document.querySelectorAll("[data-bulk]")) {
    bar.hidden = picked === 0;
    bar.querySelector("[data-bulk-count]").textContent = say("selected", picked);
  }
  const whole = document.querySelector("[data-select-all]");
  if (!whole) return;
  whole.checked = picked > 0 && picked === all.length;
  whole.indeterminate = picked > 0 && picked < all.length;
}

let last = null;
on("click", "[data-select-row]", (event, box) => {
  const all = boxes();
  if (event.shiftKey && last) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    for (const one of all.slice(from, to + 1)) one.checked = box.checked;
  }
  last = box;
  tell();
});
on("change", "[data-select-all]", (event, whole) => {
  for (const box of boxes()) box.checked = whole.checked;
  tell();
});
on("click", "[data-select-none]", () => {
  for (const box of boxes()) box.checked = false;
  tell();
});
each("[data-bulk]", tell);
document.addEventListener("htmx:afterSettle", tell);
