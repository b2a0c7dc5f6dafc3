// One change for many records: from the ticks of a query to what would become of them, and back again.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Stage } from "./browser.mjs";

const stage = new Stage();

/** What stands in the remarks of a record. */
async function remarks(visitor, href) {
  await visitor.goto(href);
  return visitor.page.locator("textarea[name='remarks']").inputValue();
}

test("what a query found is changed at once, seen before it is done, and taken back", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto("/query?q=from+CollectionObject+show+catalogNumber");
  const first = page.locator(".answer tbody tr").first();
  await first.waitFor();
  const href = await first.locator("th a").first().getAttribute("href");
  const before = await remarks(visitor, href);

  await visitor.goto("/query?q=from+CollectionObject+show+catalogNumber");
  const boxes = page.locator(".answer tbody input[type='checkbox']");
  await boxes.first().waitFor();
  for (const nth of [0, 1, 2]) await boxes.nth(nth).check();
  await page.getByRole("button", { name: "Change fields" }).click();
  await page.waitForURL(/\/tools\/batch-edit\?table=CollectionObject/);
  await visitor.look();

  await page.locator("select[name='edit.field']").selectOption("remarks");
  await page.locator("select[name='edit.verb']").selectOption("set");
  await page.getByRole("button", { name: "Add this change" }).click();
  await page.locator("textarea[name='remarks']").fill("Checked in the stocktaking");
  await page.locator("button.button-primary[name='edit.plan']").click();
  await page.getByText("3 records are changed.").waitFor();
  assert.equal(await page.locator("tbody tr").count(), 3, "each of them is shown before and after");
  await visitor.look();

  await page.getByRole("button", { name: "Change 3 records" }).click();
  await page.waitForURL(/\/changes\/\d+\?saved=/);
  await visitor.look();
  const change = page.url();
  assert.equal(await remarks(visitor, href), "Checked in the stocktaking");
  await page.goto(change);
  await page.getByRole("button", { name: "Undo" }).first().click();
  await page.waitForURL(/undone=/);
  assert.equal(await remarks(visitor, href), before, "one undo gives all back");
});
