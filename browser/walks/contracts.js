// One officer enters a contract, another activates it, consents are recorded and
// withdrawn, the contract is suspended; nothing of who is insured is shown.
export default async function ({ service, visitor, check }) {
  const first = await visitor();
  await first.begin(service.account("officer", "dpo"), "старый маяк на мысе");
  await first.go("/agreements");
  await first.shot("officer-contracts-none");
  await first.page.getByText("Внести договор").click();
  await first.page.getByLabel("Страховщик", { exact: true }).fill("ins-a");
  await first.page.getByLabel("Номер договора").fill("ДМС-2026/17");
  await first.page.getByLabel("Действует с").fill("2026-01-01");
  await first.page.getByLabel("Действует по").fill("2025-12-31");
  await first.page.getByLabel("Коды услуг").fill("CT MR LAB");
  await first.page.getByLabel("Застрахованные").fill("Patient/demo-1\nДМС 77-01 2026-01-01 2026-06-30");
  await first.press("Сохранить черновик");
  await first.shot("officer-contract-wrong");
  await first.page.getByLabel("Действует по").fill("2026-12-31");
  await first.press("Сохранить черновик");
  check(first.path() === "/agreements/one", "a draft leads to " + first.path());
  check((await first.page.getByRole("button", { name: /Ввести в действие/ }).count()) === 0, "who entered it may activate it");
  check(!(await first.page.content()).includes("ДМС 77-01"), "the page shows a policy");
  await first.shot("officer-contract-draft");
  const at = first.page.url();

  const second = await visitor();
  await second.begin(service.account("officer", "dpo-2"), "тёплый хлеб на столе");
  await second.page.goto(at);
  await second.press(/Ввести в действие/);
  check((await second.page.getByText("действует", { exact: true }).count()) > 0, "the version is not in force");
  await second.page.getByText("Записать согласие").first().click();
  await second.page.getByLabel("Номер пациента").fill("demo-1");
  await second.page.getByLabel("Редакция текста согласия").fill("2026-1");
  await second.page.getByLabel("День подписания").fill("2026-01-10");
  await second.press("Записать согласие");
  check((await second.page.getByText("10 января 2026").count()) === 1, "the consent is not there");
  await second.shot("officer-contract");
  await second.page.getByText("Отозвать согласие").first().click();
  await second.press("Отозвать согласие");
  check((await second.page.getByText("отозвано").count()) > 0, "the consent is not withdrawn");
  await second.page.getByText("Приостановить договор").first().click();
  await second.press("Приостановить договор");
  check((await second.page.getByText("приостановлен", { exact: true }).count()) === 1, "the contract is not suspended");
  await second.press("Возобновить договор");
  await second.go("/agreements");
  await second.shot("officer-contracts");

  const desk = await visitor();
  await desk.begin(service.account("reception", "front-desk"), "тихая река под мостом");
  await desk.go("/reception/Patient/demo-1");
  await desk.page.getByText("Записать согласие").first().click();
  await desk.page.getByLabel("Страховщик (номер организации)").fill("ins-a");
  await desk.page.getByLabel("Номер договора").fill("ДМС-2026/17");
  await desk.page.getByLabel("Редакция текста согласия").fill("2026-1");
  await desk.page.getByLabel("День подписания").fill("2026-02-01");
  await desk.press("Записать согласие");
  await desk.page.getByText("Отозвать согласие").first().click();
  await desk.shot("reception-consent");
  await desk.press("Отозвать согласие");
  check((await desk.page.getByText("отозвано").count()) > 0, "the consent is not withdrawn at reception");
}
