// The designer of forms: its buttons act without leaving the page, fields and sections are dragged, the preview follows.
//
// The server reads the controls in the order in which they stand, so what is dragged need only be put in its new place.

import { announce } from "./announce";

const form = document.querySelector<HTMLFormElement>("form[data-designer]");

/** Asks the server for the page as it would be, and takes parts of it over. */
async function ask(submitter: HTMLButtonElement | null): Promise<Document | null> {
  if (!form) return null;
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) if (typeof value === "string") body.append(name, value);
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    announce("connection-lost");
    return null;
  }
}

function takePreview(page: Document): void {
  const [now, next] = [document.querySelector("#preview"), page.querySelector("#preview")];
  if (now && next && !now.contains(document.activeElement)) now.replaceChildren(...next.childNodes);
}

/** Settings that stand open, by what they are about. */
function openSettings(): Set<string> {
  const open = form?.querySelectorAll<HTMLElement>("details[open][data-design-settings]") ?? [];
  return new Set([...open].map((details) => details.dataset.designSettings ?? ""));
}

async function press(button: HTMLButtonElement): Promise<void> {
  if (!form) return;
  const about = button.closest("[data-design-field], [data-design-section]")?.querySelector<HTMLInputElement>("input[name=field], input[name=section]");
  const key = about ? `${about.name}=${about.value}` : "";
  const page = await ask(button);
  const next = page?.querySelector<HTMLFormElement>("form[data-designer]");
  if (!page || !next) return;
  const open = openSettings();
  form.replaceChildren(...next.childNodes);
  for (const details of form.querySelectorAll<HTMLDetailsElement>("details[data-design-settings]")) {
    if (open.has(details.dataset.designSettings ?? "")) details.open = true;
  }
  takePreview(page);
  touched();
  refocus(button.value, key);
}

/** The same button of what was moved; else whatever stands first. */
function refocus(verb: string, key: string): void {
  if (!form) return;
  const blocks = [...form.querySelectorAll("[data-design-field], [data-design-section]")];
  const name = key.split("=")[0];
  const same = blocks.find((block) => {
    const about = block.querySelector<HTMLInputElement>(`input[name="${name === "field" ? "field" : "section"}"]`);
    return key !== "" && about !== null && `${about.name}=${about.value}` === key;
  });
  const button = (same ?? form).querySelector<HTMLElement>(`button[name="do"][value="${verb}"]`);
  (button ?? form.querySelector<HTMLElement>("select, input:not([type=hidden])"))?.focus();
}

/** Lets the guard of unsaved changes know. */
function touched(): void {
  form?.querySelector("input[name=end]")?.dispatchEvent(new Event("input", { bubbles: true }));
}

let waiting = 0;

function preview(): void {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(async () => {
    const page = await ask(null);
    if (page) takePreview(page);
  }, 400);
}

form?.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!(button instanceof HTMLButtonElement) || button.name !== "do") return;
  event.preventDefault();
  if (button.value === "preview") preview();
  else void press(button);
});
for (const kind of ["input", "change"]) form?.addEventListener(kind, preview);

// Dragging: only from the handle, so that text in a field can still be marked.
let dragged: HTMLElement | null = null;

form?.addEventListener("pointerdown", (event) => {
  const handle = event.target instanceof Element ? event.target.closest("[data-design-handle]") : null;
  const block = handle?.closest<HTMLElement>("[data-design-field], [data-design-section]");
  if (block) block.draggable = true;
});

form?.addEventListener("dragstart", (event) => {
  const block = event.target;
  if (!(block instanceof HTMLElement) || !block.matches("[data-design-field], [data-design-section]")) return;
  dragged = block;
  block.classList.add("is-dragged");
  event.dataTransfer?.setData("text/plain", "");
});

/** The list that takes what is dragged: sections where sections stand, fields of the same table. */
function listFor(target: Element): Element | null {
  if (!dragged) return null;
  if (dragged.matches("[data-design-section]")) return target.closest("[data-design-sections]");
  const from = dragged.closest<HTMLElement>("[data-design-fields]")?.dataset.designFields;
  const section = target.closest("[data-design-section]");
  const list = section?.querySelector<HTMLElement>("[data-design-fields]") ?? null;
  return list?.dataset.designFields === from ? list : null;
}

form?.addEventListener("dragover", (event) => {
  if (!dragged || !(event.target instanceof Element)) return;
  const list = listFor(event.target);
  if (!list) return;
  event.preventDefault();
  const before = [...list.children].find((other) => {
    const box = other.getBoundingClientRect();
    return other !== dragged && event.clientY < box.top + box.height / 2;
  });
  if (before) list.insertBefore(dragged, before);
  else list.append(dragged);
});

form?.addEventListener("dragend", () => {
  if (!dragged) return;
  dragged.classList.remove("is-dragged");
  dragged.draggable = false;
  dragged = null;
  touched();
});

// A file is read into the box beside it.
document.addEventListener("change", async (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || input.dataset.into === undefined) return;
  const box = input.form?.elements.namedItem(input.dataset.into);
  const file = input.files?.[0];
  if (file && box instanceof HTMLTextAreaElement) box.value = await file.text();
});
