// The real program on a temporary data directory with the sample records.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, get } from "node:https";
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

// certify makes a certificate of this machine, as a clinic has one of its own.
function certify(room) {
  const [cert, key] = [join(room, "cert.pem"), join(room, "key.pem")];
  const args = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1";
  execFileSync("openssl", [...args.split(" "), "-keyout", key, "-out", cert], { stdio: "ignore" });
  return { cert, key };
}

// answers reports whether the address answers 200.
function answers(url, agent) {
  return new Promise((done) => {
    get(url, { agent }, (res) => done(res.resume().statusCode === 200)).on("error", () => done(false));
  });
}

// start serves until stop is called; what the program printed is in log().
export async function start(settings = {}, args = []) {
  const room = mkdtempSync(join(tmpdir(), "vypiska-browser-"));
  const origin = `https://127.0.0.1:${await freePort()}`;
  const { cert, key } = certify(room);
  const env = {
    ...process.env,
    VYPISKA_LISTEN: new URL(origin).host,
    VYPISKA_METRICS_LISTEN: `127.0.0.1:${await freePort()}`,
    VYPISKA_DATA: join(room, "data"),
    VYPISKA_PUBLIC_URL: origin,
    VYPISKA_TLS_CERT_FILE: cert,
    VYPISKA_TLS_KEY_FILE: key,
    ...settings,
  };
  let said = "";
  const child = spawn(binary, ["serve", ...args], { env });
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
  const agent = new Agent({ ca: readFileSync(cert) });
  for (let tries = 0; tries < 150; tries++) {
    if (await answers(origin + "/readyz", agent)) return service;
    await new Promise((r) => setTimeout(r, 100));
  }
  await service.stop();
  throw new Error("the service was not ready in 15 s:\n" + said);
}
