// Dates and coordinates as people write them: what was understood stands below the field while one types.
//
//   <input data-understand="date"> … <div class="issues" id="name-more"><span class="understood">12 May 1987</span></div>
//
// `GET /understand?kind=date&text=…` answers `{}`, `{"understood":"12 May 1987"}` or `{"problem":"…"}`. What the server
// said about the field before is about another text by then, and goes.

interface Answer {
  understood?: string;
  problem?: string;
  label?: string;
}

const WAIT_ms = 250;
const timers = new WeakMap<HTMLInputElement, number>();
const asked = new WeakMap<HTMLInputElement, AbortController>();

/** The place below a field, made where there is none yet; it is read out when it changes. */
function placeBelow(input: HTMLInputElement): HTMLElement | undefined {
  const field = input.closest<HTMLElement>(".field");
  if (!field) return undefined;
  let place = field.querySelector<HTMLElement>(":scope > .issues");
  if (!place) {
    place = document.createElement("div");
    place.className = "issues";
    place.id = `${input.id}-more`;
    field.append(place);
    input.setAttribute("aria-describedby", place.id);
  }
  place.setAttribute("aria-live", "polite");
  return place;
}

function icon(name: string): SVGSVGElement | undefined {
  const known = document.querySelector("svg.icon use")?.getAttribute("href")?.split("#")[0];
  if (!known) return undefined;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${known}#${name}`);
  svg.append(use);
  return svg;
}

function line(classes: string, iconName: string, label: string, words: string): HTMLElement {
  const span = document.createElement("span");
  span.className = classes;
  const svg = icon(iconName);
  if (svg) span.append(svg);
  const hidden = document.createElement("span");
  hidden.className = "hidden-words";
  hidden.textContent = `${label} `;
  span.append(hidden, words);
  return span;
}

function show(input: HTMLInputElement, answer: Answer): void {
  const place = placeBelow(input);
  if (!place) return;
  for (const old of place.querySelectorAll(".understood, .issue")) old.remove();
  input.removeAttribute("aria-invalid");
  input.closest(".field")?.classList.remove("field-error", "field-warning");
  const label = answer.label ?? "";
  if (answer.understood) place.prepend(line("understood", "check", label, answer.understood));
  else if (answer.problem) place.prepend(line("issue issue-warning", "triangle-alert", label, answer.problem));
}

async function ask(input: HTMLInputElement): Promise<void> {
  asked.get(input)?.abort();
  const controller = new AbortController();
  asked.set(input, controller);
  const query = new URLSearchParams({ kind: input.dataset.understand ?? "", text: input.value.slice(0, 500) });
  try {
    const res = await fetch(`/understand?${query}`, { signal: controller.signal, headers: { accept: "application/json" } });
    if (res.ok) show(input, (await res.json()) as Answer);
  } catch {
    // The field can be saved all the same; the server says then what it made of it.
  }
}

document.addEventListener("input", (event) => {
  const input = event.target;
  if (!(input instanceof HTMLInputElement) || !input.dataset.understand) return;
  clearTimeout(timers.get(input));
  timers.set(input, window.setTimeout(() => void ask(input), WAIT_ms));
});
