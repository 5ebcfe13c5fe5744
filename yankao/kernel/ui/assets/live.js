// Elements that follow what happens: data-live names the stream. HTML takes their place; any other news
// makes them ask anew (hx-trigger="live"). While the stream is away, they ask every few seconds.
import { each } from "./page.js";

const ASK = 5000;

each("[data-live]", (element) => {
  const base = document.querySelector("meta[name=live]")?.content;
  let asking = 0;
  const ask = () => element.dispatchEvent(new Event("live"));
  const away = (gone) => {
    element.toggleAttribute("data-away", gone);
    if (gone && !asking) asking = setInterval(ask, ASK);
    if (!gone) { clearInterval(asking); asking = 0; }
  };
  if (!base) { away(true); return; }
  const source = new EventSource(`${base}${element.dataset.live}/`, { withCredentials: true });
  source.addEventListener("open", () => away(false));
  source.addEventListener("error", () => {
    away(true);
    if (source.readyState === EventSource.CLOSED && !element.isConnected) clearInterval(asking);
  });
  source.addEventListener("message", (event) => {
    if (!element.isConnected) { source.close(); return; }
    if (event.data.startsWith("<")) {
      element.innerHTML = event.data;
      element.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true, detail: { elt: element } }));
    } else if (event.data !== element.dataset.heard) {  // the page was drawn knowing of that much
      element.dataset.heard = event.data;
      ask();
    }
  });
  addEventListener("pagehide", () => source.close());
});

// How long something goes on, counted here: data-since is the moment it began.
const told = (seconds) => {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
};
setInterval(() => {
  for (const clock of document.querySelectorAll("[data-since]")) {
    const seconds = Math.floor((Date.now() - Date.parse(clock.dataset.since)) / 1000);
    clock.textContent = told(Math.max(0, seconds));
  }
}, 1000);
