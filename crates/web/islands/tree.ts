// Outlines of trees. The server draws rows with links; here they become a tree that is worked by keyboard, in which opening
// a node fetches what is below it and only the rows in sight are in the page:
//
//   <tree-pane data-path="/trees/Taxon" data-tree="1" data-synonyms="" data-pane="0" data-most="500">
//     <ul class="tree-rows"><li class="tree-row" data-id="5" data-parent="1" data-level="2" data-open="no">…</li></ul>
//     <div class="tree-detail"></div>
//   </tree-pane>
//
// `data-open` says whether a node is open; without it nothing is below. Rows with `data-more` lead to earlier or further
// children. The address always says what is open, so that it can be kept and sent.
//
// With `data-moves` a row can be dragged onto another one, also of the other pane: that leads to the page that shows what
// moving it there would do and asks. Nothing is changed here. By keyboard the same page is reached from a node's details.

import { announce } from "./announce";

const SPARE_ROWS = 12;
const TYPED_FOR_ms = 900;
/** So long a closed node is pointed at with a dragged one until it opens. */
const OPENS_AFTER_ms = 800;
/** Tells a dragged node from whatever else is dragged over a tree. */
const NODE = "application/x-vasculum-node";

/** The node that is being dragged, and the one that it is over. */
const drag: { id: string; parent: string; over: HTMLLIElement | null; opening: number } = { id: "", parent: "", over: null, opening: 0 };

class TreePane extends HTMLElement {
  #list!: HTMLUListElement;
  #detail!: HTMLElement;
  #rows: HTMLLIElement[] = [];
  #active = 0;
  #current = "";
  #height = 32;
  #drawn = "";
  #typed = "";
  #typedAt = 0;
  #ready = false;

  connectedCallback(): void {
    const list = this.querySelector<HTMLUListElement>("ul.tree-rows");
    const detail = this.querySelector<HTMLElement>(".tree-detail");
    if (this.#ready || !list || !detail) return;
    this.#ready = true;
    this.#list = list;
    this.#detail = detail;
    this.#rows = [...list.querySelectorAll<HTMLLIElement>("li.tree-row")];
    this.#height = this.#rows[0]?.offsetHeight || this.#height;
    this.#current = this.#rows.find((row) => row.dataset.current !== undefined)?.dataset.id ?? "";
    this.#active = Math.max(0, this.#rows.findIndex((row) => row.dataset.id === this.#current && this.#current !== ""));
    list.setAttribute("role", "tree");
    list.tabIndex = 0;
    list.classList.add("tree-rows-live");
    list.addEventListener("scroll", () => requestAnimationFrame(() => this.#draw()));
    list.addEventListener("keydown", (event) => this.#key(event));
    list.addEventListener("click", (event) => this.#click(event));
    this.addEventListener("change", (event) => this.#found(event));
    if (this.dataset.moves !== undefined) {
      list.addEventListener("dragstart", (event) => this.#dragStarts(event));
      list.addEventListener("dragover", (event) => this.#dragOver(event));
      list.addEventListener("dragleave", (event) => leaves(event));
      list.addEventListener("drop", (event) => this.#drop(event));
      list.addEventListener("dragend", () => dragEnds());
    }
    new ResizeObserver(() => this.#draw()).observe(list);
    this.#changed();
    this.#show(this.#active);
  }

  /** The nodes that are open and the one that is looked at, for the address. */
  get state(): { open: string; at: string } {
    const open = this.#rows.filter((row) => row.dataset.open === "yes").map((row) => row.dataset.id ?? "");
    return { open: open.slice(-Number(this.dataset.most ?? 500)).join("."), at: this.#current };
  }

  #level(row: HTMLLIElement | undefined): number {
    return Number(row?.dataset.level ?? 0);
  }

  /** One place after the last row below a node. */
  #end(index: number): number {
    const level = this.#level(this.#rows[index]);
    let end = index + 1;
    while (end < this.#rows.length && this.#level(this.#rows[end]) > level) end += 1;
    return end;
  }

  /** Numbers the rows among their siblings and draws them. */
  #changed(): void {
    const groups: HTMLLIElement[][] = [];
    const number = (group: HTMLLIElement[] | undefined): void => {
      const isPart = group?.some((row) => row.dataset.more !== undefined) ?? false;
      group?.forEach((row, nth) => {
        row.setAttribute("aria-posinset", String(nth + 1));
        row.setAttribute("aria-setsize", isPart ? "-1" : String(group.length));
      });
    };
    for (const row of this.#rows) {
      const level = this.#level(row);
      while (groups.length > level) number(groups.pop());
      while (groups.length < level) groups.push([]);
      groups[level - 1]?.push(row);
    }
    while (groups.length > 0) number(groups.pop());
    this.#drawn = "";
    this.#draw();
    keepAddress();
  }

  /** Puts the rows in sight into the page, with room above and below for the others. */
  #draw(): void {
    const first = Math.max(0, Math.floor(this.#list.scrollTop / this.#height) - SPARE_ROWS);
    const count = Math.ceil(this.#list.clientHeight / this.#height) + 2 * SPARE_ROWS;
    const last = Math.min(this.#rows.length, first + count);
    const drawn = `${first} ${last} ${this.#active} ${this.#current}`;
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const part = this.#rows.slice(first, last);
    part.forEach((row, nth) => this.#dress(row, first + nth));
    part.at(0)?.style.setProperty("margin-block-start", `${first * this.#height}px`);
    part.at(-1)?.style.setProperty("margin-block-end", `${(this.#rows.length - last) * this.#height}px`);
    this.#list.replaceChildren(...part);
    const active = this.#rows[this.#active];
    if (active) this.#list.setAttribute("aria-activedescendant", active.id);
    for (const row of part) if (row.dataset.more === "after" && this.#isInSight(row)) void this.#more(row);
  }

  #isInSight(row: HTMLLIElement): boolean {
    const top = this.#rows.indexOf(row) * this.#height;
    return top < this.#list.scrollTop + this.#list.clientHeight && top + this.#height > this.#list.scrollTop;
  }

  #dress(row: HTMLLIElement, index: number): void {
    if (row.id === "") row.id = `m${this.dataset.pane}-${row.dataset.parent}-${row.dataset.more}`;
    row.setAttribute("role", "treeitem");
    row.style.removeProperty("margin-block");
    if (row.dataset.open) row.setAttribute("aria-expanded", String(row.dataset.open === "yes"));
    const isCurrent = this.#current !== "" && row.dataset.id === this.#current;
    row.setAttribute("aria-selected", String(isCurrent));
    row.toggleAttribute("data-current", isCurrent);
    row.classList.toggle("tree-active", index === this.#active);
    // A root stays where it is. Links would be dragged themselves otherwise.
    if (this.dataset.moves !== undefined && row.dataset.id && this.#level(row) > 1) row.draggable = true;
    row.classList.toggle("tree-dragged", drag.id !== "" && row.dataset.id === drag.id);
    for (const link of row.querySelectorAll("a")) {
      link.tabIndex = -1;
      if (this.dataset.moves !== undefined) link.draggable = false;
    }
  }

  /** Makes a row the active one and scrolls to it. */
  #show(index: number): void {
    this.#active = Math.max(0, Math.min(index, this.#rows.length - 1));
    const top = this.#active * this.#height;
    const room = this.#list.clientHeight - this.#height;
    if (top < this.#list.scrollTop) this.#list.scrollTop = top;
    else if (top > this.#list.scrollTop + room) this.#list.scrollTop = top - room + Math.min(room, 2 * this.#height);
    this.#draw();
  }

  async #ask(what: string, params: Record<string, string>): Promise<Response> {
    const url = new URL(`${this.dataset.path}/${what}`, location.href);
    const all = { tree: this.dataset.tree ?? "", synonyms: this.dataset.synonyms ?? "", pane: this.dataset.pane ?? "0", ...params };
    for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
    this.#list.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      return answer;
    } catch (error) {
      announce("connection-lost");
      throw error;
    } finally {
      this.#list.removeAttribute("aria-busy");
    }
  }

  async #below(node: string, level: number, params: Record<string, string>): Promise<HTMLLIElement[]> {
    const answer = await this.#ask("below", { node, level: String(level), ...params });
    const template = document.createElement("template");
    template.innerHTML = await answer.text();
    return [...template.content.querySelectorAll<HTMLLIElement>("li.tree-row")];
  }

  /** Opens a node; with a child to be shown, on the page where that one stands. */
  async #open(row: HTMLLIElement, child = ""): Promise<void> {
    if (row.dataset.open !== "no" || row.ariaBusy === "true") return;
    row.ariaBusy = "true";
    try {
      const rows = await this.#below(row.dataset.id ?? "", this.#level(row) + 1, child === "" ? {} : { with: child });
      const index = this.#rows.indexOf(row);
      if (index < 0 || row.dataset.open !== "no") return;
      row.dataset.open = "yes";
      this.#insert(index + 1, rows);
    } finally {
      row.ariaBusy = null;
    }
  }

  #insert(at: number, rows: HTMLLIElement[]): void {
    this.#rows.splice(at, 0, ...rows);
    if (this.#active >= at) this.#active += rows.length;
    this.#changed();
  }

  #close(row: HTMLLIElement): void {
    const index = this.#rows.indexOf(row);
    if (row.dataset.open !== "yes" || index < 0) return;
    const end = this.#end(index);
    const wasWithin = this.#active > index && this.#active < end;
    row.dataset.open = "no";
    this.#rows.splice(index + 1, end - index - 1);
    if (wasWithin) this.#active = index;
    else if (this.#active >= end) this.#active -= end - index - 1;
    // What is looked at would open the node again when the address is called.
    if (this.#current !== "" && !this.#rows.some((one) => one.dataset.id === this.#current)) this.#current = "";
    this.#changed();
    this.#show(this.#active);
  }

  /** Puts the next page of children in the place of the row that leads to it. */
  async #more(row: HTMLLIElement): Promise<void> {
    if (row.ariaBusy === "true") return;
    row.ariaBusy = "true";
    const isAfter = row.dataset.more === "after";
    const edge = row.dataset.edge ?? "";
    try {
      const rows = await this.#below(row.dataset.parent ?? "", this.#level(row), isAfter ? { after: edge } : { before: edge });
      const index = this.#rows.indexOf(row);
      if (index < 0) return;
      // The page says where it begins and ends; what is here already needs no way there.
      const fresh = rows.filter((one) => one.dataset.more === undefined || (one.dataset.more === "after") === isAfter);
      this.#rows.splice(index, 1, ...fresh);
      if (!isAfter) {
        // What was in sight stays where it was.
        const last = this.#list.lastElementChild;
        if (last instanceof HTMLElement) last.style.marginBlockEnd = `${(this.#rows.length + 1) * this.#height}px`;
        this.#list.scrollTop += (fresh.length - 1) * this.#height;
      }
      if (this.#active > index || (!isAfter && this.#active === index)) this.#active += fresh.length - 1;
      this.#changed();
    } catch {
      row.ariaBusy = null;
    }
  }

  /** Looks at a node: its details are shown beside. */
  async #choose(id: string): Promise<void> {
    this.#current = id;
    this.#drawn = "";
    this.#draw();
    keepAddress();
    const answer = await this.#ask(`nodes/${id}`, {});
    const text = await answer.text();
    if (this.#current === id) this.#detail.innerHTML = text;
  }

  /** Opens the way to a node, scrolls there and looks at it. */
  async goTo(id: string): Promise<void> {
    const way = ((await (await this.#ask("way", { node: id })).json()) as number[]).map(String);
    if (way.length === 0) return;
    for (const [nth, step] of way.entries()) {
      const next = way[nth + 1];
      const row = this.#rows.find((one) => one.dataset.id === step);
      if (!row || next === undefined) break;
      const index = this.#rows.indexOf(row);
      const isThere = this.#rows.slice(index, this.#end(index)).some((one) => one.dataset.id === next);
      if (!isThere) {
        this.#close(row);
        await this.#open(row, next);
      }
    }
    const last = way[way.length - 1] ?? id;
    this.#show(this.#rows.findIndex((row) => row.dataset.id === last));
    this.#list.focus();
    await this.#choose(last);
  }

  #found(event: Event): void {
    const input = event.target;
    if (input instanceof HTMLInputElement && input.matches("[data-ahead-id]") && input.value !== "") void this.goTo(input.value);
  }

  #click(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : null;
    const row = target?.closest<HTMLLIElement>("li.tree-row");
    if (!target || !row || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    this.#show(this.#rows.indexOf(row));
    if (row.dataset.more !== undefined) void this.#more(row);
    else if (target.closest("a.tree-toggle")) this.#turn(row);
    else void this.#choose(row.dataset.id ?? "");
  }

  #turn(row: HTMLLIElement): void {
    if (row.dataset.open === "yes") this.#close(row);
    else void this.#open(row);
  }

  #key(event: KeyboardEvent): void {
    const row = this.#rows[this.#active];
    if (!row || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const page = Math.max(1, Math.floor(this.#list.clientHeight / this.#height) - 1);
    const moves: Record<string, number> = {
      ArrowDown: this.#active + 1,
      ArrowUp: this.#active - 1,
      PageDown: this.#active + page,
      PageUp: this.#active - page,
      Home: 0,
      End: this.#rows.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) this.#show(to);
    else if (event.key === "ArrowRight") this.#inward(row);
    else if (event.key === "ArrowLeft") this.#outward(row);
    else if (event.key === "Enter" || (event.key === " " && this.#typed === "")) this.#enter(row);
    else if (event.key.length !== 1 || !this.#type(event.key)) return;
    event.preventDefault();
  }

  #dragStarts(event: DragEvent): void {
    const row = rowAt(event);
    if (!row?.draggable || !row.dataset.id || !event.dataTransfer) return;
    dragEnds();
    drag.id = row.dataset.id;
    // Where synonyms stand below their accepted name, that is not the node above them.
    drag.parent = row.dataset.synonym === undefined ? (row.dataset.parent ?? "") : "";
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData(NODE, drag.id);
    event.dataTransfer.setData("text/plain", row.dataset.text ?? "");
    showDragged();
  }

  /** Shows what is dragged over a row, where it can go there; a closed node opens after a while. */
  #dragOver(event: DragEvent): void {
    if (drag.id === "" || !event.dataTransfer?.types.includes(NODE)) return;
    const row = rowAt(event);
    if (row !== drag.over) {
      pointAt(row);
      if (row?.dataset.open === "no") drag.opening = window.setTimeout(() => void this.#open(row), OPENS_AFTER_ms);
      row?.classList.add(this.#takes(row) ? "tree-takes" : "tree-refuses");
    }
    const takes = row?.classList.contains("tree-takes") ?? false;
    event.dataTransfer.dropEffect = takes ? "move" : "none";
    // Only what is not left to the browser can be dropped.
    if (takes) event.preventDefault();
  }

  /** Whether the dragged node can go below a row: not below itself, and not where it stands. */
  #takes(row: HTMLLIElement): boolean {
    if (!row.dataset.id || row.dataset.id === drag.parent) return false;
    for (let one: HTMLLIElement | undefined = row; one; ) {
      if (one.dataset.id === drag.id) return false;
      const above: string | undefined = one.dataset.parent;
      one = this.#rows.find((other) => other.dataset.id !== undefined && other.dataset.id === above);
    }
    return true;
  }

  #drop(event: DragEvent): void {
    const row = rowAt(event);
    if (drag.id === "" || !event.dataTransfer?.types.includes(NODE) || !row?.dataset.id || !this.#takes(row)) return;
    event.preventDefault();
    const url = new URL(`${this.dataset.path}/${drag.id}/move`, location.href);
    url.searchParams.set("to", row.dataset.id);
    dragEnds();
    location.assign(url);
  }

  #inward(row: HTMLLIElement): void {
    if (row.dataset.open === "no") void this.#open(row);
    else if (row.dataset.open === "yes") this.#show(this.#active + 1);
  }

  #outward(row: HTMLLIElement): void {
    if (row.dataset.open === "yes") {
      this.#close(row);
      return;
    }
    const above = this.#rows.findIndex((one) => one.dataset.id !== undefined && one.dataset.id === row.dataset.parent);
    if (above >= 0) this.#show(above);
  }

  #enter(row: HTMLLIElement): void {
    if (row.dataset.more !== undefined) void this.#more(row);
    else void this.#choose(row.dataset.id ?? "");
  }

  /** Goes to the next row in sight of the tree that begins like what is typed; what no row begins with is looked for. */
  #type(letter: string): boolean {
    if (letter === "/" || letter === "?") return false;
    const now = performance.now();
    this.#typed = now - this.#typedAt > TYPED_FOR_ms ? letter : this.#typed + letter;
    this.#typedAt = now;
    const typed = this.#typed.toLocaleLowerCase();
    const start = typed.length === 1 ? 1 : 0;
    for (let step = start; step <= this.#rows.length; step += 1) {
      const index = (this.#active + step) % this.#rows.length;
      if (this.#rows[index]?.dataset.text?.toLocaleLowerCase().startsWith(typed)) {
        this.#show(index);
        return true;
      }
    }
    const input = this.querySelector<HTMLInputElement>("type-ahead input:not([type=hidden])");
    if (!input) return false;
    input.value = this.#typed;
    this.#typed = "";
    input.focus();
    input.setSelectionRange(input.value.length, input.value.length);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  }
}

function rowAt(event: Event): HTMLLIElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLLIElement>("li.tree-row") : null;
}

/** Says which row what is dragged is over now; nothing when it is over none. */
function pointAt(row: HTMLLIElement | null): void {
  clearTimeout(drag.opening);
  drag.over?.classList.remove("tree-takes", "tree-refuses");
  drag.over = row;
}

function leaves(event: DragEvent): void {
  const to = event.relatedTarget;
  if (drag.over && !(to instanceof Node && drag.over.contains(to))) pointAt(null);
}

function dragEnds(): void {
  pointAt(null);
  drag.id = "";
  showDragged();
}

function showDragged(): void {
  for (const row of document.querySelectorAll<HTMLLIElement>("tree-pane li.tree-row")) {
    row.classList.toggle("tree-dragged", drag.id !== "" && row.dataset.id === drag.id);
  }
}

/** Writes what is open into the address and into the forms and links that lead to another view of the same tree. */
function keepAddress(): void {
  const url = new URL(location.href);
  const values = new Map<string, string>();
  for (const pane of document.querySelectorAll<TreePane>("tree-pane")) {
    if (!pane.state) continue;
    const end = pane.dataset.pane === "0" ? "" : String(Number(pane.dataset.pane) + 1);
    values.set(`open${end}`, pane.state.open);
    values.set(`at${end}`, pane.state.at);
    values.set(`from${end}`, "");
  }
  for (const [name, value] of values) {
    if (value === "") url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  url.hash = "";
  history.replaceState(history.state, "", url);
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-tree-state]")) {
    for (const [name, value] of values) keepField(form, name, value);
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-tree-link]")) {
    const href = new URL(link.href);
    for (const [name, value] of values) href.searchParams.set(name, value);
    link.href = href.href;
  }
}

function keepField(form: HTMLFormElement, name: string, value: string): void {
  let input = form.querySelector<HTMLInputElement>(`input[type=hidden][name="${name}"]`);
  if (!input) {
    input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    form.append(input);
  }
  input.value = value;
}

customElements.define("tree-pane", TreePane);
