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
