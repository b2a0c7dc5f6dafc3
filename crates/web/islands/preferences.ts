// What a person has chosen about the looks of the product. Kept in the cookie `vasculum_ui`, which
// the server reads, so that the next page arrives as it should be.
// Form: `theme:dark.density:compact.rail:icons.keys:off.language:de`; a choice that is not made is left out.

const COOKIE = "vasculum_ui";
const YEAR_S = 365 * 24 * 60 * 60;
// The language is chosen at the server; here it is only kept when another choice is made.
const KEYS = ["theme", "density", "rail", "keys", "language"] as const;

export type Preference = (typeof KEYS)[number];

const root = document.documentElement;

export function preference(key: Preference): string {
  return root.dataset[key] ?? "";
}

/** Applies a choice to this page and remembers it; "" or "auto" goes back to the default. */
export function choose(key: Preference, value: string): void {
  if (value === "" || value === "auto") delete root.dataset[key];
  else root.dataset[key] = value;
  const words = KEYS.filter((k) => root.dataset[k]).map((k) => `${k}:${root.dataset[k]}`);
  const secure = location.protocol === "https:" ? ";Secure" : "";
  document.cookie = `${COOKIE}=${words.join(".")};Path=/;Max-Age=${YEAR_S};SameSite=Lax${secure}`;
  for (const button of document.querySelectorAll<HTMLButtonElement>(`form[data-preferences] button[name="${key}"][aria-pressed]`)) {
    button.setAttribute("aria-pressed", String(button.value === (value || "auto")));
  }
}

// The forms work without this script too: the server sets the cookie and answers with the page.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!(event.target instanceof HTMLFormElement) || !event.target.matches("form[data-preferences]")) return;
  if (!(button instanceof HTMLButtonElement)) return;
  const key = KEYS.find((k) => k === button.name);
  if (!key) return;
  event.preventDefault();
  if (key === "rail") choose(key, preference(key) === "icons" ? "" : "icons");
  else choose(key, button.value);
});
