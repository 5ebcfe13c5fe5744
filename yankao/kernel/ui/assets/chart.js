// <yk-chart> draws the table inside it; the table stays, folded, for whoever reads it.
import { BarChart, LineChart, MapChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, registerMap, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { districts } from "./districts.js";

use([BarChart, LineChart, MapChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent, CanvasRenderer]);

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
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", this.told.caption);
    this.prepend(this.canvas);
    this.waiting = new IntersectionObserver(([seen]) => seen.isIntersecting && this.begin(), { rootMargin: "200px" });
    this.canvas.style.height = `${this.height()}px`;
    this.waiting.observe(this.canvas);
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
    return this.dataset.kind === "districts" ? 380 : 280;
  }

  /** Columns that are drawn: those whose cells are numbers. */
  drawn() {
    return this.told.names.map((name, index) => ({ name, index }))
      .filter(({ index }) => this.told.rows.some((row) => row.values[index] !== null && !Number.isNaN(row.values[index])));
  }

  async begin() {
    this.waiting.disconnect();
    if (this.dataset.districts) {
      const outlines = await districts(this.dataset.districts);
      registerMap("districts", { type: "FeatureCollection", features: outlines.features.map((one) => ({ ...one, properties: { ...one.properties, name: one.properties.code } })) });
    }
    this.chart = init(this.canvas, null, { renderer: "canvas" });
    this.draw();
    this.chart.on("click", ({ dataIndex, name }) => {
      const row = this.dataset.kind === "districts" ? this.told.rows.find((one) => one.key === name) : this.told.rows[dataIndex];
      if (row?.url) location.assign(row.url);
    });
    this.sizes = new ResizeObserver(() => this.chart.resize());
    this.sizes.observe(this.canvas);
    this.themes = new MutationObserver(() => this.draw());
    this.themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
  }

  draw() {
    const ink = palette();
    const kinds = { line: lines, bar: bars, districts: map };
    const font = getComputedStyle(this).fontFamily;
    this.chart.setOption({
      animation: !still.matches,
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
  return { markLine: { silent: true, symbol: "none", data: [{ [axis]: Number(value) }], lineStyle: { color: ink.warn, type: "dashed" }, label: { formatter: `${element.dataset.targetLabel} ${value}`, color: ink.warn, position: axis === "yAxis" ? "insideEndTop" : "end" } } };
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
    grid: { left: 8, right: 56, top: columns.length > 1 ? 32 : 8, bottom: 8, containLabel: true },
    legend: columns.length > 1 ? { top: 0, left: 0, textStyle: { color: ink.ink } } : undefined,
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: "shadow" }, formatter: told(element), backgroundColor: ink.surface, borderColor: ink.line, textStyle: { color: ink.ink } },
    xAxis: { type: "value", axisLabel: { color: ink.soft, hideOverlap: true, formatter: short }, splitLine: { lineStyle: { color: ink.line } } },
    yAxis: { type: "category", inverse: true, data: element.told.rows.map((row) => row.label), axisTick: { show: false }, axisLine: { lineStyle: { color: ink.line } }, axisLabel: { color: ink.ink, interval: 0, width: wide, overflow: "truncate" } },
    series: columns.map(({ name, index }, place) => ({
      name, type: "bar", barMaxWidth: 16, data: element.told.rows.map((row) => row.values[index]),
      label: place ? undefined : { show: true, position: "right", color: ink.ink, formatter: ({ dataIndex }) => element.told.rows[dataIndex].texts[index] },
      ...(place ? {} : goal(element, ink, "xAxis")),
    })),
  };
}

function map(element, ink) {
  const [{ index } = { index: 0 }] = element.drawn();
  const rows = element.told.rows.filter((row) => row.values[index] !== null);
  const numbers = rows.map((row) => row.values[index]);
  const names = Object.fromEntries(element.told.rows.map((row) => [row.key, `${row.label} ${row.texts[index]}`]));
  return {
    tooltip: { renderMode: "richText", confine: true, formatter: ({ name }) => names[name] ?? "", backgroundColor: ink.surface, borderColor: ink.line, textStyle: { color: ink.ink } },
    visualMap: { min: Math.min(...numbers), max: Math.max(...numbers, Math.min(...numbers) + 1), left: 8, bottom: 8, text: [short(Math.max(...numbers)), short(Math.min(...numbers))], calculable: false, inRange: { color: [ink["info-bg"], ink.info] }, textStyle: { color: ink.ink } },
    series: [{ type: "map", map: "districts", nameProperty: "code", roam: false, selectedMode: false, data: rows.map((row) => ({ name: row.key, value: row.values[index] })), itemStyle: { areaColor: ink.surface, borderColor: ink.soft }, emphasis: { label: { show: false }, itemStyle: { areaColor: ink.warn } } }],
  };
}

customElements.define("yk-chart", YkChart);
