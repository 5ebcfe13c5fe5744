// Fetches the map's script and style when a map is about to be seen.
import { bring } from "./map-files.js";
import { say } from "./words.js";

const waiting = new IntersectionObserver((seen) => {
  for (const entry of seen) {
    if (!entry.isIntersecting) continue;
    waiting.unobserve(entry.target);
    const map = entry.target.querySelector("yk-map, yk-place");
    bring(map.dataset).catch(() => {  // without a signal the words must do
      map.replaceWith(Object.assign(document.createElement("p"), { className: "yk-empty", textContent: say("no_map") }));
    });
  }
}, { rootMargin: "200px" });

// A pin is put by somebody who is already filling in the form; its map need not hold up the first view.
const begun = new Promise((go) => {
  for (const name of ["pointerdown", "keydown", "scroll", "focusin"]) {
    addEventListener(name, go, { once: true, passive: true, capture: true });
  }
});

function watch(root) {
  for (const map of root.querySelectorAll("yk-map, yk-place")) {
    const near = () => waiting.observe(map.parentElement);
    if (map.tagName === "YK-PLACE") begun.then(near);
    else near();
  }
}

watch(document);
document.addEventListener("htmx:load", (event) => watch(event.target));
