// Forms: arranged by keyboard and by dragging, seen in the preview, counting after they are saved; parts on a condition.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Stage } from "./browser.mjs";

const DESIGNER = "/system/forms/CollectingTrip";

const stage = new Stage();

/** The names of the fields of the first section, in order. */
function fields(visitor) {
  const section = visitor.page.locator("[data-design-section]").first();
  return section.locator("input[name=field]").evaluateAll((all) => all.map((it) => it.value));
}

/** The captions of the first group of the preview, in order. */
function preview(visitor) {
  return visitor.page.locator("#preview fieldset.section").first().locator(".label").allInnerTexts();
}

async function until(what, holds) {
  for (let waited = 0; waited < 8000; waited += 100) {
    if (holds(await what())) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  assert.fail(`never came true: ${JSON.stringify(await what())}`);
}

test("a field is moved by keyboard and keeps the focus, and the preview follows", async () => {
  const visitor = await stage.visitor();
  await visitor.goto(DESIGNER);
  const before = await fields(visitor);
  await visitor.page.getByRole("button", { name: "Collecting trip name down" }).focus();
  await visitor.page.keyboard.press("Enter");
  await until(() => fields(visitor), (now) => now[1] === before[0]);
  assert.equal(await visitor.page.evaluate(() => document.activeElement.textContent.trim()), "Collecting trip name down");
  await until(() => preview(visitor), (now) => now[0].startsWith("Start date"));
  await visitor.look();
});

test("a field is dragged by its handle", async () => {
  const visitor = await stage.visitor();
  await visitor.goto(DESIGNER);
  const before = await fields(visitor);
  const handles = visitor.page.locator("[data-design-field] [data-design-handle]");
  await handles.nth(3).dragTo(handles.nth(0), { targetPosition: { x: 4, y: 1 } });
  await until(() => fields(visitor), (now) => now[0] === before[3]);
});

test("captions are typed, saved, counted and taken away again", async () => {
  const visitor = await stage.visitor();
  await visitor.goto(DESIGNER);
  const first = visitor.page.locator("[data-design-field]").first();
  await first.locator("summary").click();
  await first.getByLabel("Caption").fill("Name of the journey");
  await until(() => preview(visitor), (now) => now[0].startsWith("Name of the journey"));
  await visitor.page.keyboard.press("Control+s");
  await visitor.page.getByText("Saved.").waitFor();
  await visitor.goto("/data/CollectingTrip/new");
  await visitor.page.getByLabel("Name of the journey").waitFor();
  await visitor.goto(DESIGNER);
  await visitor.page.getByText("Import a file, or go back").click();
  await visitor.page.getByRole("button", { name: "Back to the shipped form" }).click();
  await visitor.page.getByText("Saved.").waitFor();
  await visitor.goto("/data/CollectingTrip/new");
  await visitor.page.getByLabel("Collecting trip name").waitFor();
});

test("a part of a form follows its condition while one types, and is not sent when it is not seen", async () => {
  const visitor = await stage.visitor();
  await visitor.goto("/data/Agent/new");
  const firstName = visitor.page.locator("#firstName");
  await firstName.fill("Ada");
  await visitor.page.locator("#agentType").selectOption({ label: "Organization" });
  await firstName.waitFor({ state: "hidden" });
  await visitor.page.locator("#lastName").fill("Society of Ferns");
  await visitor.page.keyboard.press("Control+s");
  await visitor.page.waitForURL(/\/data\/Agent\/\d+/);
  await visitor.page.locator("#agentType").selectOption({ label: "Person" });
  await firstName.waitFor();
  assert.equal(await firstName.inputValue(), "");
});

test("captions of a table are set and read", async () => {
  const visitor = await stage.visitor();
  await visitor.goto("/system/schema/CollectingTrip");
  await visitor.page.locator("[id='sponsor.caption']").fill("Paid by");
  await visitor.page.keyboard.press("Control+s");
  await visitor.page.getByText("Saved.").waitFor();
  await visitor.look();
  await visitor.goto("/data/CollectingTrip/new");
  await visitor.page.getByLabel("Paid by").waitFor();
});
