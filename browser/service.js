// The real program on a temporary data directory with the sample records.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, get } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const binary = resolve(import.meta.dirname, "../bin/vypiska");

export async function freePort() {
  return new Promise((done) => {
    const s = createServer().listen(0, "127.0.0.1", () => {
      const { port } = s.address();
      s.close(() => done(port));
    });
  });
}

// certify makes a certificate of this machine, as a clinic has one of its own.
export function certify(room) {
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

// follow starts a program and gathers what it prints; end asks it to leave.
export function follow(command, args, env, said) {
  const child = spawn(command, args, { env });
  const ended = new Promise((done) => child.on("exit", done));
  for (const out of [child.stdout, child.stderr]) out.on("data", (b) => (said.text += b));
  return () => (child.kill("SIGTERM"), ended);
}

// operator is what an operator does at the machine: accounts, other commands.
export function operator(env) {
  const run = (...args) => execFileSync(binary, args, { env, encoding: "utf8" });
  // account makes an account as the operator does: {login, password}.
  const account = (role, subject) => JSON.parse(run("account", "add", "--role", role, "--subject", subject).trim().split("\n").pop());
  return { run, account };
}

// ready waits until the address answers 200, for a certificate's holder.
export async function ready(url, cert) {
  const agent = new Agent({ ca: readFileSync(cert) });
  for (let tries = 0; tries < 150; tries++) {
    if (await answers(url, agent)) return true;
    await new Promise((r) => setTimeout(r, 100));
  }
  return false;
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
  const said = { text: "" };
  const end = follow(binary, ["serve", ...args], env, said);
  const stop = async () => {
    await end();
    rmSync(room, { recursive: true, force: true });
  };
  if (await ready(origin + "/readyz", cert)) return { origin, log: () => said.text, ...operator(env), stop };
  await stop();
  throw new Error("the service was not ready in 15 s:\n" + said.text);
}
