// A drawer over the page, with another page in it: the form of a new record, or the list in which one is looked for.
// The page in the drawer tells what was picked by an element with `data-picked`, `data-text` and `data-context`.

export interface Picked {
  id: number | string;
  text: string;
  context?: string;
}

interface Told {
  drawer: "picked" | "close";
  picked?: Picked;
}

/** Opens a page in a drawer; `opener` has the focus again when it closes. */
export function openDrawer(url: URL, label: string, close: string, opener: HTMLElement, take: (picked: Picked) => void): void {
  const dialog = document.createElement("dialog");
  dialog.className = "drawer";
  dialog.setAttribute("aria-label", label);
  const head = document.createElement("div");
  head.className = "drawer-head";
  const title = document.createElement("strong");
  title.textContent = label;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.textContent = close;
  button.addEventListener("click", () => dialog.close());
  head.append(title, button);
  const frame = document.createElement("iframe");
  frame.src = url.href;
  frame.title = label;
  dialog.append(head, frame);
  const hear = (event: MessageEvent<Told>): void => {
    if (event.origin !== location.origin || event.source !== frame.contentWindow) return;
    if (event.data.drawer === "picked" && event.data.picked) take(event.data.picked);
    dialog.close();
  };
  window.addEventListener("message", hear);
  dialog.addEventListener("close", () => {
    window.removeEventListener("message", hear);
    dialog.remove();
    opener.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  frame.addEventListener("load", () => frame.contentWindow?.focus());
}

function tell(told: Told): void {
  window.parent.postMessage(told, location.origin);
}

if (window.parent !== window) {
  const picked = document.querySelector<HTMLElement>("[data-picked]");
  if (picked) {
    const { picked: id = "", text = "", context = "" } = picked.dataset;
    tell({ drawer: "picked", picked: { id, text, context } });
  }
  // Escape closes the drawer, unless something was typed into it or it closed a list.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && document.documentElement.dataset.unsaved === undefined) tell({ drawer: "close" });
  });
  if (!document.querySelector("[autofocus]")) {
    document.querySelector<HTMLElement>("#record input:not([type=hidden]), .filter-words input")?.focus();
  }
}
