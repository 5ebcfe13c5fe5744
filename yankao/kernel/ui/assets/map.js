// Three elements: <yk-map> shows rows as points, <yk-districts> shades districts, <yk-place> lets one put a pin.
// No tiles, no fonts, no other server.
import { AttributionControl, FullscreenControl, LngLatBounds, Map as Canvas, Marker, NavigationControl, Popup, setWorkerUrl } from "maplibre-gl";
import { districtAt, districts } from "./districts.js";
import { say } from "./words.js";

const tones = { ok: "#1d8a4d", warn: "#d98600", late: "#c42b2b", info: "#1873a3", quiet: "#6b7782" };
const colours = {
  ...tones, green: tones.ok, lime: tones.ok, teal: tones.ok, yellow: tones.warn, orange: tones.warn,
  red: tones.late, secondary: tones.quiet, gray: tones.quiet,
};
const downtown = [[120.25, 22.56], [120.42, 22.74]];
const city = [[120.16, 22.45], [120.7, 23.05]];
const whole = [[120.14, 22.44], [121.07, 23.49]];
const english = document.documentElement.lang === "en";

const dark = () => document.documentElement.dataset.bsTheme === "dark";
const paper = () => dark()
  ? { sea: "#1a2a33", land: "#262c33", edge: "#5a6672" }
  : { sea: "#dbeaf1", land: "#f8f8f4", edge: "#94a3ad" };

function style(outlines) {
  const { sea, land, edge } = paper();
  return {
    version: 8,
    sources: { districts: { type: "geojson", data: outlines } },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": sea } },
      { id: "land", type: "fill", source: "districts", paint: { "fill-color": land } },
      { id: "edge", type: "line", source: "districts", paint: { "line-color": edge, "line-width": ["interpolate", ["linear"], ["zoom"], 8, 0.6, 14, 2] } },
    ],
  };
}

class Chart extends HTMLElement {
  start = city;

  async connectedCallback() {
    if (this.started) return;
    this.started = true;
    try {
      setWorkerUrl(this.dataset.worker);
      this.outlines = await districts(this.dataset.districts);
      this.canvas = new Canvas({
        container: this,
        style: style(this.outlines),
        bounds: this.start,
        maxBounds: [[119.2, 21.6], [122, 24.2]],
        minZoom: 7,
        maxZoom: 18,
        attributionControl: false,
        dragRotate: false,
        pitchWithRotate: false,
        cooperativeGestures: this.cooperative(),
        canvasContextAttributes: { preserveDrawingBuffer: this.tagName === "YK-DISTRICTS" }, // else paper shows nothing
        locale: english ? {} : words,
      });
    } catch {
      this.replaceChildren(Object.assign(document.createElement("p"), { className: "yk-empty", textContent: say("no_map") }));
      return;
    }
    this.canvas.touchZoomRotate.disableRotation();
    this.canvas.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.canvas.addControl(new AttributionControl({ compact: true, customAttribution: english ? "District boundaries: Ministry of the Interior" : "行政區界：內政部" }));
    this.canvas.getCanvas().setAttribute("aria-label", this.dataset.label || (english ? "Map" : "地圖"));
    this.canvas.on("load", () => this.ready());
    this.canvas.on("zoomend", () => this.nameDistricts());
    this.canvas.once("load", () => this.nameDistricts());
  }

  disconnectedCallback() {
    this.canvas?.remove();
  }

  /** Whether one finger, or the wheel alone, scrolls the page and not the map. */
  cooperative() {
    return this.tagName !== "YK-PLACE" && matchMedia("(pointer: coarse)").matches;
  }

  /** District names as HTML: symbol layers would need glyph files. */
  nameDistricts() {
    this.names?.forEach((name) => name.remove());
    this.names = [];
    const zoom = this.canvas.getZoom();
    if (zoom < 10.5) return;
    for (const { properties } of this.outlines.features) {
      const name = Object.assign(document.createElement("span"), { className: "yk-district-name", textContent: english ? properties.name_en.replace(/ District$/, "") : properties.name });
      name.setAttribute("aria-hidden", "true");
      this.names.push(new Marker({ element: name }).setLngLat([properties.lon, properties.lat]).addTo(this.canvas));
    }
  }
}

const words = {
  "NavigationControl.ZoomIn": "放大",
  "NavigationControl.ZoomOut": "縮小",
  "FullscreenControl.Enter": "全螢幕",
  "FullscreenControl.Exit": "離開全螢幕",
  "AttributionControl.ToggleAttribution": "顯示資料來源",
  "Popup.Close": "關閉",
  "Map.Title": "地圖",
  "Marker.Title": "標記",
  "CooperativeGesturesHandler.WindowsHelpText": "按住 Ctrl 並捲動以縮放地圖",
  "CooperativeGesturesHandler.MacHelpText": "按住 ⌘ 並捲動以縮放地圖",
  "CooperativeGesturesHandler.MobileHelpText": "請用兩指移動地圖",
};

/** Without a signal the map shows the city and no rows; the list beside it has them all. */
async function rowsAt(source) {
  try {
    return await (await fetch(source)).json();
  } catch {
    return { type: "FeatureCollection", features: [] };
  }
}

class RowMap extends Chart {
  static observedAttributes = ["data-src"];

  /** The rows on screen have changed: the points follow. */
  async attributeChangedCallback() {
    const source = this.canvas?.getSource("rows");
    if (!source) return;
    const rows = await rowsAt(this.dataset.src);
    source.setData(rows);
    this.fit(rows.features);
    this.dataset.ready = rows.features.length;
  }

  async ready() {
    this.canvas.addControl(new FullscreenControl(), "top-right");
    const rows = await rowsAt(this.dataset.src);
    const late = ["in", ["get", "tone"], ["literal", ["late", "red"]]];
    const shade = ["match", ["get", "tone"], ...Object.entries(colours).flat(), tones.info];
    this.canvas.addSource("rows", {
      type: "geojson", data: rows, cluster: true, clusterRadius: 46, clusterMaxZoom: 15,
      clusterProperties: { late: ["+", ["case", late, 1, 0]] },
    });
    this.canvas.addLayer({
      id: "points", type: "circle", source: "rows", filter: ["!", ["has", "point_count"]],
      paint: { "circle-color": shade, "circle-radius": 8, "circle-stroke-color": "#fff", "circle-stroke-width": 2 },
    });
    // Clusters are drawn as HTML; an invisible layer keeps them queryable.
    this.canvas.addLayer({ id: "clusters", type: "circle", source: "rows", filter: ["has", "point_count"], paint: { "circle-opacity": 0, "circle-radius": 20 } });
    this.fit(rows.features);
    this.clusters = new Map();
    this.canvas.on("render", () => this.canvas.isSourceLoaded("rows") && this.drawClusters());
    this.canvas.on("click", "points", (event) => this.open(event.features[0]));
    this.canvas.on("mouseenter", "points", () => { this.canvas.getCanvas().style.cursor = "pointer"; });
    this.canvas.on("mouseleave", "points", () => { this.canvas.getCanvas().style.cursor = ""; });
    this.dataset.ready = rows.features.length;
  }

  fit(features) {
    const bounds = new LngLatBounds();
    for (const { geometry } of features) bounds.extend(geometry.coordinates);
    const closest = features.length > 1 ? 14 : 12.5; // one point alone needs its surroundings
    if (!bounds.isEmpty()) this.canvas.fitBounds(bounds, { padding: 50, maxZoom: closest, animate: false });
  }

  drawClusters() {
    const seen = new Set();
    for (const { properties, geometry } of this.canvas.querySourceFeatures("rows", { filter: ["has", "point_count"] })) {
      seen.add(properties.cluster_id);
      if (this.clusters.has(properties.cluster_id)) continue;
      this.clusters.set(properties.cluster_id, this.clusterMarker(properties, geometry.coordinates));
    }
    for (const [id, marker] of this.clusters) {
      if (seen.has(id)) continue;
      marker.remove();
      this.clusters.delete(id);
    }
  }

  clusterMarker({ cluster_id: id, point_count: count, late }, at) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "yk-cluster", textContent: count });
    button.dataset.size = count > 99 ? "l" : count > 9 ? "m" : "s";
    if (late) button.dataset.late = late * 2 >= count ? "most" : "some";
    button.addEventListener("click", async () => {
      const zoom = await this.canvas.getSource("rows").getClusterExpansionZoom(id);
      this.canvas.easeTo({ center: at, zoom: zoom + 0.2 });
    });
    const marker = new Marker({ element: button }).setLngLat(at).addTo(this.canvas);
    button.setAttribute("aria-label", say("cluster", count));
    return marker;
  }

  open({ properties, geometry }) {
    const box = Object.assign(document.createElement("div"), { className: "yk-popup" });
    const link = Object.assign(document.createElement("a"), { href: properties.url, textContent: properties.title });
    const text = Object.assign(document.createElement("div"), { textContent: properties.text ?? "" });
    box.append(properties.url ? link : properties.title, text);
    new Popup({ maxWidth: "18rem" }).setLngLat(geometry.coordinates).setDOMContent(box).addTo(this.canvas);
  }
}

/** Districts in up to five shades; `told` are rows with key, label, text and perhaps url. */
class DistrictMap extends Chart {
  start = whole;

  cooperative() {
    return true;
  }

  disconnectedCallback() {
    this.themes?.disconnect();
    super.disconnectedCallback();
  }

  ready() {
    this.rows = new Map(this.told.map((row) => [row.key, row]));
    this.popup = new Popup({ closeButton: false, closeOnClick: false, maxWidth: "18rem" });
    this.canvas.on("mousemove", "land", ({ features: [district], lngLat }) => this.name(district.properties, lngLat));
    this.canvas.on("mouseleave", "land", () => this.popup.remove());
    this.canvas.on("click", "land", ({ features: [district], lngLat }) => {
      const url = this.rows.get(district.properties.code)?.url;
      if (url) location.assign(url);
      else this.name(district.properties, lngLat);
    });
    this.themes = new MutationObserver(() => this.shade());
    this.themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-bs-theme"] });
    this.shade();
    this.dataset.ready = this.told.length;
    this.canvas.once("idle", () => {
      this.dataset.drawn = "";
      this.dispatchEvent(new Event("drawn"));
    });
  }

  shade() {
    const { land, edge } = paper();
    const pairs = this.shades().flatMap(({ rows, colour }) => rows.flatMap(({ key }) => [key, colour]));
    this.canvas.setPaintProperty("sea", "background-color", this.ground());
    this.canvas.setPaintProperty("edge", "line-color", edge);
    this.canvas.setPaintProperty("land", "fill-color", pairs.length ? ["match", ["get", "code"], ...pairs, land] : land);
  }

  name({ code, name, name_en: nameEn }, at) {
    const row = this.rows.get(code);
    this.popup.setLngLat(at).setText(row ? `${row.label} ${row.text}` : english ? nameEn : name).addTo(this.canvas);
    this.canvas.getCanvas().style.cursor = row?.url ? "pointer" : "";
  }
}

class PlaceMap extends Chart {
  start = downtown;

  ready() {
    this.box = this.closest("[data-place]");
    this.note = this.box.querySelector(".yk-place-note");
    this.lng = this.box.querySelector("[data-place-lng]");
    this.lat = this.box.querySelector("[data-place-lat]");
    this.canvas.on("click", ({ lngLat }) => this.put(lngLat.lng, lngLat.lat));
    this.box.addEventListener("place:set", ({ detail }) => {
      if (detail.by !== "map") this.show(detail.lng, detail.lat);
      this.choose(detail.lng, detail.lat);
    });
    for (const field of [this.lng, this.lat]) field.addEventListener("change", () => this.fromFields());
    this.fromFields();
    this.dataset.ready = "1";
  }

  fromFields() {
    const [x, y] = [parseFloat(this.lng.value), parseFloat(this.lat.value)];
    if (Number.isFinite(x) && Number.isFinite(y) && !this.at(x, y)) this.show(x, y);
  }

  at(x, y) {
    const now = this.marker?.getLngLat();
    return now && Math.abs(now.lng - x) < 1e-6 && Math.abs(now.lat - y) < 1e-6;
  }

  pin() {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "yk-pin" });
    button.innerHTML = '<svg viewBox="0 0 24 24" aria-hidden="true"><path fill="currentColor" stroke="#fff" stroke-width="1.2" d="M12 23s7.500-8.300 7.500-13.500a7.500 7.500 0 0 0-15 0C4.500 14.700 12 23 12 23z"/><circle cx="12" cy="9.500" r="2.800" fill="#fff"/></svg>';
    button.dataset.pin = "";
    const marker = new Marker({ element: button, anchor: "bottom", draggable: true });
    marker.on("dragend", () => this.put(marker.getLngLat().lng, marker.getLngLat().lat));
    button.addEventListener("keydown", (event) => {
      const step = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      const by = event.shiftKey ? 40 : 4;
      const point = this.canvas.project(marker.getLngLat());
      const { lng, lat } = this.canvas.unproject([point.x + step[0] * by, point.y + step[1] * by]);
      this.put(lng, lat);
    });
    return marker;
  }

  show(x, y) {
    const first = !this.marker;
    this.marker ??= this.pin();
    this.marker.setLngLat([x, y]);
    if (first) {
      this.marker.addTo(this.canvas);
      this.marker.getElement().setAttribute("aria-label", say("pin"));
    }
    if (first || !this.canvas.getBounds().contains([x, y])) this.canvas.easeTo({ center: [x, y], zoom: Math.max(15, this.canvas.getZoom()) });
    this.tell(x, y);
  }

  put(x, y) {
    this.show(x, y);
    this.box.dispatchEvent(new CustomEvent("place:put", { detail: { lng: x, lat: y } }));
  }

  /** The form's list of districts follows the pin. */
  choose(x, y) {
    const list = this.lng.form?.elements[this.lng.name.replace(/lng$/, "district")];
    const name = districtAt([x, y], this.outlines)?.properties;
    const option = name && [...(list?.options ?? [])].find(({ text }) => [name.name, name.name_en].includes(text.trim()));
    if (!option || list.value === option.value) return;
    list.value = option.value;
    list.dispatchEvent(new Event("change", { bubbles: true }));
  }

  tell(x, y) {
    const found = districtAt([x, y], this.outlines);
    this.note.classList.toggle("yk-error", !found);
    this.note.textContent = found ? say("inside", english ? found.properties.name_en : found.properties.name) : say("outside");
  }
}

customElements.define("yk-map", RowMap);
customElements.define("yk-districts", DistrictMap);
customElements.define("yk-place", PlaceMap);
