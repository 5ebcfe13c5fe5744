// A question that only some answers raise: <input data-when="result=made_safe"> is asked when result says so.
import { each } from "./page.js";

each("[data-when]", (input) => {
  const [name, ...answers] = input.dataset.when.split(/[=,]/);
  const box = input.closest(".yk-field");
  const form = input.form;
  if (!box || !form?.elements[name]) return;
  const ask = () => { box.hidden = !answers.includes(form.elements[name].value) && !input.value; };
  form.addEventListener("change", ask);
  ask();
});
