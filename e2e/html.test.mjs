// The HTML of every page as the server sends it is valid.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { Everybody, NO_PAGES, PAGES, called, routes } from "./all-pages.mjs";

/** What html-validate recommends, without what HTML allows and is a matter of taste. */
const VALIDATOR = new HtmlValidate(
  new StaticConfigLoader({
    root: true,
    extends: ["html-validate:recommended", "html-validate:document"],
    rules: {
      // A list may be named; that it is no part that screen readers jump to is known.
      "aria-label-misuse": ["error", { allowAnyNamable: true }],
      // Several buttons, ticks or rows of one form may have one name: a list is sent.
      "form-dup-name": "off",
      // The title of a page begins with the name of the record, which may be long.
      "long-title": "off",
      // A button of a form sends it, and a field is a line of text, where they say nothing else.
      "no-implicit-button-type": "off",
      "no-implicit-input-type": "off",
      // Tables become cards where there is little room, and browsers then forget that they are tables.
      "no-redundant-role": "off",
      // Style sheet and scripts are the server's own.
      "require-sri": "off",
      // The ids of fields are their names, such as `determinations[0].taxon`.
      "valid-id": ["error", { relaxed: true }],
      // A group that only comes and goes with what another field says has no name, and says that it is no group.
      "wcag/h71": "off",
    },
  }),
);

const everybody = new Everybody();

after(() => everybody.close());

for (const page of PAGES) {
  test(`${called(page)} is valid HTML`, async () => {
    const html = await everybody.html(page);
    const { results } = await VALIDATOR.validateString(html);
    const wrong = results.flatMap((it) => it.messages).map((it) => {
      const where = html.slice(Math.max(0, it.offset - 40), it.offset + 120);
      return `${it.ruleId}: ${it.message}\n    ${it.selector}\n    …${where}…`;
    });
    assert.deepEqual(wrong, [], wrong.join("\n"));
  });
}

test("every page of the program is in the list of pages", () => {
  const patterns = routes();
  const covered = new Set(PAGES.filter((page) => !page.form).map((page) => routeOf(page.path, patterns)));
  const isPage = (pattern) => !(pattern in NO_PAGES) && !pattern.startsWith("/api/v1/");
  assert.deepEqual(patterns.filter((it) => isPage(it) && !covered.has(it)), [], "routes without a page in all-pages.mjs");
  assert.deepEqual(Object.keys(NO_PAGES).filter((it) => !patterns.includes(it)), [], "routes that are no more");
  const names = PAGES.map(called);
  assert.equal(new Set(names).size, names.length, "each page is there once");
});

/** The pattern that answers a path: of those that match, the one with the fewest names. */
function routeOf(path, patterns) {
  const [bare] = path.split("?");
  const names = (pattern) => pattern.split("{").length;
  const matching = patterns.filter((pattern) => {
    const letters = pattern.replaceAll(/[.]/g, "\\.").replaceAll(/\{\*\w+\}/g, ".+").replaceAll(/\{\w+\}/g, "[^/]+");
    return new RegExp(`^${letters}$`).test(bare);
  });
  return matching.sort((one, other) => names(one) - names(other))[0];
}
