// Parts of a picture to be hidden: drawn with a finger or mouse, moved by keys, or typed as numbers.
import { each } from "./page.js";
import { say } from "./words.js";

const SIDES = ["left", "top", "width", "height"];
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const within = (value, low, high) => Math.min(Math.max(value, low), high);
const tenth = (value) => Math.round(value * 10) / 10;

each("[data-mask]", (form) => {
  const layer = form.querySelector("[data-mask-layer]");
  const rows = form.querySelector("[data-mask-rows]");
  const blank = form.querySelector("[data-mask-blank]");
  const none = form.querySelector("[data-mask-none]");
  const add = form.querySelector("[data-mask-add]");
  const field = (row, side) => row.querySelector(`[name=${side}]`);
  const filled = (row) => SIDES.some((side) => field(row, side).value !== "");
  const numbers = (row) => SIDES.map((side) => Number(field(row, side).value) || 0);
  const boxes = new Map();

  function write(row, [left, top, width, height]) {
    const wide = within(width, 0.5, 100);
    const high = within(height, 0.5, 100);
    const values = [within(left, 0, 100 - wide), within(top, 0, 100 - high), wide, high];
    SIDES.forEach((side, at) => { field(row, side).value = tenth(values[at]); });
    draw(row);
  }

  function draw(row) {
    const box = boxes.get(row);
    const values = numbers(row);
    SIDES.forEach((side, at) => { box.style[side] = `${values[at]}%`; });
    box.hidden = !values[2] || !values[3];
    [...boxes.keys()].forEach((one, at) => {
      boxes.get(one).setAttribute("aria-label", say("mask_box", at + 1, ...numbers(one)));
      boxes.get(one).dataset.number = at + 1;
    });
    none.hidden = boxes.size > 0;
  }

  function take(row) {
    const box = Object.assign(document.createElement("button"), { type: "button", className: "yk-mask-box" });
    boxes.set(row, box);
    layer.append(box);
    box.addEventListener("keydown", (event) => press(event, row));
    box.addEventListener("pointerdown", (event) => drag(event, row));
    row.addEventListener("input", () => draw(row));
    const drop = row.querySelector("[data-mask-drop]");
    drop.hidden = false;
    drop.addEventListener("click", () => remove(row));
    draw(row);
    return box;
  }

  function remove(row) {
    boxes.get(row).remove();
    boxes.delete(row);
    row.remove();
    const left = [...boxes.keys()];
    if (left.length) draw(left[0]);
    none.hidden = left.length > 0;
    (left.length ? boxes.get(left[0]) : add).focus();
  }

  function make(values) {
    rows.append(blank.content.cloneNode(true));
    const row = rows.lastElementChild;
    const box = take(row);
    write(row, values);
    return [row, box];
  }

  function press(event, row) {
    const way = ARROWS[event.key];
    if (event.key === "Delete" || event.key === "Backspace") remove(row);
    else if (!way) return;
    else {
      const step = event.altKey ? 0.1 : 1;
      const [left, top, width, height] = numbers(row);
      const [x, y] = way.map((one) => one * step);
      write(row, event.shiftKey ? [left, top, width + x, height + y] : [left + x, top + y, width, height]);
    }
    event.preventDefault();
  }

  const place = (event) => {
    const { left, top, width, height } = layer.getBoundingClientRect();
    return [within((event.clientX - left) / width * 100, 0, 100), within((event.clientY - top) / height * 100, 0, 100)];
  };

  function follow(event, moved) {
    event.preventDefault();
    const start = place(event);
    layer.setPointerCapture(event.pointerId);
    const move = (next) => moved(start, place(next));
    layer.addEventListener("pointermove", move);
    const stop = () => layer.removeEventListener("pointermove", move);
    layer.addEventListener("pointerup", stop, { once: true });
    layer.addEventListener("pointercancel", stop, { once: true });
  }

  // The lower right corner changes the size, the rest of a box moves it.
  function drag(event, row) {
    event.stopPropagation();
    const box = boxes.get(row);
    const edge = box.getBoundingClientRect();
    const sizes = event.clientX > edge.right - 18 && event.clientY > edge.bottom - 18;
    const [left, top, width, height] = numbers(row);
    box.focus();
    follow(event, ([x, y], [nextX, nextY]) => write(row, sizes
      ? [left, top, width + nextX - x, height + nextY - y]
      : [left + nextX - x, top + nextY - y, width, height]));
  }

  layer.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    let made;
    follow(event, ([x, y], [nextX, nextY]) => {
      const values = [Math.min(x, nextX), Math.min(y, nextY), Math.abs(nextX - x), Math.abs(nextY - y)];
      if (made) write(made[0], values);
      else if (values[2] > 1 || values[3] > 1) { made = make(values); made[1].focus(); }
    });
  });

  [...rows.children].forEach((row) => (filled(row) ? take(row) : row.remove()));
  none.hidden = boxes.size > 0;
  add.hidden = false;
  add.addEventListener("click", () => make([40, 40, 20, 10])[1].focus());
});
