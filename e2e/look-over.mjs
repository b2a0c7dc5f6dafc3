// Looks pages over: accessible in light and dark, wide enough at 320 px, one heading, a way past the frame, few scripts.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { Everybody, called } from "./all-pages.mjs";

/** The most bytes of scripts that a page may load, compressed. */
const SCRIPT_BYTES = 150_000;

/** The same of pages with a map, which draw it by MapLibre GL. */
const MAP_SCRIPT_BYTES = 650_000;

/** The sizes of scripts, by their addresses, which change with what is in them. */
const sizes = new Map();

/** Collects the scripts that a window loads, until the function that it gives is called and says how large they are. */
function weigh(visitor) {
  const scripts = new Set();
  const listen = (answer) => {
    if (answer.request().resourceType() !== "script" || scripts.has(answer.url())) return;
    scripts.add(answer.url());
    if (!sizes.has(answer.url())) {
      sizes.set(answer.url(), answer.body().then((body) => gzipSync(body).length));
    }
  };
  visitor.page.on("response", listen);
  return async () => {
    visitor.page.off("response", listen);
    const each = await Promise.all([...scripts].map((url) => sizes.get(url)));
    return each.reduce((sum, bytes) => sum + bytes, 0);
  };
}

/**
 * Makes a test for each of these pages.
 *
 * Each group of pages is a file of its own, so that none takes minutes; gives those who look at them.
 */
export function lookOver(pages) {
  const everybody = new Everybody();
  after(() => everybody.close());
  for (const page of pages) {
    test(`${called(page)} is accessible in light and dark, at every width, and loads few scripts`, async () => {
      const weighed = weigh(await everybody.visitor(page));
      const visitor = await everybody.open(page);
      assert.equal(await visitor.page.getByRole("main").count(), 1, "one main part");
      assert.equal(await visitor.page.getByRole("heading", { level: 1 }).count(), 1, "one first heading");
      assert.match(await visitor.page.title(), /Vasculum/);
      await visitor.look();
      const bytes = await weighed();
      assert.ok(bytes > 0, "the page has a script");
      const most = page.path.startsWith("/query/map") ? MAP_SCRIPT_BYTES : SCRIPT_BYTES;
      assert.ok(bytes <= most, `${bytes} bytes of scripts`);
    });
  }
  return everybody;
}
