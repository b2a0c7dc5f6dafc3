// Short messages at the foot of the page, read out by screen readers.

/** Shows the template of this name, once; it goes when it is closed or `stay_ms` have passed. */
export function announce(name: string, stay_ms?: number): void {
  const place = document.querySelector("#announcements");
  const template = document.querySelector<HTMLTemplateElement>(`template[data-announcement="${name}"]`);
  const notice = template?.content.firstElementChild?.cloneNode(true);
  if (!place || !(notice instanceof HTMLElement)) return;
  notice.dataset.name = name;
  place.querySelector(`[data-name="${name}"]`)?.remove();
  place.append(notice);
  if (stay_ms !== undefined) setTimeout(() => notice.remove(), stay_ms);
}

document.addEventListener("click", (event) => {
  if (event.target instanceof Element) event.target.closest("[data-dismiss]")?.closest(".notice")?.remove();
});
