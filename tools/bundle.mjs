// Bundles the interface into yankao/kernel/ui/static/built: styles, scripts, icons, district outlines.
import { build } from "esbuild";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const ui = path.join(root, "yankao/kernel/ui");
const out = path.join(ui, "static/built");
const icons = path.join(root, "node_modules/@tabler/icons/icons");

/** One SVG file with a symbol for each icon named in icons.txt. */
async function sprite() {
  const names = (await readFile(path.join(ui, "assets/icons.txt"), "utf8")).split(/\s+/).filter(Boolean);
  const symbols = await Promise.all(
    [...new Set(names)].map(async (name) => {
      const svg = await readFile(path.join(icons, "outline", `${name}.svg`), "utf8");
      const inside = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
      const drawn = inside.replace(/<path stroke="none"[^>]*>/, "").replace(/\s+/g, " ").trim();
      return `<symbol id="${name}" viewBox="0 0 24 24">${drawn}</symbol>`;
    }),
  );
  const style = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
  const file = `<svg xmlns="http://www.w3.org/2000/svg" ${style}>${symbols.join("")}</svg>`;
  await writeFile(path.join(out, "icons.svg"), file);
}

const entries = (names) => names.map((name) => path.join(ui, "assets", name));
const shared = {
  outdir: out,
  bundle: true,
  minify: true,
  legalComments: "linked",
  logLevel: "warning",
  target: ["chrome109", "firefox115", "safari16"],
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await Promise.all([
  build({ ...shared, format: "iife", entryPoints: entries(["theme.js", "desk.js", "public.js", "sw.js", "call.js"]) }),
  build({ ...shared, format: "esm", target: "es2022", entryPoints: entries(["map.js", "chart.js", "dashboard.js"]) }),
  build({
    ...shared,
    format: "esm",
    target: "es2022",
    entryPoints: { "map-worker": path.join(root, "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs") },
  }),
  // Tabler speaks today's CSS (oklch, light-dark); lowering it would double its size.
  build({ ...shared, target: "esnext", entryPoints: entries(["desk.css", "public.css", "map.css", "chart.css", "dashboard.css"]) }),
  sprite(),
]);
