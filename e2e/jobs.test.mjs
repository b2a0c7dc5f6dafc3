// Exports in the background: from the start to the downloaded file, called off and tried again, and schedules.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { Stage } from "./browser.mjs";
import { OBJECTS } from "./server.mjs";

const stage = new Stage();

test("an export is asked for, followed live and fetched as a file", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto("/data/Locality/export");
  await page.getByLabel("Kind of file").selectOption("csv");
  await page.getByRole("button", { name: "Make the file" }).click();
  await page.waitForURL("**/jobs");
  // The list asks for itself anew until the job has ended, without the page being loaded again.
  const download = page.getByRole("link", { name: "Download" });
  await download.waitFor();
  assert.equal(await page.locator("#jobs[hx-get]").count(), 0, "nothing goes on any more");
  await visitor.settled();
  const [file] = await Promise.all([page.waitForEvent("download"), download.click()]);
  assert.match(file.suggestedFilename(), /^Localities \d{4}-\d\d-\d\d\.csv$/);
  const text = await readFile(await file.path(), "utf8");
  assert.match(text, /^id,/);
  const rows = Number(/([\d,]+) rows/.exec(await page.locator("#jobs").innerText())[1].replace(",", ""));
  assert.ok(rows > 0 && rows <= OBJECTS, `${rows} rows`);
  await page.getByRole("button", { name: "Delete file" }).click();
  await page.getByText("The file is no longer kept.").waitFor();
});

test("by keyboard alone an export is asked for, and stays in sight until it has ended", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto("/data/Agent/export");
  await page.getByLabel("Kind of file").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/jobs");
  await page.getByRole("row", { name: /Agents/ }).getByRole("link", { name: "Download" }).waitFor();
});

test("wherever one is, a bell tells that an export has ended", async () => {
  const visitor = await stage.visitor();
  const { page, server } = visitor;
  const form = { table: "Taxon", format: "json" };
  await visitor.context.request.post(`${server.url}/jobs/export`, { form, headers: { origin: server.url }, maxRedirects: 0 });
  await visitor.goto("/data");
  const bell = page.getByRole("link", { name: /Notifications/ });
  for (let nth = 0; nth < 60 && (await bell.count()) === 0; nth += 1) {
    await page.waitForTimeout(250);
    await page.reload();
  }
  await visitor.look();
  await bell.press("Enter");
  await page.waitForURL("**/jobs");
  await page.getByRole("row", { name: /Taxa/ }).getByRole("link", { name: "Download" }).waitFor();
  assert.equal(await bell.count(), 0, "whoever looked knows");
});

test("a schedule is made, run now and deleted", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto("/schedules/new");
  await page.locator("#title").fill("Taxa of Mondays");
  await page.locator("#q").fill("from Taxon show fullName where fullName is");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("alert").waitFor();
  assert.equal(await page.locator("#title").inputValue(), "Taxa of Mondays", "what was typed stays");
  await page.locator("#q").fill("from Taxon show fullName");
  await page.getByLabel("How often").selectOption("day");
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForURL("**/schedules");
  await page.getByRole("button", { name: "Run now" }).click();
  await page.waitForURL("**/jobs");
  await page.getByRole("row", { name: /Taxa of Mondays/ }).getByRole("link", { name: "Download" }).waitFor();
  await visitor.goto("/schedules/1");
  await page.getByRole("link", { name: "Delete this schedule" }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.waitForURL("**/schedules");
  await page.getByText("No schedules yet").waitFor();
});
