// Never lose a keystroke: what stands in a form is kept in the browser at once and on the server a second later.
//
//   <form data-draft="CollectionObject/12-65f0a1" data-user="3" …>
//
// The copy in the browser goes when the server says that the draft is saved (the cookie `vasculum_saved`), or was thrown
// away. A copy that never reached the server is sent when the next page opens, which then offers to restore it.

import { announce } from "./announce";

interface Kept {
  /** Milliseconds since 1970. */
  at: number;
  pairs: [string, string][];
  /** Whether the server has it too. */
  sent: boolean;
}

const PREFIX = "vasculum.draft:";
const COOKIE = "vasculum_saved";
const LOCAL_WAIT_ms = 250;
const SERVER_WAIT_ms = 1_000;
/** Somebody who types without a pause is kept on the server at least this often. */
const SERVER_MAX_ms = 5_000;
const RETRY_ms = 5_000;
/** Younger ones may belong to a page that is open in another window and sends them itself. */
const LEFTOVER_ms = 3_000;
/** Browsers send no more than this from a page that is being closed. */
const KEEPALIVE_MAX = 60_000;

function read(key: string): Kept | undefined {
  try {
    const text = localStorage.getItem(key);
    return text ? (JSON.parse(text) as Kept) : undefined;
  } catch {
    return undefined;
  }
}

function write(key: string, kept: Kept): void {
  try {
    localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // No room, or not allowed: the server keeps it.
  }
}

function keys(): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}

/** Forgets the copies of a draft, whoever's they are: its name is made with the page. */
function forget(name: string): void {
  for (const key of keys()) if (key.endsWith(`:${name}`)) localStorage.removeItem(key);
}

function pairsOf(form: HTMLFormElement): [string, string][] {
  const pairs: [string, string][] = [];
  for (const [name, value] of new FormData(form)) if (typeof value === "string") pairs.push([name, value]);
  return pairs;
}

async function send(name: string, pairs: [string, string][], leaving: boolean, signal?: AbortSignal): Promise<Response> {
  const body = new URLSearchParams(pairs);
  const keepalive = leaving && body.toString().length < KEEPALIVE_MAX;
  return fetch(`/drafts/${name}`, { method: "POST", body, keepalive, signal: signal ?? null, headers: { Accept: "application/json" } });
}

/** Says beside the title that the draft is kept. */
function say(words: string): void {
  const place = document.querySelector<HTMLElement>(".unsaved");
  if (!place) return;
  let state = place.querySelector<HTMLElement>("[data-draft-state]");
  if (!state) {
    state = document.createElement("span");
    state.dataset.draftState = "";
    place.append(state);
  }
  state.textContent = words ? `· ${words}` : "";
}

class Keeper {
  readonly #form: HTMLFormElement;
  readonly #name: string;
  readonly #key: string;
  #local = 0;
  #server = 0;
  #since = 0;
  #busy = false;
  #again = false;
  #left = false;
  #under = new AbortController();

  constructor(form: HTMLFormElement, name: string, user: string) {
    this.#form = form;
    this.#name = name;
    this.#key = `${PREFIX}${user}:${name}`;
    const changed = (): void => this.#changed();
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("rows:changed", changed);
    form.addEventListener("submit", () => this.#leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.#since > 0) void this.#send(true);
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) this.#left = false;
    });
    window.addEventListener("online", () => {
      if (this.#since > 0) void this.#send(false);
    });
    if (form.matches("[data-changed]")) this.#changed();
  }

  #changed(): void {
    this.#left = false;
    if (this.#since === 0) this.#since = Date.now();
    say("");
    clearTimeout(this.#local);
    this.#local = window.setTimeout(() => this.#keep(), LOCAL_WAIT_ms);
    clearTimeout(this.#server);
    const wait = Math.max(0, Math.min(SERVER_WAIT_ms, this.#since + SERVER_MAX_ms - Date.now()));
    this.#server = window.setTimeout(() => void this.#send(false), wait);
  }

  #keep(): [string, string][] {
    clearTimeout(this.#local);
    const pairs = pairsOf(this.#form);
    write(this.#key, { at: Date.now(), pairs, sent: false });
    return pairs;
  }

  async #send(leaving: boolean): Promise<void> {
    if (this.#left) return;
    clearTimeout(this.#server);
    const pairs = this.#keep();
    if (this.#busy && !leaving) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    this.#since = 0;
    this.#under = new AbortController();
    try {
      const answer = await send(this.#name, pairs, leaving, this.#under.signal);
      if (this.#left) return;
      if (answer.ok) {
        const { words } = (await answer.json()) as { words?: string };
        if (this.#since === 0) {
          write(this.#key, { at: Date.now(), pairs, sent: true });
          say(words ?? "");
        }
      } else if (answer.status === 401) announce("signed-out");
    } catch {
      if (this.#left || leaving) return;
      announce("connection-lost");
      if (this.#since === 0) this.#since = Date.now();
      this.#server = window.setTimeout(() => void this.#send(false), RETRY_ms);
    } finally {
      this.#busy = false;
      if (this.#again) {
        this.#again = false;
        void this.#send(false);
      }
    }
  }

  /** The form itself is on its way; the copy stays until the server says that it is saved. */
  #leave(): void {
    if (this.#since > 0 || read(this.#key)) this.#keep();
    clearTimeout(this.#local);
    clearTimeout(this.#server);
    this.#left = true;
    // What is on its way must not arrive after the save and be taken for something new.
    this.#under.abort();
  }
}

/** Forgets what the answer to the last form says is saved. */
function tidy(): void {
  const pair = document.cookie.split("; ").find((it) => it.startsWith(`${COOKIE}=`));
  if (!pair) return;
  forget(decodeURIComponent(pair.slice(COOKIE.length + 1)));
  document.cookie = `${COOKIE}=; Path=/; Max-Age=0; SameSite=Lax`;
}

/** Sends what never reached the server; says whether any of it belongs to this page. */
async function sendLeftovers(user: string, own: string): Promise<boolean> {
  const [table, what] = own.split("/");
  const record = what?.split("-")[0];
  let isHere = false;
  for (const key of keys().filter((it) => it.startsWith(`${PREFIX}${user}:`))) {
    const name = key.slice(PREFIX.length + user.length + 1);
    const kept = read(key);
    if (!kept || kept.sent || name === own || Date.now() - kept.at < LEFTOVER_ms) continue;
    try {
      const answer = await send(name, kept.pairs, false);
      if (!answer.ok) continue;
      const { kept: isKept } = (await answer.json()) as { kept?: boolean };
      if (isKept) write(key, { ...kept, sent: true });
      else localStorage.removeItem(key);
      isHere ||= isKept === true && name.startsWith(`${table}/${record}-`);
    } catch {
      return isHere;
    }
  }
  return isHere;
}

/** Offers on this page what the server did not know when it made it; nobody is taken from what they type. */
async function offer(own: string): Promise<void> {
  const place = document.querySelector("[data-waiting]");
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!place || !answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const waiting = page.querySelector("[data-waiting]");
  if (!waiting) return;
  // What is typed here meanwhile is no offer to this page.
  waiting.querySelector(`form[data-discard="${CSS.escape(own)}"]`)?.closest("[data-waiting] > *")?.remove();
  place.replaceChildren(...Array.from(waiting.children, (child) => document.adoptNode(child)));
}

tidy();
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft][data-user]")) {
  const { draft, user } = form.dataset;
  if (!draft || !user) continue;
  new Keeper(form, draft, user);
  void sendLeftovers(user, draft).then((isHere) => (isHere ? offer(draft) : undefined));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  if (form.dataset.discard) forget(form.dataset.discard);
  // Nothing that the server has too stays on a computer that others use.
  if (new URL(form.action, location.href).pathname === "/sign-out") {
    for (const key of keys()) if (read(key)?.sent) localStorage.removeItem(key);
  }
});
