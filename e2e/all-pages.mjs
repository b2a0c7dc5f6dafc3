// Every page of the product, in one list: the tests look all of them over, and `cargo xtask screenshots` takes pictures.
//
// A page that is added to the program belongs here; `html.test.mjs` holds the list against the routes.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { Visitor, launch } from "./browser.mjs";
import { start, startEmpty } from "./server.mjs";

/**
 * A page, and how one comes to it.
 *
 * @typedef {object} Page
 * @property {string} path where it is; `<id>` is the first record that `list` leads to, other names stand in `Everybody.values`.
 * @property {string} [list] the page that leads to the record; without it, what stands before `<id>`.
 * @property {"administrator" | "stranger" | "nobody" | "founder"} [who] who looks at it: somebody without rights, somebody who is not
 *   signed in, or who sets up a new institution; without it the administrator.
 * @property {number} [status] how it is answered; without it by 200.
 * @property {Record<string, string>} [form] what is sent there, for pages that answer a form.
 * @property {string} [of] what tells it from other pages with the same path.
 */

/** Tables of which the list, a record and its history are looked at; the demo has records of each. */
const TABLES = ["CollectionObject", "Taxon", "Locality", "CollectingEvent", "Agent", "Loan", "Accession"];

/** Other tables of which the list and a record are looked at. */
const OTHER_TABLES = ["Determination", "ExchangeOut", "Geography", "Gift", "Preparation", "ReferenceWork", "Storage"];

/** Tables of which the form of a new record is looked at. */
const NEW = ["CollectionObject", "Taxon", "Locality", "CollectingEvent", "Agent", "Loan", "Gift", "Accession"];

/** A query that is looked at in every way. */
const VIEWED = "from%20CollectionObject%20show%20determinations%5BisCurrent%5D.taxon.Family%2C%20collectingEvent.locality.geography.Country%2C%20collectingEvent.startDate";

/** The pages of the manual. */
const MANUAL = readdirSync(new URL("../docs/", import.meta.url))
  .filter((it) => it.endsWith(".md") && it !== "README.md")
  .map((it) => it.slice(0, -".md".length))
  .sort();

/**
 * The pages by what they are about.
 *
 * @type {Record<string, Page[]>}
 */
export const GROUPS = {
  outside: [
    ...["institution", "discipline", "collection", "trees", "user"].map((step) => ({ who: "founder", path: `/setup/${step}` })),
    { who: "founder", path: "/setup/institution", form: { institution: "" }, status: 422, of: "without a name" },
    { who: "founder", path: "/setup/user", form: { user: "admin", password: "short" }, status: 422, of: "refused" },

    { who: "nobody", path: "/sign-in" },
    { who: "nobody", path: "/sign-in", form: { name: "eva", password: "not the password" }, status: 422, of: "refused" },
    { who: "nobody", path: "/invite/<invitation>" },
    { who: "nobody", path: "/invite/none", status: 404 },
    { who: "nobody", path: "/nowhere", status: 404 },
    { who: "nobody", path: "/help" },
    { who: "nobody", path: "/api" },
    { path: "/data/CollectionObject/999999999", status: 404 },
    { path: "/data/Nothing", status: 404 },
    { path: "/data/Agent/1/merge", status: 404 },
    { who: "stranger", path: "/", of: "without rights" },
    { who: "stranger", path: "/data", of: "without rights" },
    { who: "stranger", path: "/data/CollectionObject", status: 403 },
    { who: "stranger", path: "/admin/users", status: 403 },
  ],

  records: [
    { path: "/" },
    { path: "/collection" },
    { path: "/search" },
    { path: "/search?q=la" },
    { path: "/search?q=zzzz" },
    { path: "/search?q=in%3Aobject+colour%3Ared+type%3Anothing" },
    { path: "/search?q=in%3Aobject&taxon=<taxon>&gap=image&more=collector" },
    { path: "/data" },
    { path: "/data?all=1" },
    ...[...TABLES, ...OTHER_TABLES].flatMap((table) => [{ path: `/data/${table}` }, { path: `/data/${table}/<id>` }]),
    ...TABLES.map((table) => ({ path: `/data/${table}/<id>/history` })),
    ...NEW.map((table) => ({ path: `/data/${table}/new` })),
    { path: "/data/CollectionObject?q=a&filter=catalogNumber%3Aknown" },
    { path: "/data/CollectionObject?q=zzzz" },
    { path: "/data/Borrow" },
    { path: "/data/CollectionObject/<id>?all=1" },
    { path: "/data/CollectionObject", form: { catalogNumber: "x1", catalogedDate: "yesterday" }, status: 422, of: "a new one, refused" },
    { path: "/data/CollectionObject/<id>/delete" },
    { path: "/data/Taxon/<id>/delete" },
    { path: "/data/CollectionObject/<id>/copies" },
    { path: "/data/CollectionObject/entry" },
    { path: "/data/CollectionObject/export" },
    { path: "/data/CollectionObject/delete?filter=id%3Ain(<objects>)" },
    { path: "/data/Agent/merge?filter=id%3Ain(<agents>)" },
    { path: "/data/Agent?errand=drawer" },
    { path: "/data/Agent/new?errand=drawer&text=Zwitscherbach" },
    { path: "/parked/<parked>" },
    { path: "/data/CollectionObject/attach?filter=id%3Ain(<objects>)" },
    { path: "/labels?table=CollectionObject&filter=id%3Ain(<objects>)" },
    { path: "/labels?table=CollectionObject&filter=id%3Ain(<objects>)&kind=pin" },
    { path: "/tools/batch-edit?table=CollectionObject&filter=catalogNumber%5E0" },
    {
        path: "/tools/batch-edit",
        form: { table: "CollectionObject", filter: "catalogNumber^0", "edit.line": "1 replace remarks", "edit.find.1": "a", "edit.with.1": "b", "edit.again": "yes" },
        of: "with a change",
    },
    {
        path: "/tools/batch-edit",
        form: { table: "CollectionObject", filter: "catalogNumber^0", "edit.line": "1 set text1", text1: "seen", "edit.plan": "yes" },
        of: "with a plan",
    },
    { path: "/tools/identify" },
    { path: "/tools/identify", form: { numbers: "000000001-000000004\n999" }, of: "with numbers" },
    { path: "/drafts" },
    ...["move", "merge", "synonymize", "rank", "unused"].map((act) => ({ path: `/trees/Taxon/<taxon>/${act}` })),
    { path: "/trees/Taxon/<taxon>/move?to=1", of: "with its plan" },
    { path: "/trees/Storage/<storage>/items" },
    { path: "/trees/Taxon/problems" },
    { path: "/trees/Taxon/ranks" },
    { path: "/trees/Taxon/ranks?act=add&above=1" },
    { path: "/trees/Taxon/ranks?act=reorder&rank=2" },
    { path: "/trees/Geography/problems" },
    { path: "/trees/Taxon/import" },
    { path: "/trees/Taxon/import?file=<sheet>", of: "what its columns mean" },
    { path: "/trees/Taxon/import?file=<checklist>", of: "with its differences" },
    { path: "/trees/Taxon/import?file=<checklist>&kind=gone", of: "with what is gone" },
    { path: "/query" },
    { path: `/query?q=${encodeURIComponent('from CollectionObject show catalogNumber, determinations[isCurrent].taxon.fullName where any preparations (countAmt > 1) and (remarks is empty or determinations.taxon under "Perciformes") sort by catalogNumber')}`, of: "with conditions" },
    { path: `/query?q=${encodeURIComponent("from CollectionObject each determinations show determinations.taxon.Family, count() sort by count() desc")}`, of: "in groups" },
    { path: "/query?q=from+Nothing", status: 422 },
    { path: "/query/count?q=from+CollectionObject" },
    { path: "/query/values?q=from+CollectionObject+show+catalogNumber&column=0" },
    { path: "/queries" },
    { path: "/queries/new?q=from+CollectionObject" },
    { path: "/queries/import" },
    { path: "/queries/<query>/edit" },
    { path: "/queries/<query>/delete" },
    { path: "/trees" },
    { path: "/trees/Taxon" },
    { path: "/trees/Taxon?at=<taxon>" },
    { path: "/trees/Taxon?panes=2&at=<taxon>&synonyms=beside" },
    { path: "/trees/Taxon?find.text=zzzz" },
    { path: "/trees/Geography" },
    { path: "/trees/Taxon/holdings" },
    { path: "/trees/TectonicUnit/holdings" },
    { path: `/query/map?q=${VIEWED}` },
    { path: "/query/map?q=from%20Agent", of: "without places" },
    { path: `/query/chart?q=${VIEWED}` },
    { path: `/query/chart?q=${VIEWED}&by=2`, of: "a timeline" },
    { path: `/query/pivot?q=${VIEWED}&rows=0&columns=1` },
    { path: "/query/pivot?q=from%20Agent", of: "with one column" },
    { path: "/insights" },
    { path: "/insights?page=1" },
    { path: "/insights/edit" },
    { path: "/insights/edit?of=me" },
    { path: `/insights/add?q=${VIEWED}` },
    { path: "/insights/annual" },
  ],

  administration: [
    { path: "/record-sets" },
    { path: "/record-sets/new" },
    { path: "/record-sets/new?table=CollectionObject&filter=catalogNumber%3Aknown" },
    { path: "/record-sets", form: { table: "CollectionObject", numbers: "000000001, 999", name: "Doubtful" }, status: 422, of: "with doubts" },
    { path: "/record-sets/combine" },
    { path: "/record-sets/<id>" },
    { path: "/record-sets/<id>/edit" },
    { path: "/record-sets/<id>/lend" },
    { path: "/record-sets/<id>/lend?to=Loan%3A<loan>" },
    { path: "/record-sets/<id>/delete" },

    { path: "/changes" },
    { path: "/changes/<id>" },

    { path: "/system" },
    { path: "/system/forms" },
    { path: "/system/forms/CollectionObject" },
    { path: "/system/schema" },
    { path: "/system/schema/CollectionObject" },
    { path: "/system/pick-lists" },
    { path: "/system/pick-lists/new" },
    { path: "/system/pick-lists/<id>" },
    { path: "/system/pick-lists/<id>/delete" },
    { path: "/system/formats" },
    { path: "/system/formats/Agent" },
    { path: "/system/number-formats" },
    { path: "/system/number-formats/new" },
    { path: "/system/number-formats/<id>" },
    { path: "/system/uniqueness" },
    { path: "/system/uniqueness/new" },
    { path: "/system/uniqueness/<id>" },
    { path: "/system/uniqueness/<id>/delete" },
    { path: "/system/labels" },
    { path: "/system/labels/new?like=pin" },
    { path: "/system/labels/<id>" },
    { path: "/system/fields" },
    { path: "/system/fields/new" },
    { path: "/system/fields/<id>" },
    { path: "/system/web-links" },
    { path: "/system/web-links/new?preset=0" },
    { path: "/system/web-links/<id>" },
    { path: "/system/structure" },
    ...["division", "discipline", "collection"].map((level) => ({ path: `/system/structure/new/${level}?in=1` })),
    ...["institution", "division", "discipline", "collection"].map((level) => ({ path: `/system/structure/${level}/1` })),
    { path: "/system/preferences" },

    { path: "/jobs" },
    { path: "/jobs?all=1" },
    { who: "stranger", path: "/jobs", of: "without any" },
    { path: "/schedules" },
    { path: "/schedules/new" },
    { path: "/schedules/1" },
    { path: "/schedules/1/delete" },
    { path: "/schedules", form: { title: "", q: "from", every: "day", at: "25:00" }, status: 422, of: "refused" },
    { who: "stranger", path: "/schedules", of: "without any" },
    { path: "/admin/users" },
    { path: "/admin/users/new" },
    { path: "/admin/users/1" },
    { path: "/admin/users/1/rights" },
    { path: "/admin/users/1/agents" },
    { path: "/admin/users/1/sessions" },
    { path: "/admin/users/<invited>/invite", form: {}, of: "made" },
    { path: "/admin/roles" },
    { path: "/admin/roles/new?home=library" },
    { path: "/admin/roles/library/1" },
    { path: "/admin/roles/collection/<id>", list: "/admin/roles" },
    { path: "/admin/roles/library/1/delete" },
    { path: "/admin/audit" },

    { path: "/account" },
    { path: "/account/preferences" },
    { path: "/account/tokens", form: { name: "Label printer", scope: "read", days: "90" }, of: "made" },
    { path: "/account/password", form: { old: "wrong", new: "a", again: "b" }, status: 422, of: "refused" },
  ],

  manual: [
    { path: "/help" },
    { path: "/help?q=loan" },
    ...MANUAL.map((page) => ({ path: `/help/${page}` })),
  ],
};

/** Every page. */
export const PAGES = Object.values(GROUPS).flat();

/** Routes that answer `GET` and are no page, each with what they are. */
export const NO_PAGES = {
  "/healthz": "a word for the machine that watches the server",
  "/assets/{*path}": "files",
  "/api/console.js": "a script",
  "/api/openapi.json": "JSON",
  "/api/reconcile": "JSON",
  "/api/reconcile/{part}/{what}": "JSON, and previews for pages of others",
  "/api/reconcile/with/{token}": "JSON",
  "/api/reconcile/with/{token}/{part}/{what}": "JSON, and previews for pages of others",
  "/api/v1": "JSON, with all that is below it",
  "/collection/{code}/{*number}": "leads on to a record",
  "/guid/{*guid}": "leads on to a record",
  "/understand": "a part of a page, for a script",
  "/trees/{table}/naming": "a part of a page, for a script",
  "/trees/{table}/ranks/preview": "a part of a page, for a script",
  "/lookup/{table}": "a part of a page, for a script",
  "/trees/{table}/below": "a part of a page, for a script",
  "/trees/{table}/export": "a file",
  "/trees/{table}/find": "JSON",
  "/trees/{table}/way": "JSON",
  "/trees/{table}/nodes/{id}": "a part of a page, for a script",
  "/picked/{table}/{id}": "tells the page over which it stands and is gone at once",
  "/jobs/part": "a part of a page, for a script",
  "/jobs/{id}/file": "a file",
  "/query/fields": "a part of a page, for a script",
  "/query/rows": "a part of a page, for a script",
  "/query/export.csv": "a file",
  "/queries/{id}": "leads on to what a kept query asks",
  "/queries/{id}/file": "a file",
  "/data/{table}/last": "JSON",
  "/data/{table}/count": "a part of a page, for a script",
  "/data/{table}/export/{format}": "files",
  "/system/forms/{table}/file": "a file",
  "/query/map/cells": "JSON",
  "/query/pivot/file": "a file",
  "/insights/tile": "a part of a page, for a script",
  "/insights/file": "a file",
  "/insights/annual/file": "a file",
  "/labels/sheet.css": "a style sheet",
  "/system/labels/{id}/file": "a file",
  "/admin/roles/export": "a file",
  "/admin/audit/export": "a file",
  "/help/image/{name}": "a picture",
};

/** What tells a page from all others, for people. */
export function called(page) {
  const who = page.who && page.who !== "administrator" ? `${page.who}: ` : "";
  return `${who}${page.path}${page.of ? ` (${page.of})` : ""}`;
}

/** The patterns of the routes that answer `GET`, from the table that a test of the program keeps true. */
export function routes() {
  const matrix = readFileSync(new URL("../crates/web/tests/matrix.md", import.meta.url), "utf8");
  return [...matrix.matchAll(/^\| `GET ([^`]+)`/gm)].map(([, pattern]) => pattern);
}

/** Everybody who looks at pages, each in a window of their own, and an institution with something in every corner. */
export class Everybody {
  /** What stands for names in paths. */
  values = {};
  #browser;
  #institution;
  #servers = [];
  #visitors = {};

  /** The window of whoever looks at a page; it is opened when it is first asked for. */
  async visitor(page) {
    const who = page.who ?? "administrator";
    return (this.#visitors[who] ??= this.#open(who));
  }

  /** The address of a page, with ids for the names in it. */
  async address(page) {
    const visitor = await this.visitor(page);
    let path = page.path.replaceAll(/<(\w+)>/g, (whole, name) => this.values[name] ?? whole);
    if (path.includes("<id>")) {
      const [before, after] = path.split("<id>");
      path = before + (await firstId(visitor, page.list ?? before.slice(0, -1), before)) + after;
    }
    assert.ok(!path.includes("<"), `${path} has names that nobody filled in`);
    return path;
  }

  /** The HTML of a page as the server sends it. */
  async html(page) {
    const visitor = await this.visitor(page);
    const path = await this.address(page);
    const answer = await send(visitor, path, page.form);
    assert.equal(answer.status(), page.status ?? 200, called(page));
    return answer.text();
  }

  /** Opens a page in the window of whoever looks at it, which is given back. */
  async open(page) {
    const visitor = await this.visitor(page);
    const path = await this.address(page);
    const answer = page.form ? await sendForm(visitor, path, page.form) : await visitor.page.goto(visitor.server.url + path);
    assert.equal(answer.status(), page.status ?? 200, called(page));
    return visitor;
  }

  /** Closes all windows, the browser and the servers; fails if something went wrong unseen in a window. */
  async close() {
    try {
      for (const visitor of Object.values(this.#visitors)) {
        await (await visitor).close();
      }
    } finally {
      await (await this.#browser)?.close();
      for (const server of this.#servers) {
        await (await server).stop();
      }
    }
  }

  async #window(server) {
    return Visitor.open(await (this.#browser ??= launch()), server);
  }

  async #open(who) {
    if (who === "founder") {
      return this.#founder();
    }
    const server = await (this.#institution ??= this.#started(start()));
    const visitor = await this.#window(server);
    if (who === "administrator") {
      await visitor.signIn(server.user, server.password);
      this.values = await furnish(visitor);
    } else {
      // What others look at is there after the administrator has made it.
      await this.visitor({});
    }
    if (who === "stranger") {
      await server.run("user", "add", STRANGER.name, "--password", STRANGER.password);
      await visitor.signIn(STRANGER.name, STRANGER.password);
    }
    return visitor;
  }

  async #founder() {
    const server = await this.#started(startEmpty());
    const visitor = await this.#window(server);
    await visitor.page.goto(`${server.url}/setup?code=${server.code}`);
    await visitor.page.getByRole("button", { name: "Begin" }).click();
    await visitor.page.waitForURL("**/setup/institution");
    return visitor;
  }

  #started(server) {
    this.#servers.push(server);
    return server;
  }
}

/** A user who may do nothing. */
const STRANGER = { name: "stranger", password: "nothing is allowed" };

/** Makes one of each thing that the demo has none of; gives what stands for names in paths. */
async function furnish(visitor) {
  const make = async (path, form) => {
    const answer = await send(visitor, path, form);
    const said = /<main.*<\/main>/s.exec(await answer.text())?.[0].replaceAll(/<[^>]*>/g, " ").slice(0, 400);
    assert.ok(answer.status() < 400, `POST ${path}: ${answer.status()} ${said}`);
    return answer;
  };
  for (const [name, filter] of [["For the exhibition", "catalogNumber:known"], ["Still to be photographed", "id:in(2,3,4)"]]) {
    await make("/record-sets", { table: "CollectionObject", all: "1", filter, name });
  }
  await make("/system/number-formats", { name: "YearAndNumber", pattern: 'year,"-",numeric(4)', title: "Year and number" });
  const pin = readFileSync(new URL("../crates/domain/labels/pin.toml", import.meta.url), "utf8");
  await make("/system/labels", { file: pin.replace(/^name = .*$/m, 'name = "Our pins"') });
  await make("/system/fields", { caption: "Colour in life", tableName: "CollectionObject", kind: "text", about: "As seen in the field." });
  await make("/system/web-links", { name: "gbif", title: "GBIF", table: "Taxon", field: "fullName", address: "https://www.gbif.org/species/search?q={fullName}" });
  await make("/drafts/CollectionObject/new-1", { catalogNumber: "", fieldNumber: "K 12", remarks: "Typed before lunch" });
  await make("/account/tokens", { name: "Label printer", scope: "read", days: "90" });
  const rhythm = { every: "week", weekday: "1", at: "06:00", zone: "America/Lima" };
  await make("/schedules", { title: "Specimens of the week", q: "from CollectionObject show catalogNumber", format: "xlsx", ...rhythm });
  await make("/jobs/export", { table: "CollectionObject", format: "csv", title: "All specimens" });
  await make("/jobs/export", { q: "from CollectionObject show catalogNumber", format: "geojson" });
  const object = await firstId(visitor, "/data/CollectionObject", "/data/CollectionObject/");
  const parked = await make(`/data/CollectionObject/${object}`, { go: "choose:cataloger", "cataloger.text": "Haw", remarks: "On the way" });
  const sheet = await upload(visitor, "sheet.csv", "Family,Gattung,Remarks\nTestidae,Testus,a remark\n");
  const names = "1,,Testidae,family\n2,1,Testus,genus\n3,2,Testus albus,species\n4,2,Testus odd (name,Kladde\n";
  const checklist = await upload(visitor, "names.csv", `taxonID,parentNameUsageID,scientificName,taxonRank\n${names}`);
  const set = await firstId(visitor, "/record-sets", "/record-sets/");
  const open = await (await send(visitor, `/record-sets/${set}/lend`)).text();
  await make("/admin/users", { name: "eva", email: "eva@example.org" });
  const kept = await make("/queries", { q: "from CollectionObject show catalogNumber where remarks is empty", name: "Without remarks", "share:everybody": "see" });
  const invited = await lastId(visitor, "/admin/users");
  const invitation = await make(`/admin/users/${invited}/invite`, {});
  return {
    objects: (await ids(visitor, "/data/CollectionObject", "/data/CollectionObject/")).slice(0, 3).join(","),
    agents: (await ids(visitor, "/data/Agent", "/data/Agent/")).slice(0, 2).join(","),
    taxon: await lastId(visitor, "/data/Taxon"),
    storage: await lastId(visitor, "/data/Storage"),
    loan: /value="Loan:(\d+)"/.exec(open)[1],
    parked: /errand=(\w+)/.exec(parked.url())[1],
    query: new URL(kept.url()).searchParams.get("kept"),
    sheet,
    checklist,
    invited,
    invitation: /\/invite\/([\w-]+)/.exec(await invitation.text())[1],
  };
}

/** Uploads a file for the tree of names; gives its word in addresses. */
async function upload(visitor, name, text) {
  const { url } = visitor.server;
  const file = { name, mimeType: "text/csv", buffer: Buffer.from(text) };
  const headers = { accept: "text/html", origin: url };
  const answer = await visitor.context.request.post(`${url}/trees/Taxon/import`, { headers, multipart: { upload: file } });
  const key = /[?&]file=(\w+)/.exec(answer.url())?.[1];
  assert.ok(key, `${name} is taken in: ${answer.status()}`);
  return key;
}

/** Asks for a page as a browser does, or sends a form to it; what it leads on to is the answer. */
function send(visitor, path, form) {
  const { url } = visitor.server;
  const headers = { accept: "text/html", origin: url };
  if (form === undefined) {
    return visitor.context.request.get(url + path, { headers });
  }
  return visitor.context.request.post(url + path, { headers, form });
}

/** Sends a form from the page that is open, so that the answer is shown in the window. */
async function sendForm(visitor, path, form) {
  await visitor.page.goto(`${visitor.server.url}/help`);
  const answer = visitor.page.waitForResponse((it) => it.request().method() === "POST" && it.url() === visitor.server.url + path);
  const loaded = visitor.page.waitForEvent("load");
  await visitor.page.evaluate(
    ([action, fields]) => {
      const form = Object.assign(document.createElement("form"), { method: "post", action });
      for (const [name, value] of Object.entries(fields)) {
        const input = Object.assign(document.createElement("textarea"), { name, value });
        form.append(input);
      }
      document.body.append(form);
      HTMLFormElement.prototype.submit.call(form);
    },
    [path, form],
  );
  await loaded;
  return answer;
}

/** The ids of the records that a page leads to, in its order. */
async function ids(visitor, list, before) {
  const html = await (await send(visitor, list)).text();
  const found = [...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href.replaceAll("&amp;", "&"));
  return [...new Set(found.filter((href) => href.startsWith(before)).map((href) => /^\d+/.exec(href.slice(before.length))?.[0]))].filter(Boolean);
}

async function firstId(visitor, list, before) {
  const [first] = await ids(visitor, list, before);
  assert.ok(first, `${list} leads to a record of ${before}`);
  return first;
}

/** The id of what was made last. */
async function lastId(visitor, list) {
  return String(Math.max(...(await ids(visitor, list, `${list}/`)).map(Number)));
}
