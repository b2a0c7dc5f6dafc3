// Builds crates/web/dist: `npm ci && node build.mjs`.
//
// Every file carries a hash of its content in its name and may be cached for ever; `manifest.json`
// says which name is the current one. Beside each file lie its .br and .gz forms. The manifest is
// written after the files it names and old files go last, so that a running server never misses one.

import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { feature, mesh } from "topojson-client";

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, "dist");
const files = new Map(); // name in dist → bytes
const manifest = {}; // name that pages ask for → name in dist

/** Adds a file under its hashed name. */
function add(name, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const extension = extname(name);
  const hashed = `${basename(name, extension)}-${hash}${extension}`;
  files.set(hashed, bytes);
  manifest[name] = hashed;
}

/** One sprite of all icons named in styles/icons.txt, and of the product's own mark. */
async function sprite() {
  const names = (await readFile(join(root, "styles/icons.txt"), "utf8")).split("\n").filter(Boolean);
  const symbols = await Promise.all(
    names.map(async (name) => {
      const svg = await readFile(join(root, "node_modules/lucide-static/icons", `${name}.svg`), "utf8");
      const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
      return symbol(name, shapes.replace(/\s*\n\s*/g, ""));
    }),
  );
  symbols.push(symbol("brand", MARK));
  const notice = "<!-- Icons by Lucide (https://lucide.dev), ISC licence, Copyright (c) Lucide Contributors -->";
  return `<svg xmlns="http://www.w3.org/2000/svg">${notice}${symbols.join("")}</svg>`;
}

function symbol(name, shapes) {
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`;
}

/** A vasculum: the tin on its strap in which botanists carry plants home. */
const MARK =
  '<path d="M7 8.5V7.2C7 4.9 9.2 3 12 3s5 1.9 5 4.2v1.3"/>' +
  '<path d="M5.6 8.5h12.8a3.6 3.6 0 0 1 3.6 3.6v5.3a3.6 3.6 0 0 1-3.6 3.6H5.6A3.6 3.6 0 0 1 2 17.4v-5.3a3.6 3.6 0 0 1 3.6-3.6Z" fill="currentColor" stroke="none"/>' +
  '<path d="M7.6 18.6c1.1-2 2.9-3.4 5-4.3M8.7 17c-.9-3.5 1.9-6.2 8.3-6 .2 5.6-3.6 8.5-8.3 6Z" stroke-width="1.35" stroke="Canvas"/>';

const FAVICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#2c8a59" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round">' +
  `${MARK.replaceAll("currentColor", "#2c8a59").replaceAll("Canvas", "#fff")}</svg>`;

/** Land and borders as paths of a drawing of 360 by 180 degrees: the map that needs no script. */
async function world() {
  const atlas = JSON.parse(await readFile(join(root, "node_modules/world-atlas/countries-110m.json"), "utf8"));
  const number = (value) => String(Math.round(value * 10) / 10);
  // A line goes on where it would jump from one edge to the other; what is beyond an edge is drawn at the other one too.
  const unwrapped = (points) => {
    let turns = 0;
    return points.map(([long, lat], nth) => {
      const step = long - (points[nth - 1]?.[0] ?? long);
      turns += step > 180 ? -360 : step < -180 ? 360 : 0;
      return [long + turns, lat];
    });
  };
  const line = (points) => `M${points.map(([long, lat]) => `${number(long + 180)} ${number(90 - lat)}`).join("L")}`;
  const drawn = (points, end) => {
    const path = unwrapped(points);
    const [first, last] = [path[0], path.at(-1)];
    // Around the pole.
    if (end && Math.abs(last[0] - first[0]) > 1) path.push([last[0], -90], [first[0], -90]);
    const longs = path.map(([long]) => long);
    const shifts = [0, ...(Math.max(...longs) > 180 ? [-360] : []), ...(Math.min(...longs) < -180 ? [360] : [])];
    return shifts.map((shift) => line(path.map(([long, lat]) => [long + shift, lat])) + end).join("");
  };
  const rings = (geometry) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates).flat();
  const land = rings(feature(atlas, atlas.objects.land).features[0].geometry).map((ring) => drawn(ring, "Z"));
  const borders = mesh(atlas, atlas.objects.countries, (one, other) => one !== other).coordinates.map((one) => drawn(one, ""));
  const notice = "<!-- Made with Natural Earth (https://www.naturalearthdata.com), public domain -->";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 180">${notice}<path id="land" d="${land.join("")}"/><path id="borders" fill="none" d="${borders.join("")}"/></svg>`;
}

const bundled = await build({
  absWorkingDir: root,
  entryPoints: { app: "islands/app.ts", designer: "islands/designer.ts", tree: "islands/tree.ts", map: "islands/map.ts", style: "styles/app.css" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  write: false,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome125", "firefox128", "safari17.5"],
  supported: { nesting: true },
  legalComments: "none",
  chunkNames: "[name]-[hash]",
  logLevel: "warning",
});
for (const file of bundled.outputFiles) {
  const name = relative(dist, file.path).replace("style.css", "app.css");
  // Chunks carry their hash already: other files name them.
  if (/-[A-Z0-9]{8}\.js$/.test(name)) files.set(name, file.contents);
  else add(name, file.contents);
}
add("icons.svg", Buffer.from(await sprite()));
add("world.svg", Buffer.from(await world()));
add("world.json", await readFile(join(root, "node_modules/world-atlas/countries-50m.json")));
// The map asks for its worker by its own address: the content security policy allows no other.
add("maplibre-gl-worker.mjs", await readFile(join(root, "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs")));
add("favicon.svg", Buffer.from(FAVICON));

await mkdir(dist, { recursive: true });
const kept = new Set(["manifest.json"]);
for (const [name, bytes] of files) {
  const brotli = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  const gzip = gzipSync(bytes, { level: 9 });
  for (const [path, content] of [[name, bytes], [`${name}.br`, brotli], [`${name}.gz`, gzip]]) {
    await writeFile(join(dist, path), content);
    kept.add(path);
  }
  console.log(`${name.padEnd(28)} ${String(bytes.length).padStart(7)} B  gzip ${String(gzip.length).padStart(6)}  brotli ${String(brotli.length).padStart(6)}`);
}
await writeFile(join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
for (const name of await readdir(dist)) {
  if (!kept.has(name)) await rm(join(dist, name), { recursive: true });
}
