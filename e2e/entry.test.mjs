// Entering records by keyboard alone; drafts that survive a killed server; two people on one record.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Stage } from "./browser.mjs";

const stage = new Stage();

/** Presses keys one at a time and counts them; what is typed as data is not counted. */
class Fingers {
  keystrokes = 0;

  constructor(page) {
    this.page = page;
  }

  async press(key) {
    this.keystrokes += 1;
    await this.page.keyboard.press(key);
  }

  async type(text) {
    await this.page.keyboard.type(text);
  }
}

/** The id of the control that has the focus. */
function focused(page) {
  return page.evaluate(() => document.activeElement?.id ?? "");
}

/** Goes on with Tab until the control with this id has the focus; each Tab is a keystroke. */
async function tabTo(fingers, id, most = 12) {
  for (let nth = 0; nth <= most; nth += 1) {
    if ((await focused(fingers.page)) === id) return;
    await fingers.press("Tab");
  }
  assert.fail(`${id} is not within ${most} Tabs: ${await focused(fingers.page)} has the focus`);
}

/** Waits until the draft of what was typed is on the server. */
function kept(page) {
  return page.getByText("Draft kept").waitFor();
}

test("a new person’s first record, from the sign-in page, takes at most 12 keystrokes beside the data", async () => {
  const visitor = await stage.visitorFromOutside();
  const { page, server } = visitor;
  const fingers = new Fingers(page);
  const start = Date.now();
  await visitor.goto("/sign-in");
  assert.equal(await focused(page), "name", "one can type at once");
  await fingers.type(server.user);
  await fingers.press("Tab");
  await fingers.type(server.password);
  await fingers.press("Enter");
  await page.waitForURL((url) => url.pathname === "/");
  await fingers.press("c");
  await page.waitForURL("**/data/CollectionObject/new");
  await page.locator("form#record").waitFor();
  assert.notEqual(await focused(page), "catalogNumber", "the number is given by the collection");
  await tabTo(fingers, "catalogedDate", 0);
  await fingers.type("12.v.1987");
  await tabTo(fingers, "countAmt", 6);
  await fingers.type("3");
  await fingers.press("Control+s");
  await page.waitForURL(/CollectionObject\/\d+\?saved=/);
  assert.equal(await page.locator("#catalogedDate").inputValue(), "12 May 1987");
  console.log(`first record: ${fingers.keystrokes} keystrokes beside the data, ${Date.now() - start} ms`);
  assert.ok(fingers.keystrokes <= 12, `${fingers.keystrokes} keystrokes`);
  await visitor.close();
});

test("50 records with carry forward, by keyboard", async () => {
  const visitor = await stage.signedIn();
  const { page } = visitor;
  const fingers = new Fingers(page);
  await visitor.goto("/data/CollectionObject/new");
  await page.locator("#catalogedDate").focus();
  await fingers.type("3 June 1911");
  await page.locator("#remarks").focus();
  await fingers.type("Jar 1 of the shelf");
  const start = Date.now();
  for (let nth = 2; nth <= 50; nth += 1) {
    const before = page.url();
    await fingers.press("Control+Shift+Enter");
    await page.waitForURL((url) => url.href !== before && url.search.includes("how=carry"));
    await page.locator("form#record").waitFor();
    if (nth === 2) {
      assert.equal(await page.locator("#catalogedDate").inputValue(), "3 June 1911", "carried");
      assert.equal(await page.locator("#catalogNumber").inputValue(), "", "what stands only once is not");
    }
    await page.locator("#remarks").focus();
    await fingers.press("Control+a");
    await fingers.type(`Jar ${nth} of the shelf`);
  }
  await fingers.press("Control+s");
  await page.waitForURL(/CollectionObject\/\d+\?saved=/);
  const taken = Date.now() - start;
  console.log(`50 records with carry forward: ${taken} ms, ${fingers.keystrokes} keystrokes beside the data`);
  const found = await page.evaluate(async () => {
    const answer = await fetch("/api/v1/CollectionObject?filter=remarks~of the shelf&limit=100");
    return (await answer.json()).records.map((it) => [it.remarks, it.catalogedDate, it.catalogNumber]);
  });
  assert.equal(found.length, 50);
  assert.equal(new Set(found.map(([remarks]) => remarks)).size, 50, "each has its own remark");
  assert.ok(found.every(([, date]) => date === "1911-06-03"));
  assert.equal(new Set(found.map(([, , number]) => number)).size, 50, "and its own number");
  assert.ok(taken < 120_000, `${taken} ms`);
  await visitor.close();
});

test("save and next, the same as in the last record, and where one begins", async () => {
  const visitor = await stage.signedIn();
  const { page } = visitor;
  const fingers = new Fingers(page);
  await visitor.goto("/data/CollectionObject/new");
  await page.locator("#altCatalogNumber").focus();
  await fingers.type("K 100");
  await page.locator("#remarks").focus();
  await fingers.type("Once more with feeling");
  await fingers.press("Control+Enter");
  await page.waitForURL("**/data/CollectionObject/new?*after=*");
  assert.equal(await page.locator("#remarks").inputValue(), "", "a blank one");
  await page.waitForFunction(() => document.activeElement?.id === "altCatalogNumber");
  await page.locator("#remarks").focus();
  await fingers.press("Control+d");
  await page.waitForFunction(() => document.querySelector("#remarks").value === "Once more with feeling");
  await page.getByText("Made just now").waitFor();
  await visitor.look();
  await fingers.press("Control+Shift+D");
  await page.waitForURL("**/data/CollectionObject/new?*how=clone");
  assert.equal(await page.locator("#remarks").inputValue(), "Once more with feeling");
  await visitor.close();
});

test("the pages of entry are as they should be", async () => {
  const visitor = await stage.signedIn();
  await visitor.goto("/data/CollectionObject/entry");
  await visitor.look();
  await visitor.goto("/data/CollectionObject/1/copies");
  await visitor.look();
  await visitor.goto("/drafts");
  await visitor.look();
  await visitor.close();
});

test("the server is killed in mid-entry: the draft is there", async () => {
  const visitor = await stage.signedIn();
  const { page, server } = visitor;
  await visitor.goto("/data/CollectionObject/new");
  await page.locator("#remarks").focus();
  await page.keyboard.type("Typed before the power went");
  await kept(page);
  await server.kill();
  // What is typed now reaches no server; the browser keeps it.
  await page.keyboard.type(", and after");
  await sleep(1_500);
  await server.restart();
  await page.waitForTimeout(200);
  // The window crashes as well.
  await page.evaluate(() => window.addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), { capture: true }));
  const second = await visitor.context.newPage();
  await page.close({ runBeforeUnload: false });
  await sleep(3_200);
  await second.goto(`${server.url}/data/CollectionObject/new`);
  await second.getByText("You began a collection object that was not saved").first().waitFor();
  await second.getByRole("link", { name: "Restore" }).first().click();
  await second.waitForURL("**/data/CollectionObject/new?draft=*");
  assert.equal(await second.locator("#remarks").inputValue(), "Typed before the power went, and after");
  await second.keyboard.press("Control+s");
  await second.waitForURL(/CollectionObject\/\d+\?saved=/);
  await second.goto(`${server.url}/drafts`);
  await second.getByRole("heading", { name: "Drafts" }).waitFor();
  assert.equal(await second.getByText("Typed before the power went").count(), 0, "saved, and no draft any more");
  visitor.errors.length = 0;
  await visitor.close();
});

test("the session ends in mid-entry: nothing is lost", async () => {
  const visitor = await stage.signedIn();
  const { page, server } = visitor;
  await visitor.goto("/data/CollectionObject/2");
  await page.locator("#remarks").fill("Typed while signed out");
  const cookies = (await visitor.context.cookies()).filter((it) => it.httpOnly);
  await visitor.context.clearCookies({ name: cookies[0].name });
  await page.keyboard.press("Control+s");
  await page.waitForURL("**/sign-in**");
  await page.locator("input[name=name]").fill(server.user);
  await page.locator("input[name=password]").fill(server.password);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  await sleep(3_200);
  await visitor.goto("/data/CollectionObject/2");
  await page.locator("#fieldNumber").fill("Typed before the offer");
  await page.getByText("You typed something here that was not saved").waitFor();
  assert.equal(await page.locator("#fieldNumber").inputValue(), "Typed before the offer");
  await page.getByRole("link", { name: "Restore" }).first().click();
  await page.waitForURL("**/data/CollectionObject/2?draft=*");
  assert.equal(await page.locator("#remarks").inputValue(), "Typed while signed out");
  await page.keyboard.press("Control+s");
  await page.waitForURL("**/data/CollectionObject/2?saved=*");
  await visitor.close();
});

test("two people on one record see each other, and no change is lost", async () => {
  const one = await stage.signedIn();
  const two = await stage.signedIn();
  await one.goto("/data/CollectionObject/3");
  await two.goto("/data/CollectionObject/3");
  await one.page.locator("#remarks").fill("Changed by one");
  await one.page.locator("#fieldNumber").fill("F 1");
  await two.page.locator("#remarks").fill("Changed by two");
  await two.page.locator("#altCatalogNumber").fill("A 2");
  // Both are the demo’s administrator: each is told of the other window.
  await two.page.getByText("You have this record open in another window.").waitFor({ timeout: 15_000 });
  await one.page.keyboard.press("Control+s");
  await one.page.waitForURL("**/data/CollectionObject/3?saved=*");
  await two.page.keyboard.press("Control+s");
  await two.page.getByRole("alert").first().waitFor();
  const panel = two.page.locator(".conflicts");
  assert.equal(await panel.locator("fieldset").count(), 1, "only what both changed is asked");
  assert.equal(await two.page.locator("#fieldNumber").inputValue(), "F 1", "what only the other changed is taken over");
  assert.equal(await two.page.locator("#altCatalogNumber").inputValue(), "A 2");
  assert.equal(await two.page.locator("#remarks").inputValue(), "Changed by two");
  await two.look();
  await panel.getByRole("radio", { name: /^Theirs/ }).focus();
  await two.page.keyboard.press("Space");
  await two.page.keyboard.press("Control+s");
  await two.page.waitForURL("**/data/CollectionObject/3?saved=*");
  assert.equal(await two.page.locator("#remarks").inputValue(), "Changed by one");
  assert.equal(await two.page.locator("#altCatalogNumber").inputValue(), "A 2");
  await one.close();
  await two.close();
});
