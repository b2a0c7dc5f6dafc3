// One record after the other: where the work begins in a new record, and ‘the same as in the last record’.
//
//   <form data-new data-table="CollectionObject" data-user="3" data-focus="cataloger" …>

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

interface Value {
  text: string;
  id: string;
}

function isControl(target: EventTarget | null): target is Control {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}

/** The control of a field; of a link the one to type in. */
function controlOf(name: string): Control | undefined {
  const control = document.getElementById(name);
  return isControl(control) ? control : undefined;
}

/** The name of the field that a control belongs to. */
function fieldOf(control: Control): string {
  return control.closest("type-ahead") ? control.name.replace(/\.text$/, "") : control.name;
}

function isEmpty(control: Control): boolean {
  return control.value.trim() === "" && !control.matches("[readonly], :disabled");
}

/** Begins where the person began last time, if that is still to be filled in; else where the server says. */
function begin(form: HTMLFormElement): void {
  if (document.activeElement && document.activeElement !== document.body) return;
  const key = `vasculum.first:${form.dataset.user ?? ""}:${form.dataset.table ?? ""}`;
  const remembered = form.matches("[data-new]") ? controlOf(localStorage.getItem(key) ?? "") : undefined;
  const first = remembered && isEmpty(remembered) ? remembered : controlOf(form.dataset.focus ?? "");
  first?.focus();
  if (!form.matches("[data-new]")) return;
  form.addEventListener(
    "input",
    (event) => {
      if (isControl(event.target)) localStorage.setItem(key, fieldOf(event.target));
    },
    { once: true },
  );
}

let last: Promise<Record<string, Value>> | undefined;

async function valuesOfLast(table: string): Promise<Record<string, Value>> {
  const answer = await fetch(`/data/${table}/last`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return (await answer.json()) as Record<string, Value>;
}

function fill(control: Control, value: Value): void {
  const id = control.closest("type-ahead")?.querySelector<HTMLInputElement>("input[data-ahead-id]");
  if (id) {
    control.value = value.text;
    id.value = value.id;
  } else if (control instanceof HTMLInputElement && control.type === "checkbox") control.checked = value.text === "yes";
  else control.value = control instanceof HTMLSelectElement && value.id ? value.id : value.text;
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "d") return;
  const control = event.target;
  if (!isControl(control)) return;
  const form = control.form;
  if (!form?.matches("[data-new]") || control.matches("[readonly], :disabled")) return;
  event.preventDefault();
  last ??= valuesOfLast(form.dataset.table ?? "");
  void last.then((values) => {
    const value = values[fieldOf(control)];
    if (value) fill(control, value);
  }, () => (last = undefined));
});

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-focus]")) begin(form);

export {};
