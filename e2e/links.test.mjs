// Links: found while typing, made and looked for in a drawer, by keyboard alone; duplicates beside each other.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Stage } from "./browser.mjs";

const stage = new Stage();

/** Opens the first specimen and goes to the field of its cataloger. */
async function cataloger(visitor) {
  await visitor.goto("/data/CollectionObject");
  const href = await visitor.page.locator("tbody th a").first().getAttribute("href");
  await visitor.goto(href);
  const field = visitor.page.locator('input[name="cataloger.text"]');
  await field.focus();
  await field.selectText();
  return field;
}

/** Waits until the list under a field offers something. */
function offered(page) {
  return page.locator(".ahead-list:not([hidden]) [role=option]").first().waitFor();
}

test("a record that is missing is made in a drawer and comes back linked, by keyboard alone", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  const field = await cataloger(visitor);
  await page.keyboard.type("Zwitscherbach");
  await offered(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const drawer = page.frameLocator("dialog.drawer iframe");
  await drawer.locator("#record").waitFor();
  assert.equal(await drawer.locator('input[name="lastName"]').inputValue(), "Zwitscherbach", "what was typed stands there");
  await drawer.locator('input[name="lastName"]').focus();
  await page.keyboard.press("Control+s");
  await page.locator("dialog.drawer").waitFor({ state: "detached" });
  assert.equal(await field.inputValue(), "Zwitscherbach");
  assert.match(await page.locator('input[name="cataloger"]').inputValue(), /^\d+$/, "the link has its record");
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("name")), "cataloger.text", "the focus is back");
});

test("a record is looked for in the whole list and brought back; Escape leaves everything as it was", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  const field = await cataloger(visitor);
  await page.keyboard.type("ra");
  await offered(page);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  const drawer = page.frameLocator("dialog.drawer iframe");
  await drawer.locator(".filter-words input").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("dialog.drawer").waitFor({ state: "detached" });
  assert.equal(await field.inputValue(), "ra");
  await field.pressSequentially("d");
  await offered(page);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  const first = drawer.locator("tbody th a").first();
  await first.focus();
  await page.keyboard.press("Enter");
  await page.locator("dialog.drawer").waitFor({ state: "detached" });
  assert.notEqual(await field.inputValue(), "rad");
  assert.match(await page.locator('input[name="cataloger"]').inputValue(), /^\d+$/);
});

test("duplicates stand beside each other and become one", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto("/data/Agent");
  const boxes = page.locator("tbody input[type=checkbox]");
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await page.locator("button[name=act][value=merge]").click();
  await page.waitForURL("**/data/Agent/merge?**");
  await visitor.look();
  const stays = await page.locator("input[name=keep]:checked").getAttribute("value");
  await page.getByRole("button", { name: "Merge", exact: true }).click();
  await page.waitForURL(`**/data/Agent/${stays}?saved=*`);
  await page.getByText("Saved.").waitFor();
  await page.getByRole("button", { name: "Undo" }).first().click();
  await page.getByText("Taken back.").waitFor();
});

for (const path of ["/tools/identify", "/data/Agent?errand=drawer", "/data/Agent/new?errand=drawer&text=a"]) {
  test(`${path} is accessible in light and dark, at every width`, async () => {
    const visitor = await stage.visitor();
    await visitor.goto(path);
    await visitor.look();
  });
}
