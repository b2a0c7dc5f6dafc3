// A link to another record, found by typing. An ARIA combobox around what the server drew:
//
//   <type-ahead data-url="/taxon/find" data-none="Nothing found" data-some="{n} found" data-create="Create “{text}”" data-create-url="/taxon/new">
//     <input type="hidden" name="determinations[0].taxon" value="71" data-ahead-id>
//     <input class="input" name="determinations[0].taxon.text" value="Barbus barbus">
//   </type-ahead>
//
// `GET data-url?q=…` answers `{"found":[{"id":71,"text":"Barbus barbus","context":"Cyprinidae"}],"more":""}`. Typing
// empties the hidden id; picking fills it. What was typed and not picked is sent as text, for the server to look up.

import { openDrawer } from "./drawer";
import type { Picked as Match } from "./drawer";

const WAIT_ms = 140;
const SHOWN_MAX = 40;
let serial = 0;

class TypeAhead extends HTMLElement {
  #input!: HTMLInputElement;
  #id: HTMLInputElement | null = null;
  #list!: HTMLUListElement;
  #status!: HTMLElement;
  #matches: Match[] = [];
  #more = "";
  #ways: { url: string; parameter: string; words: string }[] = [];
  #active = -1;
  #timer = 0;
  #asked: AbortController | undefined;
  #picked = { id: "", text: "" };
  #ready = false;

  connectedCallback(): void {
    if (this.#ready) return;
    const input = this.querySelector<HTMLInputElement>("input:not([type=hidden])");
    if (!input) return;
    this.#ready = true;
    this.#input = input;
    this.#id = this.querySelector<HTMLInputElement>("input[data-ahead-id]");
    this.#picked = { id: this.#id?.value ?? "", text: input.value };

    const id = `ahead-${++serial}`;
    this.#list = document.createElement("ul");
    this.#list.id = id;
    this.#list.className = "ahead-list";
    this.#list.hidden = true;
    this.#list.setAttribute("role", "listbox");
    this.#list.setAttribute("aria-label", input.labels?.[0]?.firstChild?.textContent?.trim() ?? input.getAttribute("aria-label") ?? "");
    this.#status = document.createElement("span");
    this.#status.className = "hidden-words";
    this.#status.setAttribute("role", "status");
    this.append(this.#list, this.#status);

    input.autocomplete = "off";
    input.spellcheck = false;
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", id]] as const) {
      input.setAttribute(name, value);
    }
    input.addEventListener("input", () => this.#typed());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("blur", () => this.#left());
    // Not on click: the press must not take the focus from the field.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const option = event.target instanceof Element ? event.target.closest<HTMLElement>("[role=option]") : null;
      if (option) this.#pick(Number(option.dataset.index));
    });
  }

  get #open(): boolean {
    return !this.#list.hidden;
  }

  #typed(): void {
    if (this.#id) this.#id.value = this.#input.value === this.#picked.text ? this.#picked.id : "";
    clearTimeout(this.#timer);
    if (this.#input.value.trim() === "") this.#close();
    else this.#timer = window.setTimeout(() => void this.#ask(), WAIT_ms);
  }

  async #ask(): Promise<void> {
    this.#asked?.abort();
    const asked = new AbortController();
    this.#asked = asked;
    this.dataset.busy = "";
    try {
      const url = new URL(this.dataset.url ?? "", location.href);
      url.searchParams.set("q", this.#input.value.trim());
      const answer = await fetch(url, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const offered = (await answer.json()) as { found: Match[]; more: string };
      this.#matches = offered.found.slice(0, SHOWN_MAX);
      this.#more = offered.more;
      if (document.activeElement === this.#input) this.#show();
    } catch {
      if (asked.signal.aborted) return;
      // The field goes on working as plain text.
      this.#close();
    }
    if (this.#asked === asked) delete this.dataset.busy;
  }

  #show(): void {
    const typed = this.#input.value.trim();
    const options = this.#matches.map((match, index) => this.#option(index, this.#marked(match.text, typed), match.context));
    if (options.length === 0) {
      options.push(this.#remark(this.dataset.none ?? ""));
    }
    if (this.#more !== "" && this.#matches.length > 0) options.push(this.#remark(this.#more));
    this.#ways = [];
    if (this.dataset.createUrl) this.#way(options, this.dataset.createUrl, "text", (this.dataset.create ?? "{text}").replace("{text}", typed));
    if (this.dataset.chooseUrl) this.#way(options, this.dataset.chooseUrl, "q", this.dataset.choose ?? "");
    this.#list.replaceChildren(...options);
    this.#list.hidden = false;
    const below = window.innerHeight - this.#input.getBoundingClientRect().bottom;
    this.#list.classList.toggle("above", below < 200 && this.#input.getBoundingClientRect().top > below);
    this.#input.setAttribute("aria-expanded", "true");
    this.#status.textContent = this.#matches.length === 0 ? (this.dataset.none ?? "") : (this.dataset.some ?? "{n}").replace("{n}", String(this.#matches.length));
    this.#move(this.#matches.length > 0 ? 0 : -1);
  }

  /** One more option: a way to a page on which the record is made or looked for. */
  #way(options: HTMLLIElement[], url: string, parameter: string, words: string): void {
    const option = this.#option(this.#matches.length + this.#ways.length, [words]);
    option.classList.add("ahead-create");
    options.push(option);
    this.#ways.push({ url, parameter, words });
  }

  #remark(words: string): HTMLLIElement {
    const remark = document.createElement("li");
    remark.className = "ahead-none";
    remark.setAttribute("role", "presentation");
    remark.textContent = words;
    return remark;
  }

  #option(index: number, words: (string | Node)[], context?: string): HTMLLIElement {
    const option = document.createElement("li");
    option.id = `${this.#list.id}-${index}`;
    option.className = "ahead-option";
    option.dataset.index = String(index);
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const line = document.createElement("span");
    line.append(...words);
    option.append(line);
    if (context) {
      const small = document.createElement("small");
      small.textContent = context;
      option.append(small);
    }
    return option;
  }

  /** The text with the words that were typed marked in it. */
  #marked(text: string, typed: string): (string | Node)[] {
    const words = typed.split(/\s+/).filter(Boolean).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    if (words.length === 0) return [text];
    return text.split(new RegExp(`(${words.join("|")})`, "giu")).map((part, index) => {
      if (index % 2 === 0) return part;
      const mark = document.createElement("mark");
      mark.textContent = part;
      return mark;
    });
  }

  #move(to: number): void {
    const options = this.#list.querySelectorAll<HTMLElement>("[role=option]");
    options[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = options.length === 0 ? -1 : (to + options.length) % options.length;
    const option = to < 0 && this.#matches.length === 0 ? undefined : options[this.#active];
    if (!option) {
      this.#active = -1;
      this.#input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.#input.setAttribute("aria-activedescendant", option.id);
  }

  #pick(index: number): void {
    const match = this.#matches[index];
    const way = match ? undefined : this.#ways[index - this.#matches.length];
    if (way) {
      const url = new URL(way.url, location.href);
      url.searchParams.set(way.parameter, this.#input.value.trim());
      this.#close();
      openDrawer(url, way.words, this.dataset.close ?? "", this.#input, (picked) => this.#take(picked));
    }
    if (match) this.#take(match);
  }

  #take(match: Match): void {
    this.#picked = { id: String(match.id), text: match.text };
    this.#input.value = match.text;
    if (this.#id) this.#id.value = this.#picked.id;
    const context = this.querySelector("[data-ahead-context]");
    if (context) context.textContent = match.context ?? "";
    // The way to the former record is none to this one.
    this.querySelector(".ahead-open")?.remove();
    this.#close();
    (this.#id ?? this.#input).dispatchEvent(new Event("change", { bubbles: true }));
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#active = -1;
    this.#status.textContent = "";
    this.#input.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
  }

  #left(): void {
    this.#asked?.abort();
    delete this.dataset.busy;
    this.#close();
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        if (!this.#open) void this.#ask();
        else if (event.key === "ArrowDown") this.#move(this.#active + 1);
        else this.#move(this.#active < 0 ? -1 + this.#list.querySelectorAll("[role=option]").length : this.#active - 1);
        break;
      case "Enter":
        if (!this.#open || this.#active < 0) return;
        this.#pick(this.#active);
        break;
      case "Tab":
        // Leaving with a match under the cursor takes it, as in a spreadsheet.
        if (this.#open && this.#matches[this.#active]) this.#pick(this.#active);
        return;
      case "Escape":
        if (!this.#open) return;
        this.#close();
        break;
      default:
        return;
    }
    event.preventDefault();
  }
}

customElements.define("type-ahead", TypeAhead);
