// Lists: what is folded stays folded, counts of chosen facets, the map that follows the rows, finding in a table.
import { each, on } from "./page.js";

const kept = (name, value) => {
  try {
    if (value === undefined) return localStorage.getItem(`fold:${name}`);
    localStorage.setItem(`fold:${name}`, value);
  } catch { /* private mode: nothing is remembered */ }
  return null;
};

each("details[data-remember]", (fold) => {
  const before = kept(fold.dataset.remember);
  if (before) fold.open = before === "open";
  fold.addEventListener("toggle", () => kept(fold.dataset.remember, fold.open ? "open" : "shut"));
});

on("change", ".yk-facet input", (event, box) => {
  const drop = box.closest("details");
  const count = drop.querySelector("[data-picked]");
  if (!count) return;
  const picked = drop.querySelectorAll("input:checked").length;
  count.textContent = picked;
  count.hidden = picked === 0;
});

each("[data-pins]", (found) => {
  const map = document.querySelector(".yk-pane-map yk-map");
  if (map && map.dataset.src !== found.dataset.pins) map.dataset.src = found.dataset.pins;
});

each("[data-narrow]", (search) => {
  const rows = [...document.getElementById(search.dataset.narrow).tBodies[0].rows];
  search.parentElement.hidden = false;
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    for (const row of rows) row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
  });
  search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
});

// Only one menu of a row is open at a time.
document.addEventListener("toggle", (event) => {
  if (!event.target.matches?.("details.yk-drop[open]")) return;
  for (const other of document.querySelectorAll("details.yk-drop[open]")) {
    if (other !== event.target && !other.contains(event.target)) other.open = false;
  }
}, true);
