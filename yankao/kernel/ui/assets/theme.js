// Runs before the first paint: the chosen colours, else those of the device.
const dark = matchMedia("(prefers-color-scheme: dark)");
const chosen = () => {
  try { return localStorage.getItem("theme"); } catch { return null; }
};
const paint = () => {
  document.documentElement.dataset.bsTheme = chosen() ?? (dark.matches ? "dark" : "light");
};
paint();
dark.addEventListener("change", paint);
const large = (on) => document.documentElement.toggleAttribute("data-large", on);
try { large(localStorage.getItem("large") === "yes"); } catch { /* private mode */ }
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-large-switch]")) {
    const on = large(!document.documentElement.hasAttribute("data-large"));
    try { localStorage.setItem("large", on ? "yes" : ""); } catch { /* for this page only */ }
  }
  if (!event.target.closest?.("[data-theme-switch]")) return;
  const next = document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark";
  try { localStorage.setItem("theme", next); } catch { /* private mode: for this page only */ }
  document.documentElement.dataset.bsTheme = next;
});
