// The query builder asks again as soon as somebody chooses something; what is typed waits for Enter or a button.

document.addEventListener("change", (event) => {
  const control = event.target;
  if (!(control instanceof HTMLSelectElement) && !(control instanceof HTMLInputElement && control.type === "checkbox")) return;
  const form = control.form;
  if (!form?.matches("form[data-ask]")) return;
  form.requestSubmit(form.querySelector<HTMLButtonElement>("button[value=apply]"));
});
