// One collection object: found in the list, opened, edited, refused, its history, undone, deleted.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Stage } from "./browser.mjs";

const REMARK = "Seen in the browser test: 3 ♂, 2 ♀, “ex situ”";

const stage = new Stage();

/** Opens the first record of the list, and gives its path. */
async function openFirst(visitor) {
  await visitor.goto("/data/CollectionObject");
  const links = visitor.page.getByRole("main").locator("a[href^='/data/CollectionObject/']");
  const href = await links.evaluateAll((all) => all.map((it) => it.getAttribute("href")).find((it) => /\/\d+$/.test(it)));
  assert.ok(href, "the list shows records");
  await visitor.page.locator(`a[href='${href}']`).first().click();
  await visitor.page.locator("form#record").waitFor();
  assert.equal(visitor.path, href);
  return href;
}

/** The field for the remarks of the record that is shown. */
function remarks(visitor) {
  return visitor.page.locator("form#record").getByLabel("Remarks", { exact: true }).first();
}

/** Types new remarks, presses Save and waits for the answer. */
async function saveRemarks(visitor, text) {
  await remarks(visitor).fill(text);
  await visitor.page.locator("button[name=save]").first().click();
  await visitor.page.waitForLoadState("load");
}

test("every field of the form has a label", async () => {
  const visitor = await stage.visitor();
  await openFirst(visitor);
  const fields = visitor.page.locator("form#record :is(input:not([type=hidden]), select, textarea)");
  const bare = await fields.evaluateAll((all) =>
    all
      .filter((it) => !it.labels?.length && !it.ariaLabel && !it.getAttribute("aria-labelledby"))
      .map((it) => it.outerHTML),
  );
  assert.deepEqual(bare, []);
});

test("what is typed is saved, character by character", async () => {
  const visitor = await stage.visitor();
  const record = await openFirst(visitor);
  await saveRemarks(visitor, REMARK);
  await visitor.goto(record);
  assert.equal(await remarks(visitor).inputValue(), REMARK);
});

test("the history shows what was changed, and undoes it", async () => {
  const visitor = await stage.visitor();
  const record = await openFirst(visitor);
  const before = await remarks(visitor).inputValue();
  await saveRemarks(visitor, "A slip of the pen");

  await visitor.goto(`${record}/history`);
  await visitor.page.getByText("A slip of the pen").first().waitFor();
  const undo = visitor.page.locator("form.undo");
  const entries = await undo.count();
  await undo.first().getByRole("button").click();
  await visitor.page.waitForLoadState("load");
  await visitor.goto(record);
  assert.equal(await remarks(visitor).inputValue(), before);

  await visitor.goto(`${record}/history`);
  assert.ok((await undo.count()) >= entries, "the undoing can be undone, too");
});

test("two people who edit one record do not overwrite each other", async () => {
  const visitor = await stage.visitor();
  const other = await stage.signedIn();
  const record = await openFirst(visitor);
  await other.goto(record);
  await saveRemarks(other, "The other one was first");
  await other.close();

  await saveRemarks(visitor, "I was second");
  await visitor.page.getByRole("alert").first().waitFor();
  assert.equal(await remarks(visitor).inputValue(), "I was second", "what was typed is still there");
  await visitor.look();
  await visitor.goto(record);
  assert.equal(await remarks(visitor).inputValue(), "The other one was first");
});

test("deleting shows what refers to the record, and asks", async () => {
  const visitor = await stage.visitor();
  const record = await openFirst(visitor);
  await visitor.goto(`${record}/delete`);
  await visitor.page.getByRole("main").getByRole("button", { name: /delete/i }).first().waitFor();
  await visitor.look();
});

test("what can not be saved is refused at its field, and nothing that was typed is lost", async () => {
  const visitor = await stage.visitor();
  await openFirst(visitor);
  const date = visitor.page.locator("form#record").getByLabel("Cataloged date", { exact: true });
  await date.fill("31 June 1987");
  await remarks(visitor).fill("Typed before the refusal");
  await visitor.page.keyboard.press("Control+s");
  await visitor.page.getByRole("alert").first().waitFor();
  assert.equal(await date.getAttribute("aria-invalid"), "true");
  assert.equal(await date.inputValue(), "31 June 1987");
  assert.equal(await remarks(visitor).inputValue(), "Typed before the refusal");
  const described = await date.evaluate((it) => document.getElementById(it.getAttribute("aria-describedby"))?.textContent);
  assert.match(described, /no such day/);
  await visitor.look();
});

test("a linked record is found while one types, and chosen by keyboard", async () => {
  const visitor = await stage.visitor();
  const record = await openFirst(visitor);
  const cataloger = visitor.page.locator("form#record").getByRole("combobox", { name: "Cataloger", exact: true });
  await cataloger.fill("");
  await cataloger.pressSequentially("an", { delay: 30 });
  await visitor.page.getByRole("option").first().waitFor();
  await visitor.page.keyboard.press("Enter");
  const chosen = await cataloger.inputValue();
  assert.notEqual(chosen, "an");
  await visitor.page.locator("button[name=save]").first().click();
  await visitor.page.waitForURL("**/data/CollectionObject/*?*");
  await visitor.goto(record);
  assert.equal(await cataloger.inputValue(), chosen);
});

test("a determination is added in place", async () => {
  const visitor = await stage.visitor();
  const record = await openFirst(visitor);
  const rows = visitor.page.locator("[data-rows=determinations] [data-row]");
  const before = await rows.count();
  await visitor.page.getByRole("button", { name: "Add determination" }).click();
  const fresh = rows.nth(before);
  await fresh.getByRole("combobox", { name: "Taxon", exact: true }).pressSequentially("sa", { delay: 30 });
  await fresh.locator("[role=option]").first().waitFor();
  await visitor.page.keyboard.press("Enter");
  await fresh.getByLabel("Determined date", { exact: true }).fill("v.2020");
  await visitor.page.locator("button[name=save]").first().click();
  await visitor.page.waitForURL("**/data/CollectionObject/*?saved=*");
  await visitor.goto(record);
  assert.equal(await rows.count(), before + 1);
  const dates = visitor.page.locator("[data-rows=determinations] [data-row] input[name$='.determinedDate']");
  assert.ok((await dates.evaluateAll((all) => all.map((it) => it.value))).includes("May 2020"));
});

test("what others refer to can not be deleted", async () => {
  const visitor = await stage.visitor();
  await visitor.goto("/data/PrepType");
  const href = await visitor.page.getByRole("main").locator("table a[href^='/data/PrepType/']").first().getAttribute("href");
  await visitor.goto(`${href}/delete`);
  await visitor.page.getByText("This can’t be deleted now.").waitFor();
  assert.equal(await visitor.page.getByRole("main").getByRole("button", { name: /delete/i }).count(), 0);
  await visitor.look();
});

test("what was deleted comes back", async () => {
  const visitor = await stage.visitor();
  const record = await openFirst(visitor);
  await visitor.goto(`${record}/delete`);
  const button = visitor.page.getByRole("main").getByRole("button", { name: /delete/i });
  if ((await button.count()) === 0) {
    // Lent, for example: then it has to stay.
    return;
  }
  await button.click();
  await visitor.page.waitForURL("**/data/CollectionObject?deleted=*");
  await visitor.page.locator("form.undo").getByRole("button").click();
  await visitor.page.waitForURL("**/data/CollectionObject/*");
  await visitor.goto(record);
});
