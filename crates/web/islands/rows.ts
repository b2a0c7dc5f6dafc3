// Sub-record rows of a form: added from a <template>, numbered in the order they stand in.
//
//   <div data-rows="determinations">
//     <div data-rows-list> <details data-row>…name="determinations[0].taxon"…</details> </div>
//     <template> <details data-row data-row-new>…name="determinations[0].taxon"…</details> </template>
//     <button name="add" value="determinations" data-row-add>
//   </div>
//
// A row that the database knows is removed by ticking its box and saving, so it can be thought over;
// a new one goes at once. Without this script "add" is a submission that answers with one row more.

const NUMBERED = ["id", "name", "for", "list", "aria-describedby", "aria-controls", "aria-labelledby", "data-rows"];

function renumber(root: Element | DocumentFragment, prefix: string, index: number): void {
  const pattern = new RegExp(`(^| )${prefix.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\[\\d+\\]`, "g");
  const elements = root instanceof Element ? [root, ...root.querySelectorAll("*")] : [...root.querySelectorAll("*")];
  for (const element of elements) {
    for (const attribute of NUMBERED) {
      const value = element.getAttribute(attribute);
      if (value?.includes("[")) element.setAttribute(attribute, value.replace(pattern, `$1${prefix}[${index}]`));
    }
    if (element instanceof HTMLTemplateElement) renumber(element.content, prefix, index);
  }
}

function rowsOf(block: HTMLElement): Element[] {
  const list = block.querySelector("[data-rows-list]");
  return list ? [...list.children].filter((row) => row.matches("[data-row]")) : [];
}

function renumberAll(block: HTMLElement): void {
  for (const [index, row] of rowsOf(block).entries()) renumber(row, block.dataset.rows ?? "", index);
  const count = block.querySelector("[data-rows-count]");
  if (count) count.textContent = String(rowsOf(block).length);
}

function touched(block: HTMLElement): void {
  block.querySelector("[data-rows-list]")?.dispatchEvent(new Event("input", { bubbles: true }));
  block.closest("form")?.dispatchEvent(new CustomEvent("rows:changed", { bubbles: true }));
}

function add(block: HTMLElement): void {
  const template = block.querySelector<HTMLTemplateElement>(":scope > template");
  const list = block.querySelector("[data-rows-list]");
  const row = template?.content.firstElementChild;
  if (!list || !row) return;
  const fresh = document.importNode(row, true);
  renumber(fresh, block.dataset.rows ?? "", rowsOf(block).length);
  list.append(fresh);
  if (fresh instanceof HTMLDetailsElement) fresh.open = true;
  renumberAll(block);
  touched(block);
  fresh.querySelector<HTMLElement>(".input")?.focus();
}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const block = event.target.closest("[data-row-add]")?.closest<HTMLElement>("[data-rows]");
  if (!block) return;
  event.preventDefault();
  add(block);
});

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || !box.checked || !box.closest(".remove")) return;
  const row = box.closest<HTMLElement>("[data-row]");
  const block = row?.closest<HTMLElement>("[data-rows]");
  if (!row?.matches("[data-row-new]") || !block) return;
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  renumberAll(block);
  touched(block);
  (next?.querySelector<HTMLElement>("summary") ?? block.querySelector<HTMLElement>("[data-row-add]"))?.focus();
});
