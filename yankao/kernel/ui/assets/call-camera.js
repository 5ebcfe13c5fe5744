// One's own picture: asked for, shown small, switched off and on; without one the call goes on in writing.
import { say } from "./words.js";

const WANTED = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };

export function camera(box, changed) {
  const own = box.querySelector("[data-call-own]"), theirs = box.querySelector("[data-call-theirs]");
  const trouble = box.querySelector("[data-call-trouble]"), again = box.querySelector("[data-call-camera]");
  let stream = new MediaStream();

  async function asked() {
    for (const wish of [{ video: WANTED, audio: true }, { video: WANTED }]) {
      try {
        return await navigator.mediaDevices.getUserMedia(wish);
      } catch (error) {
        if (wish.audio && error.name !== "AbortError") continue; // perhaps there is no microphone
        refused(error.name);
      }
    }
    return new MediaStream();
  }

  function refused(name) {
    const words = { NotAllowedError: "call_refused", NotFoundError: "call_no_camera", NotReadableError: "call_busy_camera" };
    trouble.textContent = say(words[name] ?? "call_no_camera");
    trouble.hidden = again.hidden = false;
  }

  async function open() {
    trouble.hidden = again.hidden = true;
    if (!navigator.mediaDevices) { refused("NotFoundError"); return; }
    stream = await asked();
    for (const track of stream.getVideoTracks()) {
      track.contentHint = "motion"; // hands must move smoothly; sharpness comes second
      track.addEventListener("ended", () => refused("NotReadableError"));
    }
    own.srcObject = stream;
  }

  again.addEventListener("click", async () => { await open(); if (stream.getTracks().length) changed(); });
  for (const button of box.querySelectorAll("[data-call-off]")) {
    button.addEventListener("click", () => {
      const off = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(off));
      for (const track of stream.getTracks()) if (track.kind === button.dataset.callOff) track.enabled = !off;
    });
  }

  return {
    open,
    send(peer) {
      for (const track of stream.getTracks()) peer.addTrack(track, stream);
      if (!stream.getVideoTracks().length && !peer.remoteDescription) peer.addTransceiver("video", { direction: "recvonly" });
    },
    /** Without a camera of one's own a browser may not begin with sound; then the picture comes without. */
    show(found) {
      theirs.srcObject = found;
      theirs.play().catch(() => { theirs.muted = true; theirs.play().catch(() => { /* the page was left */ }); });
    },
    close() { for (const track of stream.getTracks()) track.stop(); theirs.srcObject = own.srcObject = null; },
  };
}
