// Nobody loses typing: a form with `data-guard` asks before it is left with unsaved changes.

import type { HtmxRequestCtx } from "htmx.org";

const root = document.documentElement;
const changed = new Set<HTMLFormElement>();

function mark(): void {
  if (changed.size > 0) root.dataset.unsaved = "";
  else delete root.dataset.unsaved;
}

export function forget(form: HTMLFormElement): void {
  changed.delete(form);
  mark();
}

function note(event: Event): void {
  const control = event.target;
  if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement || control instanceof HTMLTextAreaElement)) return;
  if (!control.form?.matches("[data-guard]")) return;
  changed.add(control.form);
  mark();
}

// What was typed before and restored is not saved either.
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-guard][data-changed]")) changed.add(form);
mark();

document.addEventListener("input", note);
document.addEventListener("change", note);

// A plain submission leaves the page with the work in it. One through htmx stays until the answer says "saved".
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form instanceof HTMLFormElement && !event.defaultPrevented && !form.matches("[hx-post], [hx-put], [hx-patch]")) forget(form);
});

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = (event as CustomEvent<{ ctx: HtmxRequestCtx }>).detail;
  const form = ctx.sourceElement.closest("form");
  if (form && ctx.request.method !== "GET" && ctx.response?.raw.ok) forget(form);
});

window.addEventListener("beforeunload", (event) => {
  for (const form of changed) if (!form.isConnected) changed.delete(form);
  if (changed.size > 0) event.preventDefault();
});
