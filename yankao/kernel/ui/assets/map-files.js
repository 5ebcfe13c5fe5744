// The map's script and style are three times all the rest: fetched when a map is about to be seen.
export function bring({ script, style }) {
  if (!document.querySelector(`link[href="${style}"]`)) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: style }));
  }
  return import(script);
}
