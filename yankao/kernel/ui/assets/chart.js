// <yk-chart> draws the table inside it; the table stays, folded, for whoever reads it.
// Lines and bars by ECharts, the city's districts by MapLibre.
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { bring } from "./map-files.js";
import { classes, mixed } from "./shades.js";

use([BarChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, CanvasRenderer]);

const ROW = 26;
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Colours of the house, as the page shows them now: by day, by night, on paper. */
function palette() {
  const probe = document.body.appendChild(document.createElement("i"));
  const found = Object.fromEntries(["ink", "soft", "line", "surface", "info", "info-bg", "warn", "late", "ok"].map((name) => {
    probe.style.color = `var(--yk-${name})`;
    return [name, getComputedStyle(probe).color];
  }));
  probe.remove();
  return found;
}

/** What the table says: names down, series across; an empty cell is a gap. */
function read(element) {
  const table = element.querySelector("table");
  const names = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent.trim());
  const rows = [...table.tBodies[0].rows].map((row) => ({
    key: row.dataset.key,
    label: (row.cells[0].querySelector("a") ?? row.cells[0].firstChild).textContent.trim(),
    url: row.cells[0].querySelector("a")?.href,
    values: [...row.cells].slice(1).map((cell) => (cell.dataset.value === "" ? null : Number(cell.dataset.value))),
    texts: [...row.cells].slice(1).map((cell) => cell.textContent.trim()),
  }));
  return { caption: table.caption.textContent.trim(), names, rows };
}

class YkChart extends HTMLElement {
  connectedCallback() {
    if (this.canvas) return;
    this.told = read(this);
    if (!this.told.rows.length) return;
    const fold = this.querySelector("details");
    fold.open = "open" in fold.dataset;
    this.canvas = document.createElement("div");
    this.canvas.className = "yk-chart-canvas";
    this.canvas.setAttribute("role", this.dataset.kind === "districts" ? "group" : "img");
    this.canvas.setAttribute("aria-label", this.told.caption);
    this.prepend(this.canvas);
    this.waiting = new IntersectionObserver(([seen]) => seen.isIntersecting && this.show(), { rootMargin: "200px" });
    this.canvas.style.height = `${this.height()}px`;
    this.waiting.observe(this.canvas);
  }

  /** Draws it, once; a promise of when it is drawn. */
  show() {
    this.waiting?.disconnect();
    return (this.shown ??= this.dataset.kind === "districts" ? this.map() : this.begin());
  }

  /** On paper nothing moves and nothing is left out; a map that has not come is its table. */
  print() {
    if (!this.canvas) return;
    this.show();
    if (this.chart) this.draw(false);
    const missing = !this.chart && !this.querySelector("yk-districts[data-drawn]");
    this.canvas.classList.toggle("d-print-none", missing);
    this.querySelector("details").open ||= missing;
  }

  disconnectedCallback() {
    this.waiting?.disconnect();
    this.sizes?.disconnect();
    this.themes?.disconnect();
    this.chart?.dispose();
    this.chart = null;
  }

  height() {
    if (this.dataset.kind === "bar") return Math.max(96, this.told.rows.length * ROW * Math.max(1, this.drawn().length * 0.7) + 48);
    return this.dataset.kind === "districts" ? 380 : 300;
  }

  /** Columns that are drawn: those whose cells are numbers. */
  drawn() {
    return this.told.names.map((name, index) => ({ name, index }))
      .filter(({ index }) => this.told.rows.some((row) => row.values[index] !== null && !Number.isNaN(row.values[index])));
  }

  async begin() {
    this.chart = init(this.canvas, null, { renderer: "canvas" });
    this.draw();
    this.chart.on("click", ({ dataIndex }) => {
      const { url } = this.told.rows[dataIndex];
      if (url) location.assign(url);
    });
    this.sizes = new ResizeObserver(() => this.chart.resize());
    this.sizes.observe(this.canvas);
    this.themes = new MutationObserver(() => this.draw());
    this.themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
  }

  /** The districts in shades, and beside them what each shade stands for. */
  async map() {
    const [{ index } = { index: 0 }] = this.drawn();
    const rows = this.told.rows.map((row) => ({ ...row, value: row.values[index], text: row.texts[index] }));
    const groups = classes(rows);
    const shades = () => {
      const { "info-bg": least, info: most } = palette();
      return groups.map((group, place) => ({ rows: group, colour: mixed(least, most, (place + 1) / groups.length) }));
    };
    const map = Object.assign(document.createElement("yk-districts"), { told: rows, shades, ground: () => palette().surface });
    Object.assign(map.dataset, { worker: this.dataset.worker, districts: this.dataset.districts, label: this.told.caption });
    const key = document.createElement("ul");
    key.className = "yk-legend yk-shades";
    const paint = () => key.replaceChildren(...shades().map(({ rows: group, colour }) => line(group, colour)));
    paint();
    this.themes = new MutationObserver(paint);
    this.themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
    this.canvas.append(map, key);
    const drawn = new Promise((done) => map.addEventListener("drawn", done, { once: true }));
    await bring(this.dataset);
    await drawn;
  }

  draw(moving = !still.matches) {
    const ink = palette();
    const kinds = { line: lines, bar: bars };
    const font = getComputedStyle(this).fontFamily;
    this.chart.setOption({
      animation: moving,
      textStyle: { fontFamily: font, color: ink.ink },
      tooltip: { renderMode: "richText", confine: true, backgroundColor: ink.surface, borderColor: ink.line, textStyle: { color: ink.ink, fontFamily: font } },
      ...kinds[this.dataset.kind](this, ink),
    }, true);
  }
}

const colours = (ink) => [ink.info, ink.soft, ink.ok, ink.warn, ink.late];
const short = (value) => new Intl.NumberFormat("zh-Hant", { notation: "compact", maximumFractionDigits: 1 }).format(value);

function goal(element, ink, axis) {
  const value = element.dataset.target;
  if (!value) return {};
  return { markLine: { silent: true, symbol: "none", data: [{ [axis]: Number(value) }], lineStyle: { color: ink.warn, type: "dashed" }, label: { formatter: `${element.dataset.targetLabel} ${value}`, color: ink.warn, position: axis === "yAxis" ? "insideEndTop" : "start" } } };
}

function told(element) {
  return (points) => {
    const list = [points].flat();
    const row = element.told.rows[list[0].dataIndex];
    return [row.label, ...list.map((point) => `${point.marker}${point.seriesName} ${row.texts[element.drawn()[point.seriesIndex].index]}`)].join("\n");
  };
}

function lines(element, ink) {
  const columns = element.drawn();
  return {
    color: colours(ink),
    grid: { left: 8, right: 16, top: columns.length > 1 ? 40 : 16, bottom: 8, containLabel: true },
    legend: columns.length > 1 ? { top: 0, left: 0, textStyle: { color: ink.ink } } : undefined,
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, formatter: told(element), backgroundColor: ink.surface, borderColor: ink.line, textStyle: { color: ink.ink } },
    xAxis: { type: "category", data: element.told.rows.map((row) => row.label), axisLabel: { color: ink.soft, hideOverlap: true }, axisLine: { lineStyle: { color: ink.line } } },
    yAxis: { type: "value", scale: element.dataset.unit === "%", axisLabel: { color: ink.soft, formatter: short }, splitLine: { lineStyle: { color: ink.line } } },
    series: columns.map(({ name, index }, place) => ({
      name, type: "line", data: element.told.rows.map((row) => row.values[index]), connectNulls: false,
      symbolSize: element.told.rows.length > 60 ? 0 : 6, lineStyle: { type: place ? "dashed" : "solid", width: 2 }, ...(place ? {} : goal(element, ink, "yAxis")),
    })),
  };
}

function bars(element, ink) {
  const columns = element.drawn();
  const wide = Math.min(220, Math.max(96, element.clientWidth * 0.34));
  return {
    color: colours(ink),
    grid: { left: 8, right: 56, top: (columns.length > 1 ? 32 : 8) + (element.dataset.target ? 20 : 0), bottom: 8, containLabel: true },
    legend: columns.length > 1 ? { top: 0, left: 0, textStyle: { color: ink.ink } } : undefined,
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: "shadow" }, formatter: told(element), backgroundColor: ink.surface, borderColor: ink.line, textStyle: { color: ink.ink } },
    xAxis: { type: "value", axisLabel: { color: ink.soft, hideOverlap: true, formatter: short }, splitLine: { lineStyle: { color: ink.line } } },
    yAxis: { type: "category", inverse: true, data: element.told.rows.map((row) => row.label), axisTick: { show: false }, axisLine: { lineStyle: { color: ink.line } }, axisLabel: { color: ink.ink, interval: 0, width: wide, overflow: "truncate" } },
    series: columns.map(({ name, index }, place) => ({
      name, type: "bar", barMaxWidth: 16, itemStyle: place ? { color: ink.line, borderColor: ink.soft } : {}, data: element.told.rows.map((row) => row.values[index]),
      label: place ? undefined : { show: true, position: "right", color: ink.ink, formatter: ({ dataIndex }) => element.told.rows[dataIndex].texts[index] },
      ...(place ? {} : goal(element, ink, "xAxis")),
    })),
  };
}

/** What one shade stands for: from the smallest to the largest value it covers. */
function line(group, colour) {
  const swatch = document.createElement("i");
  swatch.style.background = colour;
  const [first, last] = [group[0].text, group.at(-1).text];
  const item = document.createElement("li");
  item.append(swatch, first === last ? first : `${first}–${last}`);
  return item;
}

customElements.define("yk-chart", YkChart);
addEventListener("beforeprint", () => document.querySelectorAll("yk-chart").forEach((chart) => chart.print()));
