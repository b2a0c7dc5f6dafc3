// Keys that work everywhere. Those of one character can be switched off in the list of keys,
// because they get in the way of people who speak to their computer.

import { choose, preference } from "./preferences";

const keys = document.querySelector<HTMLDialogElement>("dialog#keys");

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select"));
}

function focusSearch(): void {
  const search = document.querySelector<HTMLInputElement>("[data-global-search]");
  search?.focus();
  search?.select();
}

function save(): boolean {
  const form = document.querySelector<HTMLFormElement>("form[data-main]");
  if (!form) return false;
  const button = document.querySelector<HTMLButtonElement>(`button[data-save][form="${form.id}"]`) ?? form.querySelector<HTMLButtonElement>("button[data-save]");
  form.requestSubmit(button);
  return true;
}

/** Presses the button or link that has this key as its `data-key`. */
function press(key: string): boolean {
  const element = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  if (!element || element.matches(":disabled")) return false;
  element.click();
  return true;
}

/** Presses the button that has this chord as its `data-chord`: `Control+Shift+Enter`. It need not be in sight. */
function pressChord(event: KeyboardEvent): boolean {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const chord = ["Control", ...(event.altKey ? ["Alt"] : []), ...(event.shiftKey ? ["Shift"] : []), key].join("+");
  const element = document.querySelector<HTMLElement>(`[data-chord="${CSS.escape(chord)}"]`);
  if (!element || element.matches(":disabled")) return false;
  element.click();
  return true;
}

/** Does what the key stands for; false when it stands for nothing. */
function act(event: KeyboardEvent): boolean {
  const command = event.ctrlKey || event.metaKey;
  if (command && pressChord(event)) return true;
  if (command && !event.altKey && !event.shiftKey) {
    if (event.key === "s") return save();
    if (event.key === "k") {
      focusSearch();
      return true;
    }
    if (event.key === "Enter" && isWriting(event.target)) return save();
    return false;
  }
  if (command || event.altKey || isWriting(event.target) || preference("keys") === "off") return false;
  if (document.querySelector("dialog[open]")) return false;
  if (event.key === "/") {
    focusSearch();
    return true;
  }
  if (event.key === "?") {
    keys?.showModal();
    return keys !== null;
  }
  return event.key.length === 1 && press(event.key);
}

document.addEventListener("keydown", (event) => {
  if (!event.defaultPrevented && !event.isComposing && act(event)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  if (event.target.closest("[data-show-keys]")) {
    event.preventDefault();
    keys?.showModal();
  } else if (event.target === keys) {
    keys?.close();
  }
});

const single = keys?.querySelector<HTMLInputElement>("input[data-single-keys]");
if (single) {
  single.checked = preference("keys") !== "off";
  single.addEventListener("change", () => choose("keys", single.checked ? "" : "off"));
}
