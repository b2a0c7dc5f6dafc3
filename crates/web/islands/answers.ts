// Parts of a form that the server draws anew while one types: how a name is understood, what full names would look like.
//
//   <div data-answers="/trees/Taxon/naming?id=7" data-asks="name author parent">…</div>
//
// `GET` that address with the named controls of the form answers with what stands in the element then. Below a
// `data-put-name="…" data-put-author="…"` a button puts these values into the controls of those names.

export {};

const WAIT_ms = 250;
const timers = new WeakMap<HTMLElement, number>();
const asked = new WeakMap<HTMLElement, AbortController>();

async function ask(area: HTMLElement, form: HTMLFormElement): Promise<void> {
  asked.get(area)?.abort();
  const controller = new AbortController();
  asked.set(area, controller);
  const url = new URL(area.dataset.answers ?? "", location.href);
  const names = (area.dataset.asks ?? "").split(" ");
  for (const [name, value] of new FormData(form)) {
    if (names.includes(name) && typeof value === "string") url.searchParams.append(name, value.slice(0, 500));
  }
  try {
    const res = await fetch(url, { signal: controller.signal, headers: { accept: "text/html" } });
    if (!res.ok || res.redirected) return;
    const text = await res.text();
    // What has not changed is not read out again.
    if (area.innerHTML !== text) area.innerHTML = text;
  } catch {
    // The form can be saved all the same; the server says then what it made of it.
  }
}

function touched(event: Event): void {
  const control = event.target;
  if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement)) return;
  const form = control.form;
  if (!form) return;
  for (const area of form.querySelectorAll<HTMLElement>("[data-answers]")) {
    if (!(area.dataset.asks ?? "").split(" ").includes(control.name)) continue;
    clearTimeout(timers.get(area));
    timers.set(area, window.setTimeout(() => void ask(area, form), WAIT_ms));
  }
}

for (const kind of ["input", "change"]) document.addEventListener(kind, touched);

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  const offer = button?.closest<HTMLElement>("[data-put-name]");
  const form = button?.form;
  if (!offer || !form) return;
  event.preventDefault();
  let first: HTMLInputElement | undefined;
  for (const [key, value] of Object.entries(offer.dataset)) {
    if (!key.startsWith("put") || value === undefined) continue;
    const control = form.elements.namedItem(key.slice(3).toLowerCase());
    if (!(control instanceof HTMLInputElement)) continue;
    control.value = value;
    first ??= control;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
  first?.focus();
});
