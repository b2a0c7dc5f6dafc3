// Takes a picture of every page, in light and dark at each width, and makes a page that shows them side by side.
// Run by `cargo xtask screenshots`: node screenshots.mjs DIRECTORY [TEXT]

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Everybody, PAGES, called } from "./all-pages.mjs";

/** The widths of a desk, a tablet and a telephone. */
const WIDTHS = [1440, 768, 390];
const THEMES = ["light", "dark"];
/** Browsers draw no higher windows; what is below is in the picture all the same. */
const HIGHEST = 16_000;
/** How long one picture may take; those of long lists are large, and the machine may be busy. */
const PATIENCE_MS = 120_000;

const [directory, text = ""] = process.argv.slice(2);
if (!directory) {
  console.error("node screenshots.mjs DIRECTORY [TEXT]");
  process.exit(2);
}
await takeAll(directory, PAGES.filter((page) => called(page).includes(text)));

/** Takes the pictures of these pages. */
async function takeAll(directory, pages) {
  if (pages.length === 0) {
    throw new Error(`no page has ‘${text}’ in its address`);
  }
  await mkdir(directory, { recursive: true });
  const everybody = new Everybody();
  const shown = [];
  try {
    for (const page of pages) {
      const pictures = await take(await everybody.open(page), directory, nameOf(page));
      shown.push({ page, pictures });
      console.log(`${String(shown.length).padStart(3)}/${pages.length} ${called(page)}`);
    }
  } finally {
    await everybody.close();
  }
  const index = join(directory, "index.html");
  await writeFile(index, contents(shown));
  console.log(`\n${shown.length} pages, ${shown.length * WIDTHS.length * THEMES.length} pictures: ${index}`);
}

/** Takes the pictures of the page that is open; gives the names of their files. */
async function take(visitor, directory, name) {
  const pictures = [];
  for (const width of WIDTHS) {
    await visitor.page.setViewportSize({ width, height: 900 });
    await visitor.settled();
    // In a window as high as the page, what stays in sight while one scrolls reaches from end to end.
    const high = await visitor.page.evaluate(() => document.documentElement.scrollHeight);
    await visitor.page.setViewportSize({ width, height: Math.max(900, Math.min(high, HIGHEST)) });
    for (const colorScheme of THEMES) {
      await visitor.page.emulateMedia({ colorScheme });
      await visitor.settled();
      const file = `${name}-${width}-${colorScheme}.png`;
      await visitor.page.screenshot({ path: join(directory, file), fullPage: true, animations: "disabled", timeout: PATIENCE_MS });
      pictures.push({ width, colorScheme, file });
    }
  }
  await visitor.page.setViewportSize({ width: 1440, height: 900 });
  return pictures;
}

/** The name of the files of a page: its place in the list, and letters of its address. */
function nameOf(page) {
  const letters = called(page).replaceAll(/[^a-z0-9]+/gi, "-").replaceAll(/^-+|-+$/g, "");
  return `${String(PAGES.indexOf(page) + 1).padStart(3, "0")}-${letters || "home"}`;
}

/** The page that shows all pictures, those of one page of the product in one row. */
function contents(shown) {
  const rows = shown.map(({ page, pictures }) => {
    const all = pictures.map(
      ({ width, colorScheme, file }) =>
        `<a href="${file}"><img src="${file}" loading="lazy" width="${Math.round(width / 4)}" alt=""><span>${width} ${colorScheme}</span></a>`,
    );
    return `<section><h2>${escaped(called(page))}</h2><div>${all.join("")}</div></section>`;
  });
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Every page of Vasculum</title>
<style>
body { font: 14px system-ui, sans-serif; margin: 1rem; background: #888; color: #000; }
h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
div { display: flex; gap: .75rem; align-items: start; }
a { color: inherit; text-decoration: none; }
img { display: block; max-height: 40rem; object-fit: cover; object-position: top; }
</style></head>
<body><h1>Every page of Vasculum</h1>
${rows.join("\n")}
</body></html>
`;
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
