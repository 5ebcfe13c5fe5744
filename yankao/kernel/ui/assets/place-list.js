// The address field: completion by arrow keys, and "my position"; works with or without the map.
import { each, on } from "./page.js";
import { decimals } from "./districts.js";
import { say } from "./words.js";

each("[data-place]", (box) => {
  const address = box.querySelector("[data-place-address]");
  const list = box.querySelector(".yk-place-list");
  const note = box.querySelector(".yk-place-note");
  const [lng, lat] = [box.querySelector("[data-place-lng]"), box.querySelector("[data-place-lat]")];

  const move = (x, y, by) => {
    // A form drawn by hand may carry hidden twins of these fields: all of them say the same.
    for (const [field, value] of [[lng, x], [lat, y]]) {
      for (const twin of lng.form.querySelectorAll(`[name="${CSS.escape(field.name)}"]`)) twin.value = decimals(value);
    }
    lat.dispatchEvent(new Event("change", { bubbles: true }));
    box.dispatchEvent(new CustomEvent("place:set", { detail: { lng: Number(x), lat: Number(y), by }, bubbles: true }));
  };

  box.addEventListener("place:put", ({ detail }) => move(detail.lng, detail.lat, "map"));
  box.addEventListener("place:take", ({ detail }) => { move(detail.lng, detail.lat, "offer"); address.focus(); });
  list?.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-address]");
    if (!choice) return;
    address.value = choice.dataset.address;
    if (choice.dataset.lng) move(choice.dataset.lng, choice.dataset.lat, "list");
    list.replaceChildren();
    address.focus();
    address.dispatchEvent(new Event("change", { bubbles: true }));
  });
  box.addEventListener("keydown", (event) => {
    const choices = [...(list?.querySelectorAll("button") ?? [])];
    if (!choices.length || event.target.closest("[data-pin]")) return;
    if (event.key === "Escape") { list.replaceChildren(); address.focus(); }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = choices.indexOf(document.activeElement) + step;
    (choices[next] ?? address).focus();
  });
  box.addEventListener("focusout", (event) => {
    if (list && !box.contains(event.relatedTarget)) setTimeout(() => list.contains(document.activeElement) || list.replaceChildren(), 200);
  });

  const locate = box.querySelector("[data-place-locate]");
  if (!locate || !navigator.geolocation) return;
  locate.hidden = false;
  locate.addEventListener("click", () => {
    locate.setAttribute("aria-busy", "true");
    const done = (text) => { locate.removeAttribute("aria-busy"); note.textContent = text; };
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { done(""); move(coords.longitude, coords.latitude, "device"); },
      (error) => done(say(error.code === error.PERMISSION_DENIED ? "position_off" : "no_position")),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  });
});

// Elsewhere in the form a place may be offered, such as a photo's: <button data-place-offer data-lng data-lat hidden>
each("[data-place-offer]", (button) => { button.hidden = false; });
on("click", "[data-place-offer]", (event, button) => {
  const { lng, lat } = button.dataset;
  button.form?.querySelector("[data-place]")?.dispatchEvent(new CustomEvent("place:take", { detail: { lng, lat } }));
});
