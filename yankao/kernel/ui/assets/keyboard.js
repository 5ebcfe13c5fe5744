// The keys of the desk: search, rows, pages, help.
import { typing } from "./page.js";

const rows = () => [...document.querySelectorAll("table[data-rows] > tbody > tr")].filter((row) => row.offsetParent);
const here = () => document.querySelector("table[data-rows] tr.yk-here");

function step(by) {
  const all = rows();
  if (!all.length) return;
  const now = all.indexOf(here());
  const next = all[Math.min(all.length - 1, Math.max(0, now + by))];
  here()?.classList.remove("yk-here");
  next.classList.add("yk-here");
  next.scrollIntoView({ block: "nearest" });
  next.querySelector("a[href]")?.focus({ preventScroll: true });
}

const press = (selector) => document.querySelector(selector)?.click();
const commands = {
  "/": () => document.querySelector("[data-hotkey='/']")?.focus(),
  "?": () => document.getElementById("keys")?.showModal(),
  j: () => step(1),
  k: () => step(-1),
  o: () => here()?.querySelector("a[href]")?.click(),
  x: () => here()?.querySelector("[data-select-row]")?.click(),
  n: () => press("a[rel=next]"),
  p: () => press("a[rel=prev]"),
  Escape: () => press("[data-select-none]"),
};

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    const search = document.getElementById("search");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
    return;
  }
  // Alt with a key presses what says so, also while one types: data-alt.
  if (event.altKey && !event.ctrlKey && !event.metaKey) {
    const digit = /^[1-9]$/.test(event.key) && document.querySelectorAll("[data-digits] input[type=radio]")[event.key - 1];
    const found = digit || document.querySelector(`[data-alt="${CSS.escape(event.key)}"]`);
    if (!found) return;
    event.preventDefault();
    if (found.matches("input:not([type=radio], [type=checkbox]), textarea, select")) found.focus();
    else found.click();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  const command = commands[event.key];
  if (!command) return;
  if (event.key !== "Escape") event.preventDefault();
  command();
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("table[data-rows] > tbody > tr");
  if (!row || row === here()) return;
  here()?.classList.remove("yk-here");
  row.classList.add("yk-here");
});
