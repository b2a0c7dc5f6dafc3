// Parts of a form that are seen while a condition holds:
//
//   <fieldset data-when="agentType" data-when-test="is" data-when-value="Person">…</fieldset>
//
// The server says the same for what it knows; here it follows what is typed. What is not seen is not sent.

const fold = (text: string): string => text.normalize("NFC").trim().toLowerCase();

/** The words and the code of the control of this name, or nothing where there is none. */
function said(root: ParentNode, name: string): [string, string] | undefined {
  const words = root.querySelector<HTMLInputElement>(`[name="${CSS.escape(name)}.text"]`);
  if (words) return [words.value, ""];
  const controls = [...root.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(`[name="${CSS.escape(name)}"]`)];
  const control = controls.at(-1);
  if (!control) return undefined;
  if (control instanceof HTMLSelectElement) {
    return [control.value === "" ? "" : (control.selectedOptions[0]?.textContent ?? ""), control.value];
  }
  if (control instanceof HTMLInputElement && control.type === "checkbox") return [control.checked ? "yes" : "no", ""];
  return [control.value, ""];
}

function holds(part: HTMLElement, [words, code]: [string, string]): boolean {
  const values = (part.dataset.whenValue ?? "").split("|");
  const is = values.some((value) => fold(value) === fold(words) || (code !== "" && value.trim() === code));
  const empty = words.trim() === "" && code.trim() === "";
  switch (part.dataset.whenTest) {
    case "is": return is;
    case "is-not": return !is;
    case "empty": return empty;
    default: return !empty;
  }
}

function follow(root: ParentNode): void {
  for (const part of root.querySelectorAll<HTMLFieldSetElement>("fieldset[data-when]")) {
    const now = said(root, part.dataset.when ?? "");
    if (!now) continue;
    const shown = holds(part, now);
    part.hidden = !shown;
    part.disabled = !shown;
  }
}

/** The form, or what stands in its place where it can't be sent. */
function around(target: EventTarget | null): ParentNode | null {
  return target instanceof Element ? target.closest("form, [data-form]") : null;
}

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const root = around(event.target);
    if (root?.querySelector("[data-when]")) follow(root);
  });
}

// A browser that fills a form in again after going back tells nobody.
window.addEventListener("pageshow", () => {
  for (const root of document.querySelectorAll("form, [data-form]")) if (root.querySelector("[data-when]")) follow(root);
});
