// Remaining times go on by themselves; the server is not asked.
import { each } from "./page.js";
import { say } from "./words.js";

const minute = 60_000, hour = 60 * minute, day = 24 * hour;

/** Two units at most: 2 天 3 小時, 3 小時 12 分, 5 分. */
export function spell(span) {
  const days = Math.floor(span / day), hours = Math.floor((span % day) / hour), minutes = Math.floor((span % hour) / minute);
  if (days) return [say("days", days), hours && say("hours", hours)].filter(Boolean).join(" ");
  if (hours) return [say("hours", hours), minutes && say("minutes", minutes)].filter(Boolean).join(" ");
  return minutes ? say("minutes", minutes) : say("less");
}

/** The share of the allowed time that is used, as the template tag counts it. */
function tone(due, start, now) {
  if (now > due) return "late";
  const used = start ? (now - start) / (due - start) : 1 - (due - now) / day;
  return used >= 0.9 ? "late" : used >= 2 / 3 ? "warn" : "ok";
}

function refresh(element) {
  const now = Date.now() - drift;
  const due = Date.parse(element.dateTime);
  const start = element.dataset.start ? Date.parse(element.dataset.start) : 0;
  const box = element.closest(".yk-remaining");
  const next = tone(due, start, now);
  box.classList.remove("tone-ok", "tone-warn", "tone-late");
  box.classList.add(`tone-${next}`);
  const sprite = box.querySelector("use");
  if (sprite) sprite.setAttribute("href", sprite.getAttribute("href").replace(/#.*/, now > due ? "#alert-triangle" : next === "ok" ? "#clock" : "#clock-exclamation"));
  element.textContent = say(now > due ? "over" : "left", spell(Math.abs(due - now)));
}

// A computer's clock may be wrong; the server's page says what time it is.
const stamp = document.querySelector("meta[name=now]")?.content;
const drift = stamp ? Date.now() - Date.parse(stamp) : 0;

const ticking = new Set();
each("time[data-remaining]", (element) => ticking.add(element));
setInterval(() => {
  for (const element of ticking) element.isConnected ? refresh(element) : ticking.delete(element);
}, 30_000);
