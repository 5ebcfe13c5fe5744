// A scan's text, offered beside the field it may go into; whoever uses it has read it against the paper.
import { each } from "./page.js";
import { say } from "./words.js";

each("input[type=file][data-reads]", (chooser) => {
  const make = (tag, more) => Object.assign(document.createElement(tag), more);
  const form = chooser.form, into = form.elements[chooser.dataset.into];
  const button = make("button", { type: "button", className: "btn mt-2", textContent: say("read_scan"), hidden: true });
  const words = make("p", { className: "form-hint mb-0" });
  words.setAttribute("role", "status");
  const box = make("div", { className: "yk-read", hidden: true });
  const label = make("label", { className: "form-label", textContent: say("read_check") });
  const text = make("textarea", { className: "form-control", rows: 8, id: `${chooser.id}-read` });
  const take = make("button", { type: "button", className: "btn btn-primary mt-2", textContent: say("read_take") });
  label.htmlFor = text.id;
  box.append(label, text, take);
  chooser.after(button, words, box);
  const picture = () => [...chooser.files].find((file) => file.type.startsWith("image/"));

  chooser.addEventListener("change", () => { button.hidden = !picture(); box.hidden = true; words.textContent = ""; });
  button.addEventListener("click", async () => {
    button.disabled = true;
    words.textContent = say("read_waits");
    const body = new FormData();
    body.append("file", picture());
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await (await fetch(chooser.dataset.reads, { method: "POST", body })).json();
      words.textContent = answer.trouble;
      box.hidden = Boolean(answer.trouble);
      text.value = answer.text;
      if (!box.hidden) text.focus();
    } catch {
      words.textContent = say("failed");
    }
    button.disabled = false;
  });
  take.addEventListener("click", () => {
    into.value = [into.value.trim(), text.value.trim()].filter(Boolean).join("\n\n");
    into.dispatchEvent(new Event("input", { bubbles: true }));
    box.hidden = true;
    into.focus();
  });
});
