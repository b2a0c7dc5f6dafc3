// Searching everything: words are typed, what was found is narrowed and drilled into, and becomes a record set.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Stage } from "./browser.mjs";

const stage = new Stage();

/** How many records the page says that it found. */
async function count(page) {
  const words = await page.locator(".pagination").first().textContent();
  return Number(/of ([\d,]+)/.exec(words)[1].replaceAll(",", ""));
}

/** The facet with this heading. */
function facet(page, heading) {
  return page.locator("details.facet", { has: page.locator("summary", { hasText: heading }) });
}

test("results follow what is typed, and the address follows too", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto("/search");
  await page.locator(".hits").waitFor({ timeout: 60_000 });
  const all = await count(page);
  await page.locator("#search-words").fill("in:object");
  await page.waitForFunction(() => new URL(location.href).searchParams.get("q") === "in:object");
  await page.waitForFunction((all) => !document.querySelector(".pagination")?.textContent.includes(`of ${all.toLocaleString("en")}`), all);
  assert.ok((await count(page)) < all, "fewer than everything");
  await page.locator("#search-words").fill("no such wordd");
  await page.getByText("Nothing found").waitFor();
  await page.goBack();
  await page.locator(".hits").waitFor();
});

test("facets narrow, go down a tree and are taken back", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto("/search?q=in%3Aobject");
  await page.locator(".hits").waitFor({ timeout: 60_000 });
  const all = await count(page);
  const first = facet(page, "Taxonomy").locator("a.facet-value:not(.facet-more)").first();
  const told = Number((await first.locator(".count").textContent()).replaceAll(",", ""));
  await first.click();
  await page.waitForURL(/taxon=\d+/);
  assert.equal(await count(page), told, "as many as the facet said");
  const below = facet(page, "Taxonomy").locator("a.facet-below").first();
  const deeper = Number((await below.locator(".count").textContent()).replaceAll(",", ""));
  await below.focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction((told) => document.querySelector(".pagination")?.textContent.includes(`of ${told.toLocaleString("en")}`), deeper);
  const column = facet(page, "Year").locator(".columns a").first();
  const said = Number(/: ([\d,]+)$/.exec(await column.getAttribute("aria-label"))[1].replaceAll(",", ""));
  await column.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/year=/);
  assert.equal(await count(page), said);
  for (let left = await page.locator(".chips a").count(); left > 0; left -= 1) {
    await page.locator(".chips a").first().click();
    await page.waitForFunction((left) => document.querySelectorAll(".chips a").length === left, left - 1);
  }
  assert.equal(await count(page), all, "all of them again");
});

test("what was found becomes a record set", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto("/search?q=in%3Aobject+has%3Acollector");
  await page.locator(".hits").waitFor({ timeout: 60_000 });
  const all = await count(page);
  await page.getByRole("link", { name: "Make a record set" }).click();
  await page.locator("input[name=name]").fill(`Searched ${Date.now()}`);
  await page.getByRole("button", { name: "Make the record set" }).click();
  await page.waitForURL(/record-sets\/\d+/);
  const words = await page.locator("main").textContent();
  assert.ok(words.includes(all.toLocaleString("en")), `${all} in the set`);
});
