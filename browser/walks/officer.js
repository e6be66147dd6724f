// The privacy officer leafs through the register, checks and exports it, sees who
// received a patient's data, ends a link and revokes a copy.
import { readFileSync } from "node:fs";

export default async function ({ service, visitor, check }) {
  const patient = await visitor();
  await patient.begin(service.account("patient", "Patient/demo-1"), "зелёный чайник на окне");
  await patient.press("Сделать выписку", { exact: true });
  await patient.page.getByRole("heading", { name: "Готова" }).waitFor({ timeout: 10000 });
  const order = patient.path();
  const number = await patient.page.locator("dd code").first().textContent();
  await patient.page.getByText("Новая ссылка").click();
  await patient.press("Сделать ссылку");
  const address = await patient.page.getByLabel("Адрес").inputValue();
  const doctor = await visitor();
  await doctor.begin(service.account("doctor", "Practitioner/doc-petrov"), "синий камень в ручье");
  await doctor.go("/patients/demo-1");

  const officer = await visitor();
  await officer.begin(service.account("officer", "dpo"), "старый маяк на мысе");
  check(officer.path() === "/register", "the officer begins at " + officer.path());
  await officer.shot("officer-register");
  check((await officer.page.getByText("Иванова").count()) === 0, "the register shows a name");
  await officer.press("Проверить весь журнал");
  check((await officer.page.getByText("не нарушена").count()) === 1, "the register is not intact");
  await officer.shot("officer-register-checked");
  await officer.page.getByLabel("Номер пациента").fill("demo-1");
  await officer.page.getByLabel("Событие").selectOption("look");
  await officer.press("Показать", { exact: true });
  await officer.shot("officer-register-found");
  const csv = readFileSync(await officer.file("Выгрузить (CSV)"), "utf8");
  check(csv.startsWith("seq,time,event") && csv.includes("download") === false && csv.includes("issue"), "the export is " + csv.slice(0, 200));
  await officer.page.getByLabel("Номер пациента").fill("a b");
  await officer.press("Показать", { exact: true });
  await officer.shot("officer-register-wrong");
  await officer.go("/register/patients/demo-1");
  await officer.shot("officer-told");
  await officer.go("/fruitless");
  await officer.shot("officer-fruitless");
  await officer.go("/accounts");
  await officer.shot("officer-accounts");

  await officer.go("/links");
  await officer.shot("officer-links");
  await officer.page.getByRole("button", { name: /Отозвать ссылку/ }).first().click();
  await patient.page.goto(address);
  check((await patient.page.getByText("Ссылка отозвана").count()) > 0, "an ended link opens");

  await officer.go("/revoke");
  await officer.page.getByLabel("Номер копии").fill("0000-0000-0000");
  await officer.page.getByLabel("Причина").fill("проверка");
  await officer.press("Отозвать насовсем");
  await officer.shot("officer-revoke-wrong");
  await officer.page.getByLabel("Номер копии").fill(number);
  await officer.page.getByLabel("Причина").fill("выдана по ошибке");
  await officer.press("Отозвать насовсем");
  await officer.page.getByRole("status").waitFor();
  await officer.shot("officer-revoked");
  await patient.go(order);
  check((await patient.page.getByText("Отозвана клиникой").count()) > 0, "the patient is not told of the revocation");
  await patient.shot("patient-revoked");
  check(!service.log().includes("Иванова"), "the log has a name");
}
