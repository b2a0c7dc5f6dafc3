// A value that a pick list does not have yet is added to it from the field itself, by whoever may.

function listed(input: HTMLInputElement): Set<string> {
  return new Set([...(input.list?.options ?? [])].map((option) => option.value.trim().toLowerCase()));
}

function offerValue(input: HTMLInputElement): void {
  const beside = input.nextElementSibling;
  if (beside instanceof HTMLButtonElement && beside.dataset.addValue !== undefined) beside.remove();
  const value = input.value.trim();
  if (value === "" || listed(input).has(value.toLowerCase())) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small button-quiet";
  button.dataset.addValue = "";
  button.textContent = (input.dataset.addWords ?? "{text}").replace("{text}", value);
  button.addEventListener("click", () => void addValue(input, button, value));
  input.after(button);
}

async function addValue(input: HTMLInputElement, button: HTMLButtonElement, value: string): Promise<void> {
  button.disabled = true;
  const answer = await fetch(input.dataset.addUrl ?? "", {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams({ value, inline: "yes" }),
  }).catch(() => undefined);
  if (!answer?.ok) {
    button.disabled = false;
    return;
  }
  const option = document.createElement("option");
  option.value = value;
  for (const list of document.querySelectorAll<HTMLInputElement>("input[data-add-url]")) {
    if (list.dataset.addUrl === input.dataset.addUrl) list.list?.append(option.cloneNode());
  }
  button.remove();
  input.focus();
}

document.addEventListener("change", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.dataset.addUrl) offerValue(event.target);
});
