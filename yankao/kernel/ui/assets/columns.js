// Which columns a list shows: the form sends itself; hiding works before the answer arrives.
import { on } from "./page.js";

on("change", "[data-column]", (event, box) => {
  for (const cell of document.querySelectorAll(`[data-col="${CSS.escape(box.dataset.column)}"]`)) cell.hidden = !box.checked;
});
