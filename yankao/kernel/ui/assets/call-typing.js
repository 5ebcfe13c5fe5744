// Real-time text: each character is seen while it is typed, as in ITU-T T.140; a new line ends a saying.
// What is typed with an input method is told when the character stands, not by its strokes.
import { say } from "./words.js";

const BACK = "\b", LINE = "\n", PIECE = 2000;

export function typing(box, by, tell) {
  const mine = box.querySelector("[data-call-mine]"), theirs = box.querySelector("[data-call-line]");
  const log = box.querySelector("[data-call-log]");
  let before = "", all = "";
  let from = "", have = 0, line = "", early = [];

  /** A piece says where in all that was typed it belongs; twice or late, it is read once and in its place. */
  function send(at) {
    for (let here = at; here < all.length; here += PIECE) tell({ by, at: here, text: all.slice(here, here + PIECE) });
  }

  function add(text) {
    const at = all.length;
    all += text;
    send(at);
  }

  /** The characters that turn what stood there into what stands there now. */
  function change() {
    const now = mine.value;
    let same = 0;
    while (same < before.length && same < now.length && before[same] === now[same]) same += 1;
    const text = BACK.repeat(before.length - same) + now.slice(same);
    before = now;
    if (text) add(text);
  }

  function keep(text, who) {
    if (!text.trim()) return;
    const item = document.createElement("li");
    item.className = who;
    item.append(
      Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: say(`call_${who}`) }),
      document.createTextNode(text),
    );
    log.append(item);
    item.scrollIntoView({ block: "nearest" });
  }

  function end() {
    change();
    add(LINE);
    keep(mine.value, "me");
    mine.value = before = "";
  }

  mine.addEventListener("input", (event) => event.isComposing || change());
  mine.addEventListener("compositionend", change);
  mine.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    end();
  });
  box.querySelector("[data-call-send]").addEventListener("click", () => { end(); mine.focus(); });

  function written(text) {
    for (const character of text) {
      if (character === BACK) line = line.slice(0, -1);
      else if (character === LINE) { keep(line, "them"); line = ""; }
      else line += character;
    }
    theirs.textContent = line;
  }

  function read(piece) {
    if (piece.by !== from) {
      keep(line, "them");
      [from, have, line, early] = [piece.by, 0, "", []];
    }
    early.push({ at: Number(piece.at), text: String(piece.text) });
    for (let found = true; found;) {
      found = early.find(({ at, text }) => at <= have && at + text.length > have);
      if (!found) break;
      written(found.text.slice(have - found.at));
      have = found.at + found.text.length;
    }
    early = early.filter(({ at }) => at > have);
  }

  return { read, again: () => send(0) };
}
