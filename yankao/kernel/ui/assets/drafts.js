// What was typed survives a reload, a crash and a lost connection; on this device only.
import { each } from "./page.js";
import { say } from "./words.js";

const skip = "[type=hidden]:not([data-kept]), [type=password], [type=file], [data-unkept]";
const week = 7 * 24 * 3600 * 1000;
const key = (name) => `draft:${name}`;

function fields(form) {
  return [...form.elements].filter((field) => field.name && !field.matches(skip));
}

function read(form) {
  const typed = {};
  for (const field of fields(form)) {
    if (/checkbox|radio/.test(field.type)) {
      if (field.checked) (typed[field.name] ??= []).push(field.value);
    } else if (field.value) (typed[field.name] ??= []).push(field.value);
  }
  return typed;
}

function write(form, typed) {
  for (const field of fields(form)) {
    const values = typed[field.name] ?? [];
    if (/checkbox|radio/.test(field.type)) field.checked = values.includes(field.value);
    else if (values.length) field.value = values.shift();
    else continue;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const store = {
  get(name) {
    try {
      const draft = JSON.parse(localStorage.getItem(key(name)) ?? "null");
      return draft && Date.now() - draft.at < week ? draft.typed : null;
    } catch { return null; }
  },
  set(name, typed) {
    try { localStorage.setItem(key(name), JSON.stringify({ at: Date.now(), typed })); } catch { /* full or forbidden: nothing is kept */ }
  },
  drop(name) {
    try { localStorage.removeItem(key(name)); } catch { /* forbidden: nothing was kept */ }
  },
};

function offer(form, name, typed) {
  const box = Object.assign(document.createElement("div"), { className: "yk-draft tone-info" });
  const text = Object.assign(document.createElement("span"), { className: "flex-fill", textContent: say("draft_found") });
  const yes = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-primary", textContent: say("draft_restore") });
  const no = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: say("draft_drop") });
  box.setAttribute("role", "status");
  yes.addEventListener("click", () => { write(form, typed); yes.remove(); no.remove(); text.textContent = say("draft_restored"); });
  no.addEventListener("click", () => { store.drop(name); box.remove(); });
  box.append(text, yes, no);
  form.prepend(box);
}

each("form[data-keep]", (form) => {
  const name = form.dataset.keep;
  const fresh = JSON.stringify(read(form));
  const draft = store.get(name);
  if (draft && !form.querySelector(".yk-errors") && JSON.stringify(draft) !== fresh) offer(form, name, draft);
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => JSON.stringify(read(form)) === fresh || store.set(name, read(form)), 400);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); store.set(name, read(form)); });
});

// A receipt says which draft it answers: <… data-kept-done="name">
each("[data-kept-done]", (element) => store.drop(element.dataset.keptDone));
