// The outline of a tree, worked by keyboard: opening, going up and down, finding, and the address that keeps all of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Stage } from "./browser.mjs";

const stage = new Stage();

/** What the active row is called. */
function active(page) {
  return page.evaluate(() => {
    const tree = document.querySelector("[role=tree]");
    return document.getElementById(tree?.getAttribute("aria-activedescendant") ?? "")?.dataset.text;
  });
}

/** Presses a key and waits until nothing is being fetched. */
async function press(page, key) {
  await page.keyboard.press(key);
  await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
}

test("a tree is opened and gone through by keyboard alone", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto("/trees/Taxon");
  await page.locator("[role=tree]").focus();
  const root = await active(page);
  for (let level = 1; level < 5; level += 1) {
    await press(page, "ArrowRight");
    await page.waitForFunction((level) => document.querySelector(`[role=treeitem][aria-level="${level}"]`), level + 1);
    await press(page, "ArrowRight");
  }
  const deep = await active(page);
  assert.notEqual(deep, root);
  const level = await page.locator(".tree-active").getAttribute("aria-level");
  assert.equal(level, "5");
  await press(page, "Enter");
  await page.locator(".tree-called").waitFor();
  assert.ok((await page.locator(".tree-called").textContent()).includes(deep), "the details are those of the node");
  const address = new URL(page.url());
  assert.equal(address.searchParams.get("open").split(".").length, 4, "the address says what is open");
  assert.ok(address.searchParams.get("at"));

  await page.reload();
  await page.locator("[role=tree]").focus();
  assert.equal(await active(page), deep, "as it was");
  assert.ok(await page.locator(".tree-active").isVisible());
  await press(page, "Home");
  assert.equal(await active(page), root);
  await press(page, "ArrowLeft");
  assert.equal(await page.locator("[role=treeitem]").count(), 1);
});

test("what is typed finds a node, also with a slip, and opens the way to it", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto("/data/Taxon?filter=rankId=220");
  const name = (await page.locator("tbody th a").first().textContent()).trim().split(" ").slice(0, 2).join(" ");
  await visitor.goto("/trees/Taxon");
  await page.locator("[role=tree]").focus();
  await page.keyboard.type("#");
  const input = page.locator("tree-pane type-ahead input:not([type=hidden])");
  assert.equal(await input.inputValue(), "#", "what no row begins with is looked for");
  await input.fill("");
  await input.pressSequentially(`${name.slice(0, 3)}${name.slice(4)}`);
  await page.locator(".ahead-list:not([hidden]) [role=option]", { hasText: name }).first().waitFor();
  await page.locator(".ahead-list [role=option]", { hasText: name }).first().click();
  await page.locator(".tree-called", { hasText: name }).waitFor();
  await page.waitForFunction((name) => document.querySelector(".tree-active")?.dataset.text.startsWith(name), name);
});

test("a node dragged onto another, also of the other pane, leads to the plan of moving it", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  const list = async (filter) => (await (await visitor.context.request.get(`${visitor.server.url}/api/v1/Taxon?filter=${filter}`)).json()).records;
  const [species] = await list("rankId=220");
  const genus = species.parent;
  const genera = await list("rankId=180");
  const other = genera.find((one) => one.id !== genus.id && one.id !== genus);
  const at = (id) => `/trees/Taxon?panes=2&at=${species.id}&at2=${id}`;
  const row = (pane, id) => page.locator(`#n${pane}-${id}`);
  await visitor.goto(at(other.id));
  await row(0, species.id).waitFor();
  await row(1, other.id).waitFor();

  // It goes neither to where it is nor below itself, and a root goes nowhere.
  const above = await row(0, species.id).getAttribute("data-parent");
  assert.equal(await page.locator("[role=treeitem][aria-level='1']").first().getAttribute("draggable"), null);
  const hover = async (from, to) => {
    await from.hover();
    await page.mouse.down();
    await to.hover();
    await to.hover();
    return (await to.getAttribute("class")).split(" ").filter((name) => /^tree-(takes|refuses)$/.test(name)).join();
  };
  for (const [from, to] of [[species.id, above], [above, species.id]]) {
    assert.equal(await hover(row(0, from), row(0, to)), "tree-refuses", `${from} onto ${to}`);
    await page.mouse.up();
  }
  assert.equal(new URL(page.url()).pathname, "/trees/Taxon");

  assert.equal(await hover(row(0, species.id), row(1, other.id)), "tree-takes");
  await Promise.all([page.waitForURL(`**/trees/Taxon/${species.id}/move?to=${other.id}`), page.mouse.up()]);
  await page.getByRole("heading", { name: "Do it like this?" }).waitFor();
  await visitor.look();
  const [now] = await list(`id=${species.id}`);
  assert.deepEqual(now.parent, species.parent, "nothing is changed without being asked");
  await page.getByRole("button", { name: "Move" }).click();
  await page.getByRole("button", { name: "Undo" }).first().waitFor();
  assert.notDeepEqual((await list(`id=${species.id}`))[0].parent, species.parent);
  await page.getByRole("button", { name: "Undo" }).first().click();
  await page.waitForLoadState();
});

test("a closed node opens while something is dragged over it", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto("/data/Taxon?filter=rankId=220");
  const id = (await page.locator("tbody th a").first().getAttribute("href")).split("/").pop();
  await visitor.goto(`/trees/Taxon?panes=2&at=${id}`);
  const root = page.locator("#n1-" + (await page.locator("tree-pane[data-pane='1'] [role=treeitem]").first().getAttribute("data-id")));
  await page.locator(`#n0-${id}`).hover();
  await page.mouse.down();
  await root.hover();
  await root.hover();
  await page.locator("tree-pane[data-pane='1'] [aria-level='2']").first().waitFor();
  await page.mouse.up();
});

test("a name is told as it is understood while one types it, and a button parts it", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto("/data/Taxon?filter=rankId=220");
  const link = page.locator("tbody th a").first();
  const [genus, epithet] = (await link.textContent()).trim().split(" ");
  const slip = epithet.slice(0, 2) + epithet.slice(3);
  await visitor.goto(await link.getAttribute("href"));
  const area = page.locator(".naming");
  assert.ok(!(await area.isVisible()), "nothing is said of what nobody touched");
  await page.locator("#name").fill(`${genus} ${slip} Smith, 1901`);
  await page.locator("#author").fill("");
  await area.getByRole("button").click();
  assert.equal(await page.locator("#name").inputValue(), slip);
  assert.equal(await page.locator("#author").inputValue(), "Smith, 1901");
  await area.getByText("1901", { exact: true }).waitFor();
  await area.getByRole("button").waitFor({ state: "detached" });

  // As a new name in the same place it is nearly the same as the one that is there.
  const parent = await page.locator("input[name=parent]").inputValue();
  const rank = await page.locator("#definitionItem").inputValue();
  const words = new URLSearchParams({ parent, definitionItem: rank, name: slip, author: "" });
  const answer = await page.evaluate(async (words) => (await fetch(`/trees/Taxon/naming?${words}`)).text(), words.toString());
  assert.ok(answer.includes(`${genus} ${epithet}`) && answer.includes("Nearly the same in the tree:"), answer);
  await page.locator("#name").fill(`${genus} ${slip} Smith, 1901`);
  await page.locator("#author").fill("");
  await area.getByRole("button").waitFor();
  await visitor.look();
});

test("what full names would look like follows what is typed", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto("/trees/Taxon/ranks");
  await page.getByRole("link", { name: "Change: Species", exact: true }).click();
  await page.locator("#before").fill("sp. ");
  await page.locator(".examples strong", { hasText: / sp\. / }).first().waitFor();
  await page.locator("#before").fill("");
  await page.locator(".examples strong").first().waitFor({ state: "detached" });
  await page.getByLabel("Part of the full names below").uncheck();
  await page.locator(".examples strong").first().waitFor();
  await visitor.look();
});

test("only the rows in sight are in the page", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await page.setViewportSize({ width: 1000, height: 500 });
  await visitor.goto("/trees/Taxon");
  await page.locator("[role=tree]").focus();
  for (let step = 0; step < 60; step += 1) {
    await press(page, "ArrowRight");
    await press(page, "ArrowDown");
  }
  const rows = await page.evaluate(() => {
    const tree = document.querySelector("[role=tree]");
    const row = tree.querySelector("li");
    return { drawn: tree.querySelectorAll("li").length, all: Math.round(tree.scrollHeight / row.offsetHeight) };
  });
  assert.ok(rows.all > 40, `${rows.all} rows are open`);
  assert.ok(rows.drawn < rows.all, `${rows.drawn} of ${rows.all} rows are drawn`);
  const inSight = await page.evaluate(() => {
    const tree = document.querySelector("[role=tree]").getBoundingClientRect();
    const row = document.querySelector(".tree-active").getBoundingClientRect();
    return tree.height < innerHeight && row.top >= tree.top && row.bottom <= tree.bottom + 1;
  });
  assert.ok(inSight, "the active row is in sight");
  await press(page, "Home");
  assert.ok(await page.evaluate(() => document.querySelector("[role=tree]").scrollTop === 0));
});

test("a file is uploaded, looked at as differences, brought in but for one, and taken back", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto("/trees/Taxon");
  await page.getByRole("link", { name: "Import" }).click();
  const text = "Family,Gattung,Species\nTestidae,Testus,albus\nTestidae,Testus,niger\n";
  await page.setInputFiles("#upload", { name: "names.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByLabel("What ‘Gattung’ means").selectOption("rank:Genus");
  await page.getByRole("button", { name: "Show what it would do" }).click();
  await page.getByRole("button", { name: "new 4" }).click();
  await page.getByText("4 of ").waitFor();
  await visitor.look();
  await page.getByLabel("Species niger").uncheck();
  await page.getByRole("button", { name: "Bring in what is ticked" }).click();
  await page.getByText("3 made").waitFor();
  await visitor.look();
  const found = async () => {
    const answer = await visitor.context.request.get(`${visitor.server.url}/api/v1/Taxon?filter=fullName:in(Testus%20albus,Testus%20niger)`);
    return (await answer.json()).records.map((record) => record.fullName);
  };
  assert.deepEqual(await found(), ["Testus albus"]);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("Taken back.").waitFor();
  assert.deepEqual(await found(), []);
});

test("a branch is taken or left by one button, on every page of a plan", async () => {
  const visitor = await stage.visitor();
  const { page } = visitor;
  await visitor.goto("/trees/Taxon/import");
  const text = "Family,Genus,Species\nTestidae,Testus,albus\nTestidae,Testus,niger\nOtheridae,Otherus,ruber\n";
  await page.setInputFiles("#upload", { name: "names.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Show what it would do" }).click();
  await page.getByRole("button", { name: "new 7" }).click();
  // On the narrowest screen and by keyboard: a box is about its own line, the button after it about all from there down.
  await page.setViewportSize({ width: 320, height: 800 });
  const branch = page.getByRole("button", { name: "Accept nothing of Family Testidae and below" });
  assert.ok((await branch.innerText()).startsWith("None from here down"));
  await page.getByLabel("Family Testidae").focus();
  await page.keyboard.press("Space");
  assert.equal(await page.getByLabel("Genus Testus").isChecked(), true, "its own line alone");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.ok(await branch.evaluate((button) => button === document.activeElement && button.getBoundingClientRect().right <= innerWidth));
  await page.keyboard.press("Enter");
  await page.getByText("3 of ").waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing to be scrolled sideways");
  await page.setViewportSize({ width: 1280, height: 800 });
  assert.equal(await page.getByLabel("Species albus").isChecked(), false);
  assert.equal(await page.getByLabel("Species ruber").isChecked(), true);
  await page.getByRole("button", { name: "Discard the file" }).click();
  await page.getByRole("heading", { name: "Bring taxa in from a file" }).waitFor();
});
