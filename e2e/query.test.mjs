// The query builder: from an empty page to columns, conditions and rows, a file, and a query that is kept.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { Stage } from "./browser.mjs";

const stage = new Stage();

async function until(what, holds) {
  for (let waited = 0; waited < 8000; waited += 100) {
    if (holds(await what())) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.fail(`never came true: ${JSON.stringify(await what())}`);
}

/** The text of the question in the address. */
function asked(visitor) {
  return new URL(visitor.page.url()).searchParams.get("q") ?? "";
}

test("from an empty page to rows, a file and a kept query", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto("/queries");
  await page.getByRole("link", { name: "New query" }).first().click();
  await page.getByRole("link", { name: /^Collection objects/ }).click();
  await until(() => asked(visitor), (q) => q.startsWith("from CollectionObject show catalogNumber"));

  // A field is found by its name, and becomes a column.
  await page.getByRole("searchbox", { name: "Find a field" }).fill("preparation type name");
  await page.locator("#pick-tree").getByRole("button", { name: /^Column: .*Preparation type › Name$/ }).first().click();
  await until(() => asked(visitor), (q) => q.includes("preparations.prepType.name"));

  // Another becomes a condition; what is chosen counts at once, what is typed after Enter.
  await page.getByRole("searchbox", { name: "Find a field" }).fill("start date");
  await page.locator("#pick-tree").getByRole("button", { name: /^Condition: .*Start date$/ }).first().click();
  await until(() => asked(visitor), (q) => q.includes("startDate is anything"));
  await page.locator("select[name='w-0.op']").selectOption("least");
  await until(() => asked(visitor), (q) => q.includes("startDate >= ask(\"\")"));
  await page.locator("input[name='w-0.a']").fill("May 1980");
  await page.keyboard.press("Enter");
  await until(() => asked(visitor), (q) => q.includes("startDate >= 1980-05"));
  await page.locator(".answer tbody th a").first().waitFor();
  await visitor.look();

  // Back is back: every state is an address.
  const before = asked(visitor);
  await page.locator("#c0").getByRole("button", { name: /^Move .* down$/ }).click();
  await until(() => asked(visitor), (q) => q !== before);
  await page.goBack();
  await until(() => asked(visitor), (q) => q === before);
  await page.locator("#c0").waitFor();

  // Sorted by a heading, narrowed by a value of a column.
  await page.locator(".answer thead").getByRole("link", { name: "Start date", exact: true }).click();
  await until(() => asked(visitor), (q) => q.includes("sort by"));
  await page.locator(".answer thead").getByRole("link", { name: /^Values of Catalog number/ }).click();
  await page.locator(".facet-panel .facet-value").first().waitFor();

  // The file has a line for every row, and one for the heads.
  const count = await page.locator(".answer-bar .subtitle").innerText();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "CSV" }).click()]);
  const lines = (await readFile(await download.path(), "utf8")).trim().split("\n").length;
  assert.equal(lines - 1, Number.parseInt(count.replaceAll(/\D/g, ""), 10));

  // Kept under a name, and found again.
  await page.getByRole("link", { name: "Save as" }).click();
  await page.locator("input[name=name]").fill("Since May 1980");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("heading", { name: "Since May 1980", level: 1 }).waitFor();
  await visitor.goto("/queries");
  await visitor.look();
  await page.getByRole("link", { name: "Since May 1980", exact: true }).click();
  await page.locator(".answer tbody th a").first().waitFor();
});

test("rows come as one scrolls to them", async () => {
  const visitor = await stage.visitor();
  await visitor.goto(`/query?q=${encodeURIComponent("from Taxon show fullName sort by fullName")}`);
  const rows = () => visitor.page.locator(".answer tbody [role=rowheader]").count();
  assert.equal(await rows(), 40);
  await visitor.page.locator(".answer-more").scrollIntoViewIfNeeded();
  await until(rows, (count) => count >= 80);
});

test("all of it works without scripts", async () => {
  const visitor = await stage.visitor();
  const context = await visitor.context.browser().newContext({ javaScriptEnabled: false, storageState: await visitor.context.storageState() });
  const page = await context.newPage();
  await page.goto(`${visitor.server.url}/query?q=${encodeURIComponent("from Preparation show countAmt")}`);
  await page.getByRole("button", { name: "Condition: Count", exact: true }).click();
  await page.locator("select[name='w-0.op']").selectOption("more");
  await page.getByRole("button", { name: "Apply" }).last().click();
  await page.locator("input[name='w-0.a']").fill("5");
  await page.keyboard.press("Enter");
  await page.waitForURL(/countAmt%20%3E%205$/);
  await page.locator(".answer tbody th").first().waitFor();
  await context.close();
});
