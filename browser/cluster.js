// The same service as several processes: two web processes behind HAProxy with the
// handbook's configuration, two workers, over PostgreSQL and an S3 server of its own.
// `make browser-cluster` starts PostgreSQL and names the S3 server's folder.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { binary, certify, follow, freePort, operator, ready } from "./service.js";

const handbook = resolve(import.meta.dirname, "../deploy/haproxy.cfg");
const local = async () => `127.0.0.1:${await freePort()}`;

function file(name, text) {
  writeFileSync(name, text, { mode: 0o600 });
  return name;
}

// database is an empty schema on the tests' server.
function database() {
  const schema = "browser_" + randomBytes(8).toString("hex");
  execFileSync("psql", [process.env.TEST_POSTGRES, "--quiet", "--command", `CREATE SCHEMA ${schema}`]);
  return `${process.env.TEST_POSTGRES}&search_path=${schema}`;
}

// answers waits until an address gives any answer.
async function answers(url) {
  for (let tries = 0; tries < 150; tries++) {
    const ok = await new Promise((done) => get(url, (res) => done(res.resume())).on("error", () => done(false)));
    if (ok) return true;
    await new Promise((r) => setTimeout(r, 100));
  }
  return false;
}

// s3 serves an S3 server and returns the settings that name it.
async function s3(room, said) {
  const [objects, versions] = ["objects", "versions"].map((d) => (mkdirSync(join(room, d)), join(room, d)));
  const [access, secret, address] = ["test-access", "test-secret-0123456789", await local()];
  const args = ["--access", access, "--secret", secret, "--port", address, "--quiet", "posix", "--versioning-dir", versions, objects];
  const end = follow(join(process.env.S3_TEST_BIN, "versitygw"), args, process.env, said);
  const settings = {
    VYPISKA_S3_ENDPOINT: address,
    VYPISKA_S3_TLS: "off",
    VYPISKA_S3_ACCESS_KEY_FILE: file(join(room, "access"), access),
    VYPISKA_S3_SECRET_KEY_FILE: file(join(room, "secret"), secret),
  };
  if (!(await answers(`http://${address}/`))) throw new Error("no S3 server:\n" + said.text);
  return { settings, end };
}

// front serves HAProxy before the web processes, as deploy/haproxy.cfg says it.
function front(room, address, webs, said) {
  let text = readFileSync(handbook, "utf8");
  const edits = [
    ["log /dev/log local0 info", "log stdout format raw local0 info"],
    ["bind :443 ", `bind ${address} `],
    ["/etc/vypiska/tls/both.pem", file(join(room, "both.pem"), readFileSync(join(room, "cert.pem"), "utf8") + readFileSync(join(room, "key.pem"), "utf8"))],
    ["web1 127.0.0.1:8080", `web1 ${webs[0]}`],
    ["web2 127.0.0.1:8081", `web2 ${webs[1]}`],
  ];
  for (const [from, to] of edits) {
    if (!text.includes(from)) throw new Error(`deploy/haproxy.cfg has no ${from} any more`);
    text = text.replace(from, to);
  }
  return follow("haproxy", ["-db", "-f", file(join(room, "haproxy.cfg"), text)], process.env, said);
}

// start serves until stop is called; arguments of `vypiska serve` are a role to leave
// the other out.
export async function start(settings = {}, args = []) {
  const room = mkdtempSync(join(tmpdir(), "vypiska-browser-"));
  const origin = `https://${await local()}`;
  const { cert } = certify(room);
  const said = { text: "" };
  const store = await s3(room, said);
  const all = {
    ...process.env,
    ...store.settings,
    VYPISKA_DATABASE_URL: database(),
    VYPISKA_MASTER_KEY_FILE: join(room, "master.key"),
    VYPISKA_PUBLIC_URL: origin,
    VYPISKA_TLS_PROXY: "on",
    ...settings,
  };
  const ends = [store.end];
  const data = (name) => join(room, name);
  const member = async (name, role) => {
    const listen = await local();
    const metrics = await local();
    const env = { ...all, VYPISKA_LISTEN: listen, VYPISKA_METRICS_LISTEN: metrics, VYPISKA_DATA: data(name) };
    if (name !== "web-1") cpSync(join(data("web-1"), "keys"), join(data(name), "keys"), { recursive: true });
    ends.unshift(follow(binary, ["serve", "--role", role], env, said));
    if (!(await answers(`http://${role === "web" ? listen : metrics}/readyz`))) throw new Error(`${name} does not answer:\n${said.text}`);
    return listen;
  };
  const stop = async () => {
    for (const end of ends) await end();
    rmSync(room, { recursive: true, force: true });
  };
  try {
    const webs = [await member("web-1", "web"), await member("web-2", "web")];
    if (args.length === 0) for (const name of ["worker-1", "worker-2"]) await member(name, "worker");
    ends.unshift(front(room, new URL(origin).host, webs, said));
    if (!(await ready(origin + "/readyz", cert))) throw new Error("the service is not ready:\n" + said.text);
  } catch (err) {
    await stop();
    throw err;
  }
  return { origin, log: () => said.text, ...operator({ ...all, VYPISKA_DATA: data("web-1") }), stop };
}
