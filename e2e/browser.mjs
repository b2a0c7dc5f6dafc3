// A browser that looks over each page it opens: accessible in light and dark, no request to anybody else, no errors.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after } from "node:test";
import { chromium } from "playwright-core";
import { start } from "./server.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The rules of axe that a page must meet: WCAG 2.2 AA. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** The widths at which a page must not need to be scrolled sideways: WCAG's narrowest, a tablet, a desk. */
const WIDTHS = [320, 768, 1440];

/** Starts the browser. Names of other hosts do not resolve in it, so that a request to them cannot succeed either. */
export function launch() {
  const args = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"];
  if (process.getuid?.() === 0) {
    // Chromium refuses its sandbox to root.
    args.push("--no-sandbox");
  }
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
}

/**
 * What the tests of one file share: an institution, a browser, and a window in which the administrator is signed in.
 *
 * Each is started by the first test that asks for it, so that a run of a few chosen tests starts no more than it needs.
 */
export class Stage {
  #server;
  #browser;
  #visitor;

  constructor() {
    after(() => this.#close());
  }

  server() {
    return (this.#server ??= start());
  }

  browser() {
    return (this.#browser ??= launch());
  }

  /** The window that the tests of this file share. */
  visitor() {
    return (this.#visitor ??= this.signedIn());
  }

  /** A new window in which nobody is signed in; who opens it closes it. */
  async visitorFromOutside() {
    return Visitor.open(await this.browser(), await this.server());
  }

  /** A new window in which the demo's administrator is signed in; who opens it closes it. */
  async signedIn() {
    const visitor = await this.visitorFromOutside();
    await visitor.signIn(visitor.server.user, visitor.server.password);
    return visitor;
  }

  async #close() {
    try {
      await (await this.#visitor)?.close();
    } finally {
      await (await this.#browser)?.close();
      await (await this.#server)?.stop();
    }
  }
}

/** One person's browser window on one server. */
export class Visitor {
  /** Requests that left for another host. */
  foreign = [];
  /** Errors in the console and answers with 5xx. */
  errors = [];

  constructor(server, context, page) {
    this.server = server;
    this.context = context;
    this.page = page;
    context.on("request", (request) => {
      const url = new URL(request.url());
      if (url.origin !== server.url && !["data:", "blob:", "about:"].includes(url.protocol)) {
        this.foreign.push(request.url());
      }
    });
    context.on("response", (response) => {
      if (response.status() >= 500) {
        this.errors.push(`${response.status()} ${response.url()}`);
      }
    });
    page.on("pageerror", (error) => this.errors.push(`${page.url()}: ${error.message}`));
    page.on("console", (message) => {
      // That an answer was 4xx is said by the console, and may be what the test is about.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
        this.errors.push(`${page.url()}: ${message.text()}`);
      }
    });
  }

  /** Opens a window; nobody is signed in. */
  static async open(browser, server) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
    context.setDefaultTimeout(10_000);
    // A disk that is busy with something else keeps a page waiting. How fast pages are is measured elsewhere.
    context.setDefaultNavigationTimeout(30_000);
    return new Visitor(server, context, await context.newPage());
  }

  /** Fills the sign-in form and sends it. */
  async signIn(user, password) {
    await this.page.goto(`${this.server.url}/sign-in`);
    await this.page.locator("input[name=name]").fill(user);
    await this.page.locator("input[name=password]").fill(password);
    await this.page.getByRole("button", { name: /^sign in/i }).click();
    await this.page.waitForLoadState("load");
  }

  /** Opens a page by its path; it must be answered with 200. */
  async goto(path) {
    const answer = await this.page.goto(this.server.url + path);
    assert.equal(answer.status(), 200, `GET ${path}`);
  }

  /** The path and query of the page that is shown. */
  get path() {
    const { pathname, search } = new URL(this.page.url());
    return pathname + search;
  }

  /** Looks over the page as it is, in light and dark and at each width. */
  async look() {
    const found = [];
    for (const colorScheme of ["light", "dark"]) {
      await this.page.emulateMedia({ colorScheme });
      await this.settled();
      for (const violation of await this.axe()) {
        found.push(`${this.path} (${colorScheme}): ${violation}`);
      }
    }
    const size = this.page.viewportSize();
    for (const width of WIDTHS) {
      await this.page.setViewportSize({ width, height: 900 });
      await this.settled();
      const wide = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) {
        found.push(`${this.path}: ${wide} px too wide at a width of ${width} px`);
      }
    }
    await this.page.setViewportSize(size);
    await this.page.emulateMedia({ colorScheme: "light" });
    nothing(found, "what is wrong with the page");
  }

  /**
   * Waits until colours and sizes have changed: the shortest transition takes a frame or two, and when it ends, those
   * of the elements within may begin.
   *
   * What stands in a closed `<details>` is not drawn, and its transitions never end: only what can be seen is waited for.
   */
  async settled() {
    await this.page.evaluate(async () => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const isSeen = (it) => it.effect?.target?.checkVisibility({ contentVisibilityAuto: true }) ?? false;
      const ends = (it) => it.effect.getComputedTiming().endTime !== Infinity;
      const moving = () => document.getAnimations().filter((it) => isSeen(it) && ends(it));
      await frame();
      await frame();
      for (let round = 0; round < 20 && moving().length > 0; round += 1) {
        await Promise.allSettled(moving().map((it) => it.finished));
        await frame();
      }
    });
  }

  /** What axe has against the page: rule, words and the first elements. */
  async axe() {
    if (!(await this.page.evaluate(() => "axe" in globalThis))) {
      await this.page.evaluate(AXE);
    }
    const { violations } = await this.page.evaluate(
      (rules) => globalThis.axe.run(document, { runOnly: rules, resultTypes: ["violations"] }),
      RULES,
    );
    return violations.map((it) => {
      const where = it.nodes.slice(0, 3).map((node) => `${node.target.join(" ")}  ${node.html.slice(0, 160)}`);
      return `${it.id}: ${it.help}\n    ${where.join("\n    ")}`;
    });
  }

  /** Closes the window; fails if a request left for another host or something went wrong unseen. */
  async close() {
    await this.context.close();
    nothing(this.foreign, "requests that left for another host");
    nothing(this.errors, "errors that nobody saw");
  }
}

/** Fails with the list of what was found, unless it is empty. */
function nothing(found, what) {
  if (found.length > 0) {
    assert.fail(`${what}:\n  ${found.join("\n  ")}`);
  }
}
