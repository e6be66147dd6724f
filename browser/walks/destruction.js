// The officer stops a destruction, lets it go on, destroys a copy and downloads
// the sealed act; a patient gets the list of disclosures as a document.
import { execFileSync } from "node:child_process";

export default async function ({ service, visitor, check }) {
  const patient = await visitor();
  await patient.begin(service.account("patient", "Patient/demo-1"), "зелёный чайник на окне");
  await patient.press("Сделать выписку", { exact: true });
  await patient.page.getByRole("heading", { name: "Готова" }).waitFor({ timeout: 20000 });
  const order = patient.path();
  const number = await patient.page.locator("dd code").first().textContent();
  await patient.download("Скачать");
  await patient.go("/disclosures");
  await patient.press("Сделать документ");
  await patient.page.getByRole("heading", { name: "Готова" }).waitFor({ timeout: 20000 });
  await patient.shot("patient-told-document");
  const told = await patient.file("Скачать");
  service.run("verify", told);
  const words = execFileSync("pdftotext", ["-layout", told, "-"], { encoding: "utf8" });
  check(words.includes("Сведения о выданных копиях") && words.includes("Иванова") && words.includes(number), "the list is\n" + words);

  const officer = await visitor();
  await officer.begin(service.account("officer", "dpo"), "старый маяк на мысе");
  await officer.go("/destruction");
  await officer.shot("officer-destruction-none");
  await officer.page.getByText("Приостановить уничтожение").click();
  await officer.page.locator("#hold-which").fill(number);
  await officer.page.locator("#hold-basis").fill("судебный запрос 12/26");
  await officer.press("Приостановить", { exact: true });
  const destroy = async () => {
    await officer.page.locator("#which").fill(number);
    await officer.page.locator("#basis").fill("ст. 21 152-ФЗ");
    await officer.page.locator("#reason").fill("отзыв согласия");
    await officer.page.getByLabel("Уничтожить без возможности восстановить").check();
    await officer.press("Уничтожить насовсем");
  };
  await destroy();
  check((await officer.page.getByText("уничтожение приостановлено").count()) > 0, "a hold does not hold");
  await officer.shot("officer-destruction-held");
  await officer.press(/Снять приостановку/);
  await destroy();
  check((await officer.page.getByText("Копии уничтожены: 1").count()) === 1, "nothing was destroyed");
  await officer.shot("officer-destroyed");
  const act = await officer.file(/Скачать/);
  service.run("verify", act);
  const said = execFileSync("pdftotext", ["-layout", act, "-"], { encoding: "utf8" });
  check(said.includes(number) && said.includes("отзыв согласия"), "the act is\n" + said);
  await patient.go(order);
  check((await patient.page.getByText("Срок хранения закончился").count()) > 0, "the patient is not told of the end");
  await officer.go("/register/patients/demo-1");
  await officer.press("Сделать документ");
  check((await officer.page.getByText("Кто получил данные пациента demo-1").count()) === 1, "the officer's list is not among the papers");
}
