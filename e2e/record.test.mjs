// One collection object: found in the list, opened, edited, refused, its history, undone, deleted.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, Visitor } from "./browser.mjs";
import { start } from "./server.mjs";

const REMARK = "Seen in the browser test: 3 ♂, 2 ♀, “ex situ”";

let server, browser, visitor, record;

before(async () => {
  server = await start();
  browser = await launch();
  visitor = await Visitor.signedIn(browser, server);
});

after(async () => {
  try {
    await visitor?.close();
  } finally {
    await browser?.close();
    await server?.stop();
  }
});

/** The text field for the remarks of the record that is shown. */
const remarks = () => visitor.page.locator("form#record").getByLabel("Remarks", { exact: true }).first();

/** Presses Save and waits for the answer. */
async function save() {
  await visitor.page.locator("button[name=save]").first().click();
  await visitor.page.waitForLoadState("load");
}

test("the list leads to a record", async () => {
  await visitor.goto("/data/CollectionObject");
  const links = visitor.page.getByRole("main").locator("a[href^='/data/CollectionObject/']");
  assert.ok((await links.count()) > 0, "the list shows records");
  await links.first().click();
  await visitor.page.locator("form#record").waitFor();
  record = new URL(visitor.page.url()).pathname;
  assert.match(record, /^\/data\/CollectionObject\/\d+$/);
});

test("every field of the form has a label", async () => {
  const bare = await visitor.page
    .locator("form#record :is(input:not([type=hidden]), select, textarea)")
    .evaluateAll((fields) => fields.filter((it) => !it.labels?.length && !it.ariaLabel && !it.getAttribute("aria-labelledby")).map((it) => it.outerHTML));
  assert.deepEqual(bare, []);
});

test("what is typed is saved, character by character", async () => {
  await visitor.goto(record);
  await remarks().fill(REMARK);
  await save();
  await visitor.goto(record);
  assert.equal(await remarks().inputValue(), REMARK);
});

test("the history shows who changed what, and undoes it", async () => {
  await visitor.goto(`${record}/history`);
  await visitor.page.getByText(REMARK).first().waitFor();
  const undo = visitor.page.locator("form.undo").getByRole("button");
  const entries = await undo.count();
  await undo.first().click();
  await visitor.page.waitForLoadState("load");
  await visitor.goto(record);
  assert.notEqual(await remarks().inputValue(), REMARK);

  await visitor.goto(`${record}/history`);
  assert.ok((await visitor.page.locator("form.undo").count()) >= entries, "the undoing is in the history, too");
});

test("two people who edit one record do not overwrite each other", async () => {
  const other = await Visitor.signedIn(browser, server);
  await visitor.goto(record);
  await other.goto(record);
  await other.page.locator("form#record").getByLabel("Remarks", { exact: true }).first().fill("The other one was first");
  await other.page.locator("button[name=save]").first().click();
  await other.page.waitForLoadState("load");

  await remarks().fill("I was second");
  await save();
  await visitor.page.getByRole("alert").first().waitFor();
  assert.equal(await remarks().inputValue(), "I was second", "what was typed is still there");
  await visitor.look();
  await visitor.goto(record);
  assert.equal(await remarks().inputValue(), "The other one was first");
  await other.close();
});

test("deleting shows what refers to the record, and asks", async () => {
  await visitor.goto(`${record}/delete`);
  await visitor.page.getByRole("main").getByRole("button", { name: /delete/i }).waitFor();
  await visitor.look();
});
