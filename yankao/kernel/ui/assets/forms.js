// Small comforts of forms: letter counts, searching a long choice, sending a filter when it changes.
import { each, on } from "./page.js";
import { say } from "./words.js";

each("textarea[maxlength]", (area) => {
  const max = area.maxLength;
  const note = Object.assign(document.createElement("span"), { className: "yk-counter" });
  const tell = () => {
    const used = [...area.value].length;
    note.textContent = say("characters", used).replace("{max}", max);
    note.classList.toggle("yk-over", used > max);
  };
  area.removeAttribute("maxlength"); // what is pasted stays; the server says when it is too long
  area.after(note);
  area.addEventListener("input", tell);
  tell();
});

each("[data-focus]", (element) => element.focus());

each("form[data-autosubmit]", (form) => {
  let timer;
  const send = () => { clearTimeout(timer); form.requestSubmit(); };
  form.addEventListener("change", (event) => event.target.type === "search" || send());
  form.addEventListener("input", (event) => {
    if (event.target.type !== "search" || event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(send, 500);
  });
  form.querySelector("[data-autosubmit-button]")?.setAttribute("hidden", "");
});

each("[data-category]", (box) => {
  const search = box.querySelector("input[type=search]");
  if (!search) return;
  const status = box.querySelector("[role=status]");
  const choices = [...box.querySelectorAll(".yk-card-choice")];
  const groups = [...box.querySelectorAll("details")];
  search.closest("[hidden]")?.removeAttribute("hidden");
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    for (const choice of choices) choice.hidden = wanted !== "" && !choice.textContent.toLowerCase().includes(wanted);
    for (const group of groups) {
      const left = group.querySelectorAll(".yk-card-choice:not([hidden])").length;
      group.hidden = left === 0;
      group.open = wanted !== "" || Boolean(group.querySelector(":checked"));
    }
    status.textContent = wanted ? say("found", choices.filter((choice) => !choice.hidden).length) : "";
  });
  search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
});

on("click", "[data-take-category]", (event, button) => {
  const choice = button.form?.querySelector(`[name="category"][value="${CSS.escape(button.value)}"]`);
  if (!choice) return; // the server takes it
  event.preventDefault();
  choice.closest("details")?.setAttribute("open", "");
  choice.checked = true;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  choice.focus();
});

on("click", "[data-copy]", async (event, button) => {
  await navigator.clipboard.writeText(button.dataset.copy);
  const { toast } = await import("./toasts.js");
  toast(say("copied"), "ok");
});

on("click", "[data-print]", async () => {
  const charts = [...document.querySelectorAll("yk-chart")].map((chart) => chart.show?.());
  await Promise.race([Promise.all(charts), new Promise((done) => setTimeout(done, 5000))]);
  print();
});
on("click", "[data-reload]", () => location.reload());

each("[data-whole-screen]", (button) => {
  button.hidden = !document.fullscreenEnabled;
  button.addEventListener("click", () => document.documentElement.requestFullscreen());
});
