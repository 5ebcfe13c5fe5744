// The code on a pole or lamp, read by the camera into its field; where a browser cannot, its number is typed.
import { each } from "./page.js";
import { say } from "./words.js";

const EVERY = 250, NUMBER = /^[\w-]{2,40}$/;

/** The number in a code: alone, or in the address the telephone's own camera would open. */
function numberIn(text, name) {
  const plain = text.trim();
  if (NUMBER.test(plain)) return plain;
  try {
    const told = new URL(plain).searchParams.get(name) ?? "";
    return NUMBER.test(told) ? told : "";
  } catch {
    return "";
  }
}

each("[data-scan]", (field) => {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  const make = (tag, more) => Object.assign(document.createElement(tag), more);
  const button = make("button", { type: "button", className: "btn mt-2", textContent: say("scan") });
  const box = make("div", { className: "yk-scan", hidden: true });
  const video = make("video", { autoplay: true, playsInline: true, muted: true });
  const words = make("p", { className: "form-hint" });
  words.setAttribute("role", "status");
  box.append(video, words);
  field.after(button, box);
  let stream, timer;

  const stop = () => {
    clearInterval(timer);
    for (const track of stream?.getTracks() ?? []) track.stop();
    box.hidden = true;
    button.textContent = say("scan");
  };

  async function look(detector) {
    for (const { rawValue } of await detector.detect(video).catch(() => [])) {
      const number = numberIn(rawValue, field.name);
      words.textContent = number ? "" : say("scan_strange");
      if (!number || box.hidden) continue;
      stop();
      field.value = number;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.focus();
    }
  }

  button.addEventListener("click", async () => {
    if (!box.hidden) { stop(); return; }
    box.hidden = false;
    button.textContent = say("scan_stop");
    words.textContent = say("scan_hold");
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      words.textContent = say("scan_refused");
      return;
    }
    video.srcObject = stream;
    const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    timer = setInterval(() => look(detector), EVERY);
  });
});
