// What every page loads. Everything works without it, only less comfortably.

import "htmx.org";
import type { HtmxRequestCtx } from "htmx.org";
import "./preferences";
import "./keyboard";
import "./guard";
import "./drafts";
import "./entry";
import "./presence";
import "./selection";
import "./rows";
import "./query";
import "./conditions";
import "./picklist";
import "./typeahead";
import "./understand";
import "./answers";
import "./copy";
import "./drawer";
import { announce } from "./announce";

// What is printed is what stands in the fields now.
window.addEventListener("beforeprint", () => {
  for (const double of document.querySelectorAll<HTMLElement>(".on-paper")) {
    const input = double.parentElement?.querySelector<HTMLInputElement>("input:not([type=hidden])");
    if (input) double.textContent = input.value;
  }
});

// A request that never arrived: say so, and what was kept.
document.addEventListener("htmx:error", (event) => {
  const { ctx } = (event as CustomEvent<{ ctx: HtmxRequestCtx }>).detail;
  if (ctx.text === undefined) announce("connection-lost");
});
window.addEventListener("online", () => document.querySelector('#announcements [data-name="connection-lost"]')?.remove());
