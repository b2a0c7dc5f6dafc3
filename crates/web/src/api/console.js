// The page for trying out the API. It asks nobody but this server, and keeps the token in the page only.

const at = (id) => document.getElementById(id);
const form = at("console");

/** Shows JSON with indentation, and anything else as it came. */
function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function send() {
  const path = at("path").value.trim();
  if (!path.startsWith("/")) {
    at("status").textContent = "An address begins with a slash.";
    return;
  }
  const headers = {};
  if (at("token").value) headers.Authorization = `Bearer ${at("token").value.trim()}`;
  if (at("if-match").value) headers["If-Match"] = at("if-match").value;
  const method = at("method").value;
  const body = method === "GET" || method === "DELETE" ? undefined : at("body").value || undefined;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  at("status").textContent = "…";
  const started = performance.now();
  try {
    const answer = await fetch(path, { method, headers, body });
    const text = await answer.text();
    const took = Math.round(performance.now() - started);
    at("status").textContent = `${answer.status} ${answer.statusText} · ${took} ms · ${text.length} characters`;
    const shown = ["etag", "location", "vasculum-change-set", "server-timing", "retry-after"];
    at("headers").textContent = shown
      .filter((name) => answer.headers.has(name))
      .map((name) => `${name}: ${answer.headers.get(name)}`)
      .join("\n");
    at("answer").textContent = pretty(text);
  } catch (cause) {
    at("status").textContent = `No answer: ${cause.message}`;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});

// The tables, as suggestions for addresses.
const answer = await fetch("/api/v1");
if (answer.ok) {
  const { tables } = await answer.json();
  at("paths").replaceChildren(
    ...tables.map((table) => {
      const option = document.createElement("option");
      option.value = `/api/v1/${table.name}`;
      option.label = table.about;
      return option;
    }),
  );
}
