// Ticking rows of a list: all at once, or a range with Shift. The bar with what can be done with them
// is shown by the style sheet; here is only the count.

let last: HTMLInputElement | undefined;

function boxes(form: Element): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>("input.check-box[name]")];
}

function count(form: Element): void {
  const all = boxes(form);
  const ticked = all.filter((box) => box.checked).length;
  const output = form.querySelector<HTMLOutputElement>("[data-count]");
  if (output) output.value = (output.dataset.words ?? "{n}").replace("{n}", String(ticked));
  const head = form.querySelector<HTMLInputElement>("input[data-all]");
  if (!head) return;
  head.checked = all.length > 0 && ticked === all.length;
  head.indeterminate = ticked > 0 && ticked < all.length;
}

document.addEventListener("click", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || !box.matches("input.check-box")) return;
  const form = box.closest("form[data-selection]");
  if (!form) return;
  const all = boxes(form);
  if (box.matches("[data-all]")) {
    for (const other of all) other.checked = box.checked;
  } else if (event.shiftKey && last?.isConnected) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    for (const other of all.slice(from, (to ?? 0) + 1)) other.checked = box.checked;
  }
  if (!box.matches("[data-all]")) last = box;
  count(form);
});

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const form = event.target.closest("[data-select-none]")?.closest("form");
  if (!form) return;
  event.preventDefault();
  for (const box of boxes(form)) box.checked = false;
  count(form);
});

for (const form of document.querySelectorAll("form[data-selection]")) count(form);
