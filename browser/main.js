// Runs the walks: each is a file of walks/ whose default export takes the walker.
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { Visitor, screens } from "./visitor.js";

const { start } = await import(process.env.BROWSER_CLUSTER ? "./cluster.js" : "./service.js");

const here = import.meta.dirname;
mkdirSync(screens, { recursive: true });
const asked = process.argv.slice(2);
const walks = readdirSync(join(here, "walks"))
  .filter((f) => f.endsWith(".js") && (asked.length === 0 || asked.includes(f.slice(0, -3))))
  .sort();

// check says what went otherwise than told.
function check(ok, what) {
  if (!ok) throw new Error(what);
}

async function take(browser, file) {
  const faults = [];
  // A walk may name arguments of `vypiska serve` for its service.
  const { default: walk, args } = await import(join(here, "walks", file));
  const service = await start({}, args);
  const visitors = [];
  // visitor opens a browser of its own, so that people do not share a session.
  const visitor = async (options) => {
    const v = await Visitor.open(browser, service, faults, options);
    visitors.push(v);
    return v;
  };
  try {
    await walk({ service, visitor, check });
  } catch (err) {
    faults.push(`${visitors.map((v) => v.page.url()).join(", ")}: ${err.message}`);
  } finally {
    for (const v of visitors) await v.context.close();
    await service.stop();
  }
  return faults;
}

// planted does what no page may do, to show that each is noticed.
async function planted(browser) {
  const faults = [];
  const service = await start();
  const v = await Visitor.open(browser, service, faults);
  await v.go("/login");
  await v.page.evaluate(() => {
    document.body.insertAdjacentHTML("beforeend", '<p style="color: red">styled</p><img src="https://elsewhere.example/a.png">');
    document.body.append(Object.assign(document.createElement("script"), { textContent: "window.ran = true" }));
  });
  await v.judge("planted");
  if (await v.page.evaluate(() => window.ran)) faults.length = 0; // an inline script ran: nothing else counts
  await v.page.goto("https://elsewhere.example/").catch(() => {});
  await v.context.close();
  await service.stop();
  const wanted = ["style-src-attr", "img-src", "script-src-elem", "axe image-alt", "asks another host: elsewhere.example"];
  return wanted.filter((w) => !faults.some((f) => f.includes(w))).map((w) => `${w} went unnoticed among:\n     ${faults.join("\n     ")}`);
}

function report(name, faults) {
  console.log(`${faults.length === 0 ? "ok  " : "FAIL"} ${name}`);
  for (const f of faults) console.log("     " + f);
  return faults.length;
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
let bad = walks.length === 0 ? 1 : 0;
bad += report("planted", await planted(browser));
for (const file of walks) bad += report(file.slice(0, -3), await take(browser, file));
await browser.close();
process.exit(bad === 0 ? 0 : 1);
