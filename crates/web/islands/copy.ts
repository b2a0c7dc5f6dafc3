// Copies an address that stands in the page:
//
//   <button type="button" data-copy="/guid/…" data-copied="Copied" hidden>…</button>
//
// The button is hidden where no script runs; there the link beside it can be copied by hand.

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const address = new URL(button.dataset.copy ?? "", location.href).href;
    void navigator.clipboard.writeText(address).then(() => {
      const words = button.lastChild;
      const before = words?.textContent ?? "";
      if (!words) return;
      words.textContent = button.dataset.copied ?? before;
      setTimeout(() => {
        words.textContent = before;
      }, 2000);
    });
  });
}
