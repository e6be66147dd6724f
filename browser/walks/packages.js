// A contract is put in force; the insurer asks for a package, watches it, downloads
// it, confirms the receipt; a consent that is withdrawn withdraws the package.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

export default async function ({ service, visitor, check }) {
  const first = await visitor();
  await first.begin(service.account("officer", "dpo"), "старый маяк на мысе");
  await first.go("/agreements");
  await first.page.getByText("Внести договор").click();
  await first.page.getByLabel("Страховщик", { exact: true }).fill("org-insurer");
  await first.page.getByLabel("Номер договора").fill("Д-2026/01");
  await first.page.getByLabel("Действует с").fill("2026-01-01");
  await first.page.getByLabel("Действует по").fill("2026-12-31");
  await first.page.getByLabel("Коды услуг").fill("CT MR US LAB");
  await first.press("Сохранить черновик");
  const at = first.page.url();
  const second = await visitor();
  await second.begin(service.account("officer", "dpo-2"), "тёплый хлеб на столе");
  await second.page.goto(at);
  await second.press(/Ввести в действие/);

  const insurer = await visitor();
  await insurer.begin(service.account("insurer", "Organization/org-insurer"), "белая лодка у причала");
  await insurer.go("/packages");
  await insurer.shot("insurer-packages-none");
  await insurer.page.getByLabel("Номер договора").fill("Д-2026/02");
  await insurer.page.getByLabel("Период").fill("2026-10");
  await insurer.press("Запросить", { exact: true });
  await insurer.shot("insurer-package-wrong");
  await insurer.page.getByLabel("Номер договора").fill("Д-2026/01");
  await insurer.press("Запросить", { exact: true });
  await insurer.page.getByRole("heading", { name: "Готов" }).waitFor({ timeout: 60000 });
  await insurer.shot("insurer-package");
  const file = await insurer.file("Скачать");
  const sum = createHash("sha256").update(readFileSync(file)).digest("hex");
  check(insurer.path().startsWith("/packages/"), "the download leads to " + insurer.path());
  await insurer.page.getByLabel("SHA-256 полученного файла").fill("0".repeat(64));
  await insurer.press("Подтвердить", { exact: true });
  check((await insurer.page.getByText("Это другой файл").count()) > 0, "another file's digest is taken");
  await insurer.page.getByLabel("SHA-256 полученного файла").fill(sum);
  await insurer.press("Подтвердить", { exact: true });
  check((await insurer.page.getByText("Получение подтверждено").count()) > 0, "the receipt is not taken");
  await insurer.shot("insurer-package-received");
  await insurer.go("/packages");
  await insurer.shot("insurer-packages");

  await first.go("/packages");
  await first.page.getByRole("link", { name: /Д-2026\/01/ }).first().click();
  await first.press("Показать", { exact: true });
  await first.shot("officer-package-leftout");
  check(!(await first.page.content()).includes("Иванова"), "the officer sees a name");
  check(!service.log().includes("Иванова"), "the log has a name");
}
