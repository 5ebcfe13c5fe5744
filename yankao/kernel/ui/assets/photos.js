// Photos chosen in several goes, shown at once, each removable before sending.
import { each } from "./page.js";
import { toast } from "./toasts.js";
import { say } from "./words.js";

each("[data-photos]", (box) => {
  const input = box.querySelector("input[type=file]");
  const list = box.querySelector(".yk-previews");
  const status = box.querySelector("[role=status]");
  const most = Number(input.dataset.most || 5);
  const largest = Number(input.dataset.bytes || 0);
  let kept = [];
  box.classList.add("yk-lively");

  const fits = (file) => {
    if (!largest || file.size <= largest) return true;
    toast(say("photo_large", file.name), "error");
    return false;
  };

  function show() {
    const chosen = new DataTransfer();
    kept.forEach((file) => chosen.items.add(file));
    input.files = chosen.files;
    list.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
    list.replaceChildren(...kept.map(preview));
    status.textContent = kept.length ? say("photo_count", kept.length) : "";
  }

  function preview(file) {
    const item = document.createElement("li");
    const image = Object.assign(document.createElement("img"), { src: URL.createObjectURL(file), alt: file.name });
    const remove = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
    remove.setAttribute("aria-label", say("photo_remove", file.name));
    remove.addEventListener("click", () => {
      kept = kept.filter((one) => one !== file);
      show();
      input.focus();
    });
    item.append(image, remove);
    return item;
  }

  function add(files) {
    const room = most - kept.length;
    const wanted = [...files].filter(fits);
    if (wanted.length > room) toast(say("photo_many", most), "warning");
    kept.push(...wanted.slice(0, Math.max(0, room)));
    show();
  }

  input.addEventListener("change", () => add(input.files));
  input.addEventListener("reset", () => { kept = []; show(); });
  box.addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("yk-drop-here"); });
  box.addEventListener("dragleave", () => box.classList.remove("yk-drop-here"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("yk-drop-here");
    add(event.dataTransfer.files);
  });
});
