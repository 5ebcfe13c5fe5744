// A video call: this page and one other find each other through us; picture, sound and typing go between them.
import { each } from "./page.js";
import { say } from "./words.js";
import { camera } from "./call-camera.js";
import { speed } from "./call-speed.js";
import { typing } from "./call-typing.js";

const SOON = 700, LATER = 3000, LOST = 4000, MOST = 50;

class Call {
  constructor(box) {
    this.box = box;
    this.side = box.dataset.call;
    this.tab = crypto.randomUUID();
    this.ice = JSON.parse(document.getElementById("ice").textContent);
    this.after = this.told = 0;
    this.sits = true;
    this.signals = [];
    this.early = [];
    this.other = this.name = this.said = "";
    this.typing = typing(box, this.tab, (body) => this.type(body));
    this.camera = camera(box, () => this.anew());
  }

  async begin() {
    await this.camera.open();
    this.turn();
  }

  /** Tells the other end something by way of the server. */
  tell(kind, body) {
    this.told += 1;
    this.signals.push({ n: this.told, kind, body });
  }

  type(body) {
    if (this.channel?.readyState === "open") this.channel.send(JSON.stringify(body));
    else this.tell("text", body);
  }

  get link() {
    if (this.peer?.connectionState !== "connected") return "none";
    return Number(this.box.dataset.frames ?? 0) > 0 ? "media" : "text";
  }

  /** Asks and tells again and again; what could not be told is told the next time. */
  async turn() {
    this.next = 0;
    const sent = this.signals.slice(0, MOST);
    let wait = SOON;
    try {
      const body = { tab: this.tab, sits: this.sits, after: this.after, signals: sent, link: this.link };
      const answer = await fetch(this.box.dataset.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(10_000),
      });
      if ([403, 404].includes(answer.status)) return this.stop(say("call_gone"));
      if (!answer.ok) throw new Error(String(answer.status));
      const heard = await answer.json();
      this.signals = this.signals.filter((one) => !sent.includes(one));
      this.sits = false;
      if (heard.elsewhere) return this.stop(say("call_elsewhere"));
      if (heard.over) { this.camera.close(); location.reload(); return undefined; }
      this.known = body.link;  // what the server has been told of the way
      await this.hear(heard);
      wait = this.known === "none" || this.signals.length ? SOON : LATER;
    } catch {
      this.status(say("call_server"));
      wait = LATER;
    }
    this.next = setTimeout(() => this.turn(), wait);
    return undefined;
  }

  /** Not after the usual pause but now, unless a breath is being drawn. */
  hasten() {
    if (!this.next) return;
    clearTimeout(this.next);
    this.turn();
  }

  async hear(heard) {
    if (heard.other && heard.other !== this.other) {
      this.other = heard.other;
      this.typing.again();
      if (this.side === "official") await this.start();
    }
    this.said = heard.words;
    for (const { id, kind, body } of heard.signals) {
      this.after = id;
      await this.on(kind, body);
    }
    if (this.known === "none") this.status(this.said || (heard.here ? say("call_joining") : say("call_waiting")));
    else this.status(this.said || say("call_connected"));
  }

  async on(kind, body) {
    if (kind === "text") this.typing.read(body);
    else if (kind === "lost" && this.side === "official") await this.start();
    else if (kind === "offer" && this.side === "citizen") await this.answer(body);
    else if (body?.call !== this.name) return;
    else if (kind === "answer") { await this.peer.setRemoteDescription(body.description); await this.late(); }
    else if (kind === "candidate" && this.peer.remoteDescription) await this.peer.addIceCandidate(body.candidate);
    else if (kind === "candidate") this.early.push(body.candidate);
  }

  /** Candidates that came before the description they belong to. */
  async late() {
    for (const candidate of this.early.splice(0)) await this.peer.addIceCandidate(candidate);
  }

  connection(name) {
    this.peer?.close();
    this.name = name;
    this.early = [];
    this.box.dataset.frames = "0";
    const peer = this.peer = new RTCPeerConnection({ iceServers: this.ice });
    peer.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate && peer === this.peer) this.tell("candidate", { call: name, candidate: candidate.toJSON() });
    });
    peer.addEventListener("track", ({ streams, track }) => this.camera.show(streams[0] ?? new MediaStream([track])));
    peer.addEventListener("connectionstatechange", () => peer === this.peer && this.changed());
    speed(peer, this.box, () => peer === this.peer);
    return peer;
  }

  changed() {
    const state = this.peer.connectionState;
    this.box.dataset.link = this.link;
    clearTimeout(this.losing);
    if (state === "failed") this.anew();
    if (state === "connected") this.hasten();
    if (state === "disconnected") {
      this.status(say("call_reconnecting"));
      this.losing = setTimeout(() => this.anew(), LOST);
    }
  }

  /** Another way, or other pictures: whoever began begins again. */
  anew() {
    if (!this.other) return;
    if (this.side === "official") this.start();
    else this.tell("lost", {});
  }

  async start() {
    const peer = this.connection(crypto.randomUUID());
    this.hears(peer.createDataChannel("text"));
    this.camera.send(peer);
    await peer.setLocalDescription();
    this.tell("offer", { call: this.name, description: peer.localDescription.toJSON() });
  }

  async answer({ call, description }) {
    const peer = this.connection(call);
    peer.addEventListener("datachannel", ({ channel }) => this.hears(channel));
    await peer.setRemoteDescription(description);
    this.camera.send(peer);
    await peer.setLocalDescription();
    this.tell("answer", { call, description: peer.localDescription.toJSON() });
    await this.late();
  }

  hears(channel) {
    this.channel = channel;
    channel.addEventListener("open", () => this.typing.again());
    channel.addEventListener("message", ({ data }) => this.typing.read(JSON.parse(data)));
  }

  status(words) {
    const line = this.box.querySelector("[data-call-status]");
    if (line.textContent !== words) line.textContent = words;
    this.box.dataset.link = this.link;
  }

  stop(words) {
    this.peer?.close();
    this.camera.close();
    this.status(words);
  }
}

each("[data-call]", (box) => {
  if (!window.RTCPeerConnection || !crypto.randomUUID) {
    box.querySelector("[data-call-status]").textContent = say("call_old_browser");
    return;
  }
  new Call(box).begin();
});
