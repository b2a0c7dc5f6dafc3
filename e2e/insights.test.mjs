// What a query finds, on the map, as a chart and as a pivot table; pages of numbers and the annual report.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Stage } from "./browser.mjs";

const stage = new Stage();
const ASKED = "from CollectionObject show catalogNumber, determinations[isCurrent].taxon.Family, collectingEvent.locality.geography.Country, collectingEvent.startDate";
const about = (path, asked = ASKED) => `${path}?q=${encodeURIComponent(asked)}`;

/** How many records a page says that it found on the map. */
async function onTheMap(page) {
  const words = await page.locator(".map-found").textContent();
  return Number(words.match(/[\d,]+/)[0].replaceAll(",", ""));
}

test("a map is drawn, and an outline on it narrows the query", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto(about("/query/map"));
  const before = await onTheMap(page);
  assert.ok(before > 10, `${before} records`);
  await page.locator("record-map[data-ready=yes]").waitFor({ timeout: 60_000 });
  assert.equal(await page.locator("record-map canvas").count(), 1);
  const shown = async (what) => Number(await page.locator("record-map").getAttribute(`data-${what}-shown`));
  assert.ok((await shown("cells")) + (await shown("places")) > 0);
  await page.getByRole("button", { name: "Draw an outline" }).click();
  const sheet = await page.locator(".map-sheet").boundingBox();
  const at = (x, y) => page.mouse.move(sheet.x + sheet.width * x, sheet.y + sheet.height * y, { steps: 6 });
  await at(0.1, 0.1);
  await page.mouse.down();
  for (const [x, y] of [[0.45, 0.1], [0.45, 0.9], [0.1, 0.9], [0.1, 0.15]]) await at(x, y);
  await Promise.all([page.waitForURL(/inside/), page.mouse.up()]);
  const after = await onTheMap(page);
  assert.ok(after > 0 && after < before, `${after} of ${before}`);
  assert.match(decodeURIComponent(page.url()), /collectingEvent\.locality inside \(/);
});

test("Escape ends drawing, and a circle by numbers narrows the query too", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto(about("/query/map", "from Locality"));
  await page.locator("record-map[data-ready=yes]").waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "Draw a circle" }).click();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".map-sheet").count(), 0);
  await page.getByText("Only what is near a point").click();
  for (const [name, value] of [["km", "2000"], ["lat", "47"], ["long", "8"]]) await page.locator(`input[name=${name}]`).fill(value);
  await page.getByRole("button", { name: "Narrow" }).click();
  await page.waitForURL(/within/);
  assert.match(decodeURIComponent(page.url()), /within 2000 km of \(47, 8\)/);
});

test("without a script there is a drawing whose circles lead to records", async () => {
  const signed = await stage.visitor();
  const browser = await stage.browser();
  const context = await browser.newContext({ javaScriptEnabled: false, storageState: await signed.context.storageState() });
  const page = await context.newPage();
  await page.goto(signed.server.url + about("/query/map"));
  const circles = page.locator(".map-drawing a");
  assert.ok((await circles.count()) > 3);
  const href = await circles.first().getAttribute("href");
  assert.match(decodeURIComponent(href), /^\/query\?q=from CollectionObject .*latitude1 >= /);
  await context.close();
});

test("the bar of a chart leads to as many records as it tells", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto(`${about("/query/chart")}&by=1`);
  const bar = page.locator(".bars a").first();
  const count = Number((await bar.locator(".bar-value").textContent()).trim());
  const href = await bar.getAttribute("href");
  const asked = new URL(href, visitor.server.url).searchParams.get("q");
  const answer = await page.request.get(`${visitor.server.url}/api/v1/query?total=true&q=${encodeURIComponent(asked)}`);
  assert.equal((await answer.json()).total, count);
  await visitor.goto(`${about("/query/chart")}&by=3&as=decades`);
  assert.ok((await page.locator(".columns svg a").count()) > 2);
});

test("a pivot table has sums, links and a file", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto(`${about("/query/pivot")}&rows=1&columns=2`);
  const total = Number((await page.locator("tfoot td").last().textContent()).replaceAll(",", ""));
  assert.ok(total > 10);
  const file = await page.request.get(visitor.server.url + (await page.getByRole("link", { name: "Download as CSV" }).getAttribute("href")));
  const last = (await file.text()).trim().split("\r\n").at(-1);
  assert.equal(Number(last.split(",").at(-1)), total);
});

test("numbers are arranged on a page of one's own, and lead to their records", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto("/insights");
  const tile = page.locator("a.tile", { hasText: "Collection objects" }).first();
  const count = (await tile.locator(".tile-value").textContent()).trim();
  assert.match(await tile.getAttribute("href"), /^\/query\?q=from%20CollectionObject/);
  await visitor.goto("/insights/edit?of=me");
  await page.getByRole("button", { name: "New page" }).click();
  await page.getByLabel("Name of the page").fill("Mine");
  await page.getByLabel("Statistic").selectOption("specimens");
  await page.getByRole("button", { name: "Add the statistic" }).click();
  await page.getByRole("button", { name: "Add a heading" }).click();
  await page.getByRole("button", { name: /^Move Heading up/ }).click();
  await page.getByLabel("Title").first().fill("What we hold");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: "Insights" }).last().click();
  await page.getByRole("link", { name: "Mine" }).click();
  await page.getByRole("heading", { name: "What we hold" }).waitFor();
  assert.equal((await page.locator(".tile-value").first().textContent()).trim(), count);
});

test("the annual report is a page, a CSV and a PDF file", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto("/insights/annual?year=2020&with=2019");
  assert.ok((await page.locator("tbody tr").count()) > 20);
  const file = async (name) => page.request.get(visitor.server.url + (await page.getByRole("link", { name }).getAttribute("href")));
  assert.match(await (await file("Download as CSV")).text(), /Collection objects/);
  const pdf = await (await file("Download as PDF")).body();
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
});
