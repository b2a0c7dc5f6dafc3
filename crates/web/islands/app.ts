// What every page loads. Everything works without it, only less comfortably.

import "htmx.org";
import type { HtmxRequestCtx } from "htmx.org";
import "./preferences";
import "./keyboard";
import "./guard";
import "./selection";
import "./rows";
import "./typeahead";
import { announce } from "./announce";

// A request that never arrived: say so, and what was kept.
document.addEventListener("htmx:error", (event) => {
  const { ctx } = (event as CustomEvent<{ ctx: HtmxRequestCtx }>).detail;
  if (ctx.text === undefined) announce("connection-lost");
});
window.addEventListener("online", () => document.querySelector('#announcements [data-name="connection-lost"]')?.remove());
