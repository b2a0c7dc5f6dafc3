// Every page, looked over: accessible in light and dark, wide enough at 320 px, one heading, a way past the frame.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Stage } from "./browser.mjs";

const stage = new Stage();

/** The pages of somebody who is signed in. `<id>` is the first record of the table's list. */
const PAGES = [
  "/",
  "/data/CollectionObject",
  "/data/CollectionObject/<id>",
  "/data/CollectionObject/<id>/history",
  "/data/CollectionObject/<id>/delete",
  "/data/CollectionObject/new",
  "/data/Taxon",
  "/data/Taxon/<id>",
  "/data/Agent",
  "/data/Agent/<id>",
  "/data/Locality/<id>",
  "/data/Loan",
  "/data/Loan/<id>",
  "/data",
  "/data/CollectionObject/<id>?all=1",
  "/data/CollectionObject?q=a&filter=catalogNumber%3Aknown",
  "/data/Accession/<id>",
  "/data/CollectingEvent/<id>",
  "/changes",
  "/account",
  "/search?q=la",
  "/admin/users",
  "/admin/users/new",
  "/admin/users/1",
];

/** Puts the id of a record into a path. */
async function fill(visitor, path) {
  if (!path.includes("<id>")) {
    return path;
  }
  const list = path.slice(0, path.indexOf("/<id>"));
  await visitor.goto(list);
  const href = await visitor.page.getByRole("main").locator(`a[href^='${list}/']`).evaluateAll((links) =>
    links.map((it) => it.getAttribute("href")).find((it) => /\/\d+$/.test(it)),
  );
  assert.ok(href, `${list} shows a record`);
  return href + path.slice(path.indexOf("/<id>") + "/<id>".length);
}

for (const page of PAGES) {
  test(`${page} is accessible in light and dark, at every width`, async () => {
    const visitor = await stage.visitor();
    await visitor.goto(await fill(visitor, page));
    assert.equal(await visitor.page.getByRole("main").count(), 1, "one main part");
    assert.equal(await visitor.page.getByRole("heading", { level: 1 }).count(), 1, "one first heading");
    assert.match(await visitor.page.title(), /Vasculum/);
    await visitor.look();
  });
}

test("the first Tab on a page leads past the frame", async () => {
  const visitor = await stage.visitor();
  await visitor.goto("/data/CollectionObject");
  await visitor.page.keyboard.press("Tab");
  const target = await visitor.page.evaluate(() => document.activeElement?.getAttribute("href"));
  assert.match(target ?? "", /^#/);
});

test("a page that does not exist says so in words, inside the frame", async () => {
  const visitor = await stage.visitor();
  const answer = await visitor.page.goto(`${visitor.server.url}/data/CollectionObject/999999999`);
  assert.equal(answer.status(), 404);
  assert.equal(await visitor.page.getByRole("heading", { level: 1 }).count(), 1);
  await visitor.look();
});
