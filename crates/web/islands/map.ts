// The map of a question's records. The server draws one that needs no script; here it becomes a map that one can move:
//
//   <record-map data-cells="/query/map/cells?q=…" data-narrow="/query/map?q=…" data-bounds="W,S,E,N"
//     data-worker="…" data-style="…" data-world="…" data-words='{"outline": "Draw an outline", …}'><svg>…</svg></record-map>
//
// What lies in the window is asked of the server each time it was moved: fields of a grid with their counts, or single
// places with their records. An outline or a circle that is drawn narrows the question, which is another address.
// Where a browser can’t draw it, what the server drew stays.

import { Map as Chart, NavigationControl, Popup, ScaleControl, setWorkerUrl } from "maplibre-gl";
import type { GeoJSONSource, StyleSpecification } from "maplibre-gl";
import { feature, mesh } from "topojson-client";
import type { Feature, FeatureCollection, Position } from "geojson";
import type { Topology } from "topojson-specification";
import "maplibre-gl/dist/maplibre-gl.css";

/** South, west and size of a field are in degrees. */
type Cell = [lat: number, long: number, count: number, south: number, west: number, size: number];
type Place = [lat: number, long: number, count: number, name: string, metres: number | null, href: string, words: string];
type Sight = { cells: Cell[]; places: Place[] };
type Words = Record<string, string>;

/** So long after the last movement the server is asked. */
const SETTLED_AFTER_ms = 120;
/** Corners of a drawn line that lie nearer together are one. */
const NEAR_px = 7;
/** The corners of an outline that is sent. */
const MOST_CORNERS = 60;
const EARTH_m = 6_371_008.8;
const NOTHING: FeatureCollection = { type: "FeatureCollection", features: [] };

class RecordMap extends HTMLElement {
  #words: Words = {};
  #chart: Chart | undefined;
  #asked: AbortController | undefined;
  #waiting = 0;
  #popup: Popup | undefined;
  #status = document.createElement("p");

  connectedCallback(): void {
    this.#words = JSON.parse(this.dataset.words ?? "{}") as Words;
    this.#open().catch(() => {
      // What the server drew is still there.
      this.classList.remove("is-live");
      this.querySelector(".map-live")?.remove();
      this.dataset.failed = this.#words.failed ?? "";
    });
  }

  disconnectedCallback(): void {
    this.#chart?.remove();
  }

  async #open(): Promise<void> {
    const [world] = await Promise.all([this.#world(), this.#styled()]);
    const live = document.createElement("div");
    live.className = "map-live";
    this.prepend(live);
    this.classList.add("is-live");
    setWorkerUrl(new URL(this.dataset.worker ?? "", location.href).href);
    const [west = -180, south = -60, east = 180, north = 75] = (this.dataset.bounds ?? "").split(",").map(Number);
    const chart = new Chart({
      container: live,
      style: this.#style(world),
      bounds: [west, south, east, north],
      fitBoundsOptions: { padding: 24, maxZoom: 9 },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxPitch: 0,
      maxZoom: 17,
      locale: {
        "NavigationControl.ZoomIn": this.#words.in ?? "",
        "NavigationControl.ZoomOut": this.#words.out ?? "",
        "Map.Title": this.#words.map ?? "",
      },
    });
    chart.touchZoomRotate.disableRotation();
    chart.keyboard.disableRotation();
    this.#chart = chart;
    chart.addControl(new NavigationControl({ showCompass: false }), "top-right");
    chart.addControl(new ScaleControl({ unit: "metric" }), "bottom-left");
    await new Promise<void>((done, failed) => {
      chart.once("load", () => done());
      chart.once("error", (event) => failed(event.error));
    });
    this.#tools(live);
    this.#layers(chart);
    chart.on("moveend", () => this.#soon());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#paint());
    await this.#look();
    this.dataset.ready = "yes";
  }

  async #world(): Promise<Topology> {
    const answer = await fetch(this.dataset.world ?? "");
    if (!answer.ok) throw new Error("no land");
    return (await answer.json()) as Topology;
  }

  #styled(): Promise<void> {
    return new Promise((done, failed) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = this.dataset.style ?? "";
      link.onload = () => done();
      link.onerror = () => failed(new Error("no style sheet"));
      document.head.append(link);
    });
  }

  /** A colour of the product as the browser shows it now. */
  #colour(name: string): string {
    const probe = document.createElement("i");
    probe.style.color = `var(${name})`;
    this.append(probe);
    const colour = getComputedStyle(probe).color;
    probe.remove();
    return colour;
  }

  #style(world: Topology): StyleSpecification {
    const countries = world.objects.countries;
    if (!countries) throw new Error("no countries");
    const found = feature(world, countries) as unknown as FeatureCollection;
    const land: FeatureCollection = { ...found, features: found.features.flatMap(whole) };
    const borders = mesh(world, countries as never, (one, other) => one !== other);
    const geometry = { ...borders, coordinates: borders.coordinates.map((one) => unwrapped(one)) };
    const line: Feature = { type: "Feature", properties: {}, geometry };
    return {
      version: 8,
      sources: {
        land: { type: "geojson", data: land, attribution: this.#words.source ?? "" },
        borders: { type: "geojson", data: line },
      },
      layers: [
        { id: "sea", type: "background", paint: { "background-color": this.#colour("--map-sea") } },
        { id: "land", type: "fill", source: "land", paint: { "fill-color": this.#colour("--map-land"), "fill-antialias": true } },
        { id: "borders", type: "line", source: "borders", paint: { "line-color": this.#colour("--map-border"), "line-width": 0.8 } },
      ],
    };
  }

  #layers(chart: Chart): void {
    for (const source of ["cells", "places", "uncertain"]) chart.addSource(source, { type: "geojson", data: NOTHING });
    chart.addLayer({ id: "uncertain", type: "fill", source: "uncertain", paint: { "fill-opacity": 0.16 } });
    chart.addLayer({ id: "uncertain-edge", type: "line", source: "uncertain", paint: { "line-width": 1, "line-opacity": 0.7 } });
    chart.addLayer({
      id: "cells",
      type: "circle",
      source: "cells",
      paint: { "circle-radius": ["get", "radius"], "circle-opacity": 0.85, "circle-stroke-width": 1.5 },
    });
    chart.addLayer({
      id: "cell-words",
      type: "symbol",
      source: "cells",
      layout: { "text-field": ["get", "words"], "text-size": 12, "text-allow-overlap": true, "text-font": ["sans-serif"] },
    });
    chart.addLayer({
      id: "places",
      type: "circle",
      source: "places",
      paint: { "circle-radius": ["get", "radius"], "circle-opacity": 0.9, "circle-stroke-width": 1.5 },
    });
    this.#paint();
    for (const layer of ["cells", "places"]) {
      chart.on("mouseenter", layer, () => (chart.getCanvas().style.cursor = "pointer"));
      chart.on("mouseleave", layer, () => (chart.getCanvas().style.cursor = ""));
    }
    chart.on("click", "cells", (event) => {
      const one = event.features?.[0];
      if (!one) return;
      const { south, west, size } = one.properties as { south: number; west: number; size: number };
      chart.fitBounds([west, south, west + size, south + size], { padding: 40, maxZoom: chart.getZoom() + 3 });
    });
    chart.on("click", "places", (event) => {
      const one = event.features?.[0];
      if (one) this.#show(one.properties as { lat: number; long: number; name: string; words: string; href: string; metres: number });
    });
  }

  /** The colours of the theme, which may change while the page is open. */
  #paint(): void {
    const chart = this.#chart;
    if (!chart?.getLayer("cells")) return;
    const [accent, on] = [this.#colour("--accent-fill"), this.#colour("--on-accent")];
    chart.setPaintProperty("sea", "background-color", this.#colour("--map-sea"));
    chart.setPaintProperty("land", "fill-color", this.#colour("--map-land"));
    chart.setPaintProperty("borders", "line-color", this.#colour("--map-border"));
    for (const layer of ["cells", "places"]) {
      chart.setPaintProperty(layer, "circle-color", accent);
      chart.setPaintProperty(layer, "circle-stroke-color", on);
    }
    chart.setPaintProperty("cell-words", "text-color", on);
    chart.setPaintProperty("uncertain", "fill-color", accent);
    chart.setPaintProperty("uncertain-edge", "line-color", accent);
  }

  /** What is said of a place: its name, how many records, how uncertain, and the way to them. */
  #show(place: { lat: number; long: number; name: string; words: string; href: string; metres: number }): void {
    const chart = this.#chart;
    if (!chart) return;
    this.#popup?.remove();
    const box = document.createElement("div");
    box.className = "map-popup";
    const name = document.createElement("strong");
    name.textContent = place.name || `${place.lat}, ${place.long}`;
    const many = document.createElement("p");
    many.textContent = place.words;
    if (place.metres > 0) many.textContent += ` · ${(this.#words.uncertain ?? "{n} m").replace("{n}", this.#number(Math.round(place.metres)))}`;
    const link = document.createElement("a");
    link.href = place.href;
    link.textContent = this.#words.records ?? "";
    box.append(name, many, link);
    this.#popup = new Popup({ maxWidth: "18rem" }).setLngLat([place.long, place.lat]).setDOMContent(box).addTo(chart);
  }

  #number(number: number): string {
    return new Intl.NumberFormat(this.dataset.language).format(number);
  }

  #short(number: number): string {
    return new Intl.NumberFormat(this.dataset.language, { notation: number < 10_000 ? "standard" : "compact" }).format(number);
  }

  #soon(): void {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => void this.#look().catch(() => this.#say(this.#words.failed)), SETTLED_AFTER_ms);
  }

  /** Asks what lies in the window, and draws it. */
  async #look(): Promise<void> {
    const chart = this.#chart;
    if (!chart) return;
    this.#asked?.abort();
    const asked = new AbortController();
    this.#asked = asked;
    this.setAttribute("aria-busy", "true");
    const bounds = chart.getBounds();
    const [west, east] = [bounds.getWest(), bounds.getEast()];
    const window = { west, east, south: bounds.getSouth(), north: bounds.getNorth(), zoom: chart.getZoom() };
    const address = new URL(this.dataset.cells ?? "", location.href);
    for (const [name, value] of Object.entries(window)) address.searchParams.set(name, String(value));
    try {
      const answer = await fetch(address, { signal: asked.signal, headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      this.#fill((await answer.json()) as Sight);
    } catch (cause) {
      if (!asked.signal.aborted) throw cause;
      return;
    }
    this.removeAttribute("aria-busy");
  }

  #fill(sight: Sight): void {
    const highest = Math.max(1, ...sight.cells.map((cell) => cell[2]));
    const point = (lat: number, long: number, properties: Record<string, unknown>): Feature => ({
      type: "Feature",
      properties,
      geometry: { type: "Point", coordinates: [long, lat] },
    });
    const cells = sight.cells.map(([lat, long, count, south, west, size]) =>
      point(lat, long, { south, west, size, words: this.#short(count), radius: 12 + (16 * Math.log1p(count)) / Math.log1p(highest) }),
    );
    const places = sight.places.map(([lat, long, count, name, metres, href, words]) =>
      point(lat, long, { lat, long, name, href, metres: metres ?? 0, words, radius: Math.min(5 + Math.log1p(count) * 1.6, 16) }),
    );
    const uncertain = sight.places.flatMap(([lat, long, , , metres]) => (metres ? [circle(lat, long, metres)] : []));
    this.#set("cells", cells);
    this.#set("places", places);
    this.#set("uncertain", uncertain);
    this.dataset.cellsShown = String(cells.length);
    this.dataset.placesShown = String(places.length);
  }

  /** Told to those who don't see the map. */
  #say(words: string | undefined): void {
    this.#status.textContent = words ?? "";
  }

  #set(source: string, features: Feature[]): void {
    const found = this.#chart?.getSource<GeoJSONSource>(source);
    void found?.setData({ type: "FeatureCollection", features });
  }

  /** The buttons: drawing an outline or a circle, and narrowing to what is in sight. */
  #tools(live: HTMLElement): void {
    const row = document.createElement("div");
    row.className = "map-tools row";
    const button = (words: string | undefined, press: () => void): void => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "button";
      made.textContent = words ?? "";
      made.addEventListener("click", press);
      row.append(made);
    };
    button(this.#words.outline, () => this.#draw(live, "outline"));
    button(this.#words.circle, () => this.#draw(live, "circle"));
    button(this.#words.view, () => this.#narrowToSight());
    this.#status.className = "hidden-words";
    this.#status.role = "status";
    row.append(this.#status);
    this.before(row);
  }

  #narrowToSight(): void {
    const bounds = this.#chart?.getBounds();
    if (!bounds) return;
    const [west, east] = [bounds.getWest(), bounds.getEast()];
    const [south, north] = [Math.max(bounds.getSouth(), -90), Math.min(bounds.getNorth(), 90)];
    const width = Math.min(east - west, 359.9);
    this.#narrow({ inside: corners([[west, south], [west + width, south], [west + width, north], [west, north]]) });
  }

  #narrow(part: Record<string, string>): void {
    const address = new URL(this.dataset.narrow ?? "", location.href);
    for (const [name, value] of Object.entries(part)) address.searchParams.set(name, value);
    location.assign(address);
  }

  /** Lays a sheet over the map on which one draws by pressing and pulling; Escape takes it away. */
  #draw(live: HTMLElement, what: "outline" | "circle"): void {
    const chart = this.#chart;
    if (!chart || live.querySelector(".map-sheet")) return;
    const sheet = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    sheet.setAttribute("class", "map-sheet");
    const line = document.createElementNS("http://www.w3.org/2000/svg", what === "circle" ? "circle" : "polygon");
    sheet.append(line);
    const cancel = document.createElement("button");
    cancel.type = "button";
    cancel.className = "button map-cancel";
    cancel.textContent = this.#words.cancel ?? "";
    const hint = what === "circle" ? this.#words.drawCircle : this.#words.drawOutline;
    const words = document.createElement("p");
    words.className = "map-hint";
    words.textContent = hint ?? "";
    live.append(sheet, words, cancel);
    this.#say(hint);
    cancel.focus();
    const escape = (event: KeyboardEvent): void => {
      if (event.key === "Escape") close();
    };
    const close = (): void => {
      for (const one of [sheet, words, cancel]) one.remove();
      removeEventListener("keydown", escape);
    };
    addEventListener("keydown", escape);
    cancel.addEventListener("click", close);
    let points: [number, number][] = [];
    const at = (event: PointerEvent): [number, number] => {
      const box = sheet.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    sheet.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      sheet.setPointerCapture(event.pointerId);
      points = [at(event)];
    });
    sheet.addEventListener("pointermove", (event) => {
      const [first, last] = [points[0], points.at(-1)];
      if (!first || !last) return;
      const now = at(event);
      if (what === "circle") {
        points = [first, now];
        line.setAttribute("cx", String(first[0]));
        line.setAttribute("cy", String(first[1]));
        line.setAttribute("r", String(Math.hypot(now[0] - first[0], now[1] - first[1])));
      } else if (Math.hypot(now[0] - last[0], now[1] - last[1]) >= NEAR_px) {
        points.push(now);
        line.setAttribute("points", points.map((one) => one.join(",")).join(" "));
      }
    });
    sheet.addEventListener("pointerup", () => {
      const places = points.map((one): Position => {
        const { lng, lat } = chart.unproject(one);
        return [lng, lat];
      });
      points = [];
      const [middle, edge] = places;
      if (what === "circle" && middle && edge) {
        const km = distance(middle, edge) / 1000;
        this.#narrow({ km: km.toFixed(3), lat: (middle[1] ?? 0).toFixed(5), long: (middle[0] ?? 0).toFixed(5) });
      } else if (what === "outline" && places.length > 2) {
        this.#narrow({ inside: corners(thinned(places)) });
      }
    });
  }
}

/** A line that goes on where it would jump from one edge of the map to the other. */
function unwrapped(line: Position[]): Position[] {
  let turns = 0;
  return line.map(([long = 0, lat = 0], nth) => {
    const before = line[nth - 1]?.[0] ?? long;
    if (long - before > 180) turns -= 360;
    if (long - before < -180) turns += 360;
    return [long + turns, lat];
  });
}

/** A country with outlines that do not jump; one around the pole is closed along the edge of the map. */
function whole(country: Feature): Feature[] {
  const geometry = country.geometry;
  if (geometry.type !== "Polygon" && geometry.type !== "MultiPolygon") return [];
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const ring = (one: Position[]): Position[] => {
    const line = unwrapped(one);
    const [first, last] = [line[0], line.at(-1)];
    if (!first || !last || Math.abs((last[0] ?? 0) - (first[0] ?? 0)) < 1) return line;
    const pole = (first[1] ?? 0) < 0 ? -90 : 90;
    return [...line, [last[0] ?? 0, pole], [first[0] ?? 0, pole], first];
  };
  return [{ ...country, geometry: { type: "MultiPolygon", coordinates: polygons.map((polygon) => polygon.map(ring)) } }];
}

/** Some corners of many, equally far apart along the line. */
function thinned(places: Position[]): Position[] {
  const step = Math.max(1, places.length / MOST_CORNERS);
  return Array.from({ length: Math.min(places.length, MOST_CORNERS) }, (_, at) => places[Math.floor(at * step)] ?? [0, 0]);
}

/** `lat long,lat long`, as the server reads it. */
function corners(places: Position[]): string {
  return places.map(([long = 0, lat = 0]) => `${Math.max(-90, Math.min(90, lat)).toFixed(5)} ${long.toFixed(5)}`).join(",");
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

/** Metres between two places, on a ball. */
function distance([long = 0, lat = 0]: Position, [toLong = 0, toLat = 0]: Position): number {
  const [up, side] = [Math.sin(radians(toLat - lat) / 2), Math.sin(radians(toLong - long) / 2)];
  return 2 * EARTH_m * Math.asin(Math.sqrt(up ** 2 + Math.cos(radians(lat)) * Math.cos(radians(toLat)) * side ** 2));
}

/** The circle around a place as a polygon. */
function circle(lat: number, long: number, metres: number): Feature {
  const ring = Array.from({ length: 49 }, (_, nth): Position => {
    const angle = (nth / 48) * 2 * Math.PI;
    const north = ((metres * Math.cos(angle)) / EARTH_m) * (180 / Math.PI);
    const east = ((metres * Math.sin(angle)) / EARTH_m / Math.max(0.01, Math.cos(radians(lat)))) * (180 / Math.PI);
    return [long + east, lat + north];
  });
  return { type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [ring] } };
}

customElements.define("record-map", RecordMap);
