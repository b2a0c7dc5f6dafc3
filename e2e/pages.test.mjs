// The pages of records, looked over, and what all pages have alike.

import assert from "node:assert/strict";
import { test } from "node:test";
import { GROUPS } from "./all-pages.mjs";
import { lookOver } from "./look-over.mjs";

const everybody = lookOver(GROUPS.records);

test("the first Tab on a page leads past the frame", async () => {
  const visitor = await everybody.open({ path: "/data/CollectionObject" });
  await visitor.page.keyboard.press("Tab");
  const target = await visitor.page.evaluate(() => document.activeElement?.getAttribute("href"));
  assert.match(target ?? "", /^#/);
});

test("the first paint of the commonest pages comes within 300 ms", async () => {
  for (const path of ["/", "/data/CollectionObject", "/data/CollectionObject/<id>", "/data/CollectionObject/new"]) {
    const times = [];
    for (let nth = 0; nth < 7; nth += 1) {
      const { page } = await everybody.open({ path });
      times.push(await page.evaluate(firstPaint));
    }
    // What else the machine does makes some of them later: the quick ones tell what the page takes.
    const quick = times.sort((one, other) => one - other)[1];
    console.log(`first paint of ${path}: ${Math.round(quick)} ms`);
    assert.ok(quick <= 300, `${path}: ${times.map(Math.round).join(", ")} ms`);
  }
});

/** In a page: when something was painted first, in milliseconds after it was asked for. */
function firstPaint() {
  return new Promise((done) => {
    const tell = (list) => list.getEntriesByName("first-contentful-paint").forEach((it) => done(it.startTime));
    new PerformanceObserver(tell).observe({ type: "paint", buffered: true });
  });
}
