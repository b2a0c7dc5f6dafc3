// Who else has this record open, and whether somebody saved it meanwhile.
//
//   <div role="status" data-presence="/presence/CollectionObject/12" data-page="12-65f0a1" data-version="4" hidden>
//     <svg/> <span data-presence-here></span> <strong data-presence-saved></strong>
//   </div>

const EVERY_ms = 10_000;

interface Told {
  here: string;
  saved: string;
}

function body(line: HTMLElement, gone: boolean): URLSearchParams {
  const typing = "unsaved" in document.documentElement.dataset ? "1" : "0";
  return new URLSearchParams({ page: line.dataset.page ?? "", version: line.dataset.version ?? "0", typing, gone: gone ? "1" : "0" });
}

async function call(line: HTMLElement, url: string): Promise<void> {
  const answer = await fetch(url, { method: "POST", body: body(line, false), headers: { Accept: "application/json" } }).catch(() => undefined);
  if (!answer?.ok) return;
  const told = (await answer.json()) as Told;
  // Words that did not change are not written again: a screen reader would read them again.
  for (const [place, words] of [["[data-presence-here]", told.here], ["[data-presence-saved]", told.saved]] as const) {
    const element = line.querySelector(place);
    if (element && element.textContent !== words) element.textContent = words;
  }
  line.hidden = told.here === "" && told.saved === "";
}

for (const line of document.querySelectorAll<HTMLElement>("[data-presence]")) {
  const url = line.dataset.presence ?? "";
  void call(line, url);
  setInterval(() => {
    if (document.visibilityState === "visible") void call(line, url);
  }, EVERY_ms);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void call(line, url);
  });
  window.addEventListener("pagehide", () => void navigator.sendBeacon(url, body(line, true)));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) void call(line, url);
  });
}

export {};
