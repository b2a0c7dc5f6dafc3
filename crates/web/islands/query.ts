// The query builder asks again as soon as somebody chooses something; what is typed waits for Enter or a button.

document.addEventListener("change", (event) => {
  const control = event.target;
  if (!(control instanceof HTMLSelectElement) && !(control instanceof HTMLInputElement && control.type === "checkbox")) return;
  const form = control.form;
  if (!form?.matches("form[data-ask]")) return;
  form.requestSubmit(form.querySelector<HTMLButtonElement>("button[value=apply]"));
});

// The button that was pressed has gone with the old form: its twin in the new one takes the focus.
let pressed: { id: string; value: string } | undefined;

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!(event.target instanceof HTMLFormElement) || !event.target.matches("form[data-ask]")) return;
  pressed = button instanceof HTMLButtonElement ? { id: button.closest("[id]")?.id ?? "", value: button.value } : undefined;
});

document.addEventListener("htmx:after:swap", () => {
  if (!pressed || document.activeElement !== document.body) return;
  const { id, value } = pressed;
  pressed = undefined;
  const same = [...document.querySelectorAll<HTMLButtonElement>("button[name=act]")].find((it) => it.value === value && it.tabIndex >= 0);
  const near = id ? document.getElementById(id)?.querySelector<HTMLElement>("button, select, input:not([type=hidden])") : undefined;
  (same ?? near ?? document.querySelector<HTMLElement>(".ask-form .button-primary"))?.focus();
});
