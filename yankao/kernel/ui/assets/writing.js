// The writing desk: saves by itself, joins what others wrote, puts numbers in at the cursor.
import { each, on } from "./page.js";
import { toast } from "./toasts.js";
import { say } from "./words.js";

const pause = 1500;
const beat = 15000;

each("form[data-writing]", (form) => {
  const text = form.elements.text;
  const base = form.elements.base;
  const side = form.querySelector("#side");
  if (text.readOnly) return;
  let sent = text.value;
  let timer;
  let busy = false;
  let stopped = false;

  async function save() {
    if (busy || stopped || text.value === sent) return;
    busy = true;
    const typed = text.value;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" } });
      if (answer.redirected || ![200, 409].includes(answer.status)) throw new Error(answer.status);
      sent = typed;
      side.innerHTML = await answer.text();
      take(typed, answer.status === 409);
    } catch {
      toast(say("offline"), "error");
    }
    busy = false;
    if (text.value !== sent) later();
  }

  // Idle hands get the joined text; hands that typed on go on from what they sent.
  function take(typed, refused) {
    const panel = side.querySelector("[data-base]");
    const joined = side.querySelector("[data-joined]");
    stopped = refused || "collided" in panel.dataset;
    if (stopped) return;
    if (text.value === typed && joined && joined.value !== typed) {
      const at = text.selectionStart;
      text.value = sent = joined.value;
      text.setSelectionRange(at, at);
    }
    base.value = text.value === sent ? panel.dataset.base : panel.dataset.sent ?? panel.dataset.base;
  }

  const later = () => { clearTimeout(timer); timer = setTimeout(save, pause); };
  text.addEventListener("input", later);
  form.addEventListener("submit", () => { clearTimeout(timer); sent = text.value; });
  form.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
    event.preventDefault();
    save();
  });
  addEventListener("beforeunload", (event) => { if (!stopped && text.value !== sent) event.preventDefault(); });
  setInterval(async () => {
    if (document.hidden || busy) return;
    const answer = await fetch(`${form.dataset.pulse}?base=${base.value}`, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer?.ok && !answer.redirected) document.getElementById("pulse").innerHTML = await answer.text();
  }, beat);
});

on("click", "[data-insert]", (event, button) => {
  const text = document.querySelector("form[data-writing] textarea[name=text]");
  const block = /^(table|chart) /.test(button.dataset.insert);
  const put = `{{${button.dataset.insert}}}`;
  const [since, until] = [text.selectionStart, text.selectionEnd]; // closing the dialog forgets it
  button.closest("dialog")?.close();
  text.focus();
  text.setRangeText(block ? `\n\n${put}\n\n` : put, since, until, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.code !== "KeyN") return;
  const dialog = document.getElementById("pick");
  if (!dialog || dialog.open) return;
  event.preventDefault();
  dialog.showModal();
});

// What is selected in the text is what a remark is about.
document.addEventListener("selectionchange", () => {
  const text = document.querySelector("form[data-writing] textarea[name=text]");
  const about = document.getElementById("about");
  if (!about || document.activeElement !== text || text.selectionStart === text.selectionEnd) return;
  about.value = text.value.slice(text.selectionStart, text.selectionEnd).trim().slice(0, 200);
});
