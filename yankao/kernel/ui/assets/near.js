// What is going on around here: the telephone's position, asked for only after a press.
import { on } from "./page.js";
import { toast } from "./toasts.js";
import { say } from "./words.js";

on("click", "[data-near]", (_event, button) => {
  if (!navigator.geolocation) { toast(say("no_position"), "warning"); return; }
  button.setAttribute("aria-busy", "true");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => location.assign(`${button.dataset.near}?near=${coords.longitude.toFixed(4)},${coords.latitude.toFixed(4)}`),
    (error) => {
      button.removeAttribute("aria-busy");
      toast(say(error.code === error.PERMISSION_DENIED ? "position_off" : "no_position"), "warning");
    },
    { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
  );
});
