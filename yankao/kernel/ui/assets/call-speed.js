// What the line can carry: counted every two seconds; on a poor one smaller pictures, never fewer movements.
import { say } from "./words.js";

const EVERY = 2000, SMALLER = [1, 2, 4], POOR = 0.08, POOR_TURNS = 4, GOOD_TURNS = 8;

export function speed(peer, box, current) {
  const note = box.querySelector("[data-call-speed]");
  let level = 0, good = 0, bad = 0, seen = 0;

  async function set(next) {
    level = next;
    note.textContent = level ? say("call_smaller") : "";
    note.hidden = !level;
    box.dataset.level = level;
    const sender = peer.getSenders().find((one) => one.track?.kind === "video");
    if (!sender) return;
    const parameters = sender.getParameters();
    parameters.degradationPreference = "maintain-framerate";
    for (const encoding of parameters.encodings) encoding.scaleResolutionDownBy = SMALLER[level];
    await sender.setParameters(parameters).catch(() => { /* the call was just renewed */ });
  }

  const timer = setInterval(async () => {
    if (!current() || peer.connectionState === "closed") { clearInterval(timer); return; }
    if (peer.connectionState !== "connected") return;
    let poor = false;
    for (const report of (await peer.getStats()).values()) {
      if (report.type === "inbound-rtp" && report.kind === "video") {
        box.dataset.frames = report.framesDecoded ?? 0;
        box.toggleAttribute("data-still", report.framesDecoded === seen && seen > 0);
        seen = report.framesDecoded;
      }
      if (report.type === "outbound-rtp" && report.kind === "video") poor ||= report.qualityLimitationReason === "bandwidth";
      if (report.type === "remote-inbound-rtp" && report.kind === "video") poor ||= report.fractionLost > POOR;
    }
    [good, bad] = poor ? [0, bad + 1] : [good + 1, 0];
    if (bad >= POOR_TURNS && level < SMALLER.length - 1) { bad = 0; await set(level + 1); }
    else if (good >= GOOD_TURNS && level > 0) { good = 0; await set(level - 1); }
  }, EVERY);
}
