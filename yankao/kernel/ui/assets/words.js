// Sentences come from the page, in its language; %s is filled in here.
let all;

export function say(key, ...values) {
  all ??= JSON.parse(document.getElementById("words")?.textContent ?? "{}");
  return values.reduce((text, value) => text.replace("%s", value), all[key] ?? "");
}
