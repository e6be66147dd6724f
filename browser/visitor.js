// A person with a browser of their own. Whatever a page does that it must not do
// is written into faults: a request to another host, something the content
// security policy stopped, an error on the console, a rule of axe that is broken.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// Pictures of the one service are the handbook's; those of several processes show
// the same and are left to look at.
export const screens = process.env.BROWSER_CLUSTER ? join(tmpdir(), "vypiska-screens") : resolve(import.meta.dirname, "../docs/screens");
const looks = [390, 1280].flatMap((width) => ["light", "dark"].map((scheme) => ({ width, scheme })));

export class Visitor {
  static async open(browser, service, faults, options = {}) {
    const context = await browser.newContext({ locale: "ru-RU", ignoreHTTPSErrors: true, acceptDownloads: true, viewport: { width: 1280, height: 900 }, ...options });
    const v = new Visitor();
    Object.assign(v, { context, service, faults, page: await context.newPage() });
    await v.watch();
    return v;
  }

  async watch() {
    const { context, page, faults, service } = this;
    const fault = (what) => faults.push(`${new URL(page.url()).pathname}: ${what}`);
    await context.route("**", (route) => {
      const url = new URL(route.request().url());
      if (url.origin === service.origin) return route.continue();
      fault(`asks another host: ${url.host}`);
      return route.abort();
    });
    await context.exposeFunction("cspStopped", (what) => fault(`the policy stopped ${what}`));
    await context.addInitScript(() =>
      document.addEventListener("securitypolicyviolation", (e) => window.cspStopped(`${e.effectiveDirective} ${e.blockedURI}`)),
    );
    page.on("pageerror", (e) => fault(`script error: ${e.message}`));
    page.on("console", (m) => {
      // A refused form is a status the walk asks for; the browser calls it an error.
      if (m.type() === "error" && !/status of 4\d\d/.test(m.text())) fault(`console: ${m.text()}`);
    });
  }

  async go(path) {
    return this.page.goto(this.service.origin + path);
  }

  path() {
    return new URL(this.page.url()).pathname;
  }

  // shot looks at the page as it is: wide and narrow, light and dark. Each look
  // is judged by axe and kept in docs/screens/NAME-WIDTH-SCHEME.png.
  async shot(name) {
    for (const { width, scheme } of looks) {
      await this.page.setViewportSize({ width, height: 900 });
      await this.page.emulateMedia({ colorScheme: scheme });
      await this.judge(`${name} ${width} ${scheme}`);
      await this.page.screenshot({ path: join(screens, `${name}-${width}-${scheme}.png`), fullPage: true });
    }
    await this.page.setViewportSize({ width: 1280, height: 900 });
  }

  async judge(what) {
    await this.page.evaluate(axe);
    const { violations } = await this.page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    for (const v of violations) this.faults.push(`${what}: axe ${v.id}: ${v.help}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join("; ")}`);
    const wide = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) this.faults.push(`${what}: the page is ${wide} px wider than the window`);
  }

  async press(name, options) {
    await this.page.getByRole("button", { name, ...options }).click();
  }

  // download presses a button that answers with a PDF, and gives its text.
  async download(name) {
    return execFileSync("pdftotext", ["-layout", await this.file(name), "-"], { encoding: "utf8" });
  }

  // file presses a button that answers with a file, and gives the path it was saved under.
  async file(name) {
    const arrives = this.page.waitForEvent("download");
    await this.press(name);
    return (await arrives).path();
  }

  async login(login, password) {
    await this.go("/login");
    await this.page.getByLabel("Логин").fill(login);
    await this.page.getByLabel("Пароль").fill(password);
    await this.press("Войти");
  }

  // loginByKeys logs in without a mouse: past the skip link and the header, field
  // by field.
  async loginByKeys(login, password) {
    const { keyboard } = this.page;
    await this.go("/login");
    await keyboard.press("Tab");
    await keyboard.press("Enter"); // skip to the content
    await keyboard.press("Tab");
    await keyboard.type(login);
    await keyboard.press("Tab");
    await keyboard.type(password);
    await Promise.all([this.page.waitForURL((u) => u.pathname !== "/login"), keyboard.press("Enter")]);
  }

  // begin is the first login: the first password, then one of one's own.
  async begin(first, own) {
    await this.login(first.login, first.password);
    await this.page.getByLabel("Новый пароль", { exact: true }).fill(own);
    await this.page.getByLabel("Новый пароль ещё раз").fill(own);
    await this.press("Сохранить пароль");
  }
}
