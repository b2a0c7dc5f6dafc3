// A demo institution of its own for each test file, served on a free port of 127.0.0.1 and thrown away afterwards.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

// Told to stop, it leaves in the ordinary way: what waits for "exit" below ends the server and removes its data.
for (const name of ["SIGINT", "SIGTERM"]) {
  process.once(name, () => process.exit(1));
}

/** How many collection objects the demo institution has. */
export const OBJECTS = 300;

const READY_MS = 60_000;
const STOP_MS = 10_000;

/** The program under test: `$VASCULUM`, or what `cargo xtask test` compiled last. */
export function program() {
  const target = process.env.CARGO_TARGET_DIR ?? join(process.env.VASCULUM_CACHE ?? join(homedir(), ".cache/vasculum"), "target");
  const path = process.env.VASCULUM ?? join(target, "debug/vasculum");
  if (!existsSync(path)) {
    throw new Error(`${path} is not there: run the tests by \`cargo xtask test --only browser\``);
  }
  return path;
}

/**
 * Makes the institution and serves it.
 *
 * @returns {Promise<Server & {user: string, password: string}>} with the name and the password of its administrator.
 */
export async function start() {
  const served = await prepared();
  const printed = await served.run("demo", "--objects", String(OBJECTS), "--seed", "7", "--yes", "--json");
  const { user, password } = lastJson(printed);
  await served.restart();
  return { ...served, user, password };
}

/**
 * Serves a directory without an institution: what it answers is the guided setup.
 *
 * @returns {Promise<Server & {code: string}>} with the code that opens the setup to one browser.
 */
export async function startEmpty() {
  const served = await prepared();
  await served.restart();
  const until = Date.now() + READY_MS;
  for (;;) {
    const code = /\/setup\?code=([\w-]+)/.exec(served.log())?.[1];
    if (code) {
      return { ...served, code };
    }
    if (Date.now() > until) {
      throw new Error(`vasculum serve told no code of the setup within ${READY_MS} ms\n${served.log()}`);
    }
    await sleep(20);
  }
}

/**
 * A directory of its own and a free port, on which nothing is served yet.
 *
 * @typedef {object} Server
 * @property {string} url
 * @property {(...args: string[]) => Promise<string>} run runs another command of the program on the same data and gives what it printed.
 * @property {() => string} log the last of what the server printed.
 * @property {() => Promise<void>} kill ends the server at once, as a power cut does.
 * @property {() => Promise<void>} restart starts it, or starts it again at the same address.
 * @property {() => Promise<void>} stop ends it as people do and throws its data away.
 *
 * @returns {Promise<Server>}
 */
async function prepared() {
  const vasculum = program();
  const directory = await mkdtemp(join(tmpdir(), "vasculum-e2e-"));
  const data = join(directory, "data");
  const remove = () => rmSync(directory, { recursive: true, force: true });
  process.once("exit", remove);
  const run = async (...args) => (await promisify(execFile)(vasculum, ["--data", data, ...args], { maxBuffer: 64e6 })).stdout;

  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let log = "";
  let serve;
  let ended;
  const launch = async () => {
    serve = spawn(vasculum, ["--data", data, "serve", "--listen", `127.0.0.1:${port}`], { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [serve.stdout, serve.stderr]) {
      stream.on("data", (chunk) => (log = (log + chunk).slice(-20_000)));
    }
    ended = once(serve, "exit");
    await ready(url, serve, () => log);
  };
  const kill = () => serve?.kill("SIGKILL");
  process.once("exit", kill);
  return {
    url,
    run,
    log: () => log,
    async kill() {
      kill();
      await ended;
    },
    restart: launch,
    async stop() {
      serve.kill("SIGINT");
      const stopped = await Promise.race([ended, sleep(STOP_MS, null, { ref: false })]);
      kill();
      process.off("exit", kill);
      remove();
      process.off("exit", remove);
      if (stopped === null) {
        throw new Error(`vasculum serve did not stop within ${STOP_MS} ms of Ctrl-C\n${log}`);
      }
    },
  };
}

/** The last line that is a JSON object. */
function lastJson(printed) {
  try {
    return JSON.parse(printed);
  } catch {
    return JSON.parse(printed.trim().split("\n").at(-1));
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

async function ready(url, serve, log) {
  const until = Date.now() + READY_MS;
  while (Date.now() < until) {
    if (serve.exitCode !== null) {
      throw new Error(`vasculum serve ended with ${serve.exitCode}\n${log()}`);
    }
    const answer = await fetch(`${url}/healthz`).catch(() => undefined);
    if (answer?.ok) {
      return;
    }
    await sleep(50);
  }
  throw new Error(`${url}/healthz did not answer within ${READY_MS} ms\n${log()}`);
}
