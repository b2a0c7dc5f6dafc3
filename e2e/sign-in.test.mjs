// Signing in and out.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Stage } from "./browser.mjs";

const stage = new Stage();

test("somebody who is not signed in is asked to, and then sees the page", async () => {
  const visitor = await stage.visitorFromOutside();
  const { server } = visitor;
  await visitor.page.goto(`${server.url}/data/CollectionObject`);
  assert.match(visitor.path, /^\/sign-in/);
  await visitor.look();
  await visitor.page.locator("input[name=name]").fill(server.user);
  await visitor.page.locator("input[name=password]").fill(server.password);
  await visitor.page.keyboard.press("Enter");
  await visitor.page.waitForURL("**/data/CollectionObject");
  await visitor.close();
});

test("the fields of the sign-in form have labels and tell a password manager what they are", async () => {
  const visitor = await stage.visitorFromOutside();
  await visitor.goto("/sign-in");
  for (const [name, autocomplete] of [
    ["name", "username"],
    ["password", "current-password"],
  ]) {
    const field = visitor.page.locator(`input[name=${name}]`);
    assert.equal(await field.evaluate((it) => it.labels.length), 1, `${name} has a label`);
    assert.equal(await field.getAttribute("autocomplete"), autocomplete);
  }
  await visitor.close();
});

test("a wrong password is refused in words, and the name stays", async () => {
  const visitor = await stage.visitorFromOutside();
  const { server } = visitor;
  await visitor.signIn(server.user, "not the password");
  assert.match(visitor.path, /^\/sign-in/);
  await visitor.page.getByRole("alert").waitFor();
  assert.equal(await visitor.page.locator("input[name=name]").inputValue(), server.user);
  assert.equal(await visitor.page.locator("input[name=password]").inputValue(), "");
  await visitor.look();
  await visitor.close();
});

test("the session is a cookie that scripts cannot read, and signing out ends it", async () => {
  const visitor = await stage.signedIn();
  const before = await visitor.context.cookies();
  const session = before.find((it) => it.httpOnly);
  assert.ok(session, "the session's cookie is HttpOnly");
  assert.equal(session.sameSite, "Lax");

  await visitor.goto("/");
  await visitor.page.getByRole("button", { name: /^sign out/i, includeHidden: true }).first().dispatchEvent("click");
  await visitor.page.waitForURL("**/sign-in**");
  await visitor.context.addCookies([session]);
  await visitor.page.goto(`${visitor.server.url}/data/CollectionObject`);
  assert.match(visitor.path, /^\/sign-in/, "the old cookie is worth nothing");
  await visitor.close();
});
