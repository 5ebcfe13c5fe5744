// Composing a dashboard: the grid is dragged, the table beside it holds the same numbers.
import { GridStack } from "gridstack";
import { each } from "./page.js";

each("form[data-arrange]", (form) => {
  const field = form.querySelector("[name=layout]");
  const rows = [...form.querySelectorAll("[data-tile]")];
  const part = (row, name) => row.querySelector(`[data-place-part=${name}]`);
  const told = () => rows.map((row) => ({
    place: Number(row.dataset.tile),
    ...Object.fromEntries(["x", "y", "w", "h"].map((name) => [name, Number(part(row, name).value)])),
  }));
  form.addEventListener("submit", () => { field.value = JSON.stringify(told()); });

  const ground = form.querySelector(".grid-stack");
  if (!ground) return;
  const grid = GridStack.init({ column: 12, cellHeight: 72, margin: 6, float: false, maxRow: 0 }, ground);
  const follow = () => {
    for (const node of grid.engine.nodes) {
      const row = rows.find((one) => one.dataset.tile === node.el.dataset.place);
      for (const name of ["x", "y", "w", "h"]) part(row, name).value = node[name];
    }
  };
  grid.on("change", follow);
  form.addEventListener("change", (event) => {
    const row = event.target.closest("[data-tile]");
    if (!row) return;
    const item = ground.querySelector(`[data-place="${row.dataset.tile}"]`);
    grid.update(item, Object.fromEntries(["x", "y", "w", "h"].map((name) => [name, Number(part(row, name).value)])));
    follow();
  });
});
