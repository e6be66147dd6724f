// The real program on a temporary data directory with the sample records.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const binary = resolve(import.meta.dirname, "../bin/vypiska");

async function freePort() {
  return new Promise((done) => {
    const s = createServer().listen(0, "127.0.0.1", () => {
      const { port } = s.address();
      s.close(() => done(port));
    });
  });
}

// start serves until stop is called; what the program printed is in log().
export async function start(settings = {}) {
  const room = mkdtempSync(join(tmpdir(), "vypiska-browser-"));
  const origin = `http://127.0.0.1:${await freePort()}`;
  const env = {
    ...process.env,
    VYPISKA_LISTEN: new URL(origin).host,
    VYPISKA_METRICS_LISTEN: `127.0.0.1:${await freePort()}`,
    VYPISKA_DATA: join(room, "data"),
    VYPISKA_PUBLIC_URL: origin,
    ...settings,
  };
  let said = "";
  const child = spawn(binary, ["serve"], { env });
  const ended = new Promise((done) => child.on("exit", done));
  for (const out of [child.stdout, child.stderr]) out.on("data", (b) => (said += b));
  const service = {
    origin,
    log: () => said,
    // account makes an account as the operator does: {login, password}.
    account: (role, subject) =>
      JSON.parse(execFileSync(binary, ["account", "add", "--role", role, "--subject", subject], { env, encoding: "utf8" }).trim().split("\n").pop()),
    // run runs another command of the program on the same data.
    run: (...args) => execFileSync(binary, args, { env, encoding: "utf8" }),
    async stop() {
      child.kill("SIGTERM");
      await ended;
      rmSync(room, { recursive: true, force: true });
    },
  };
  for (let tries = 0; tries < 150; tries++) {
    try {
      if ((await fetch(origin + "/readyz")).ok) return service;
    } catch {
      // not listening yet
    }
    await new Promise((r) => setTimeout(r, 100));
  }
  await service.stop();
  throw new Error("the service was not ready in 15 s:\n" + said);
}
