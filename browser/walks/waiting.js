// An order that waits: this service has no worker. It is watched and cancelled.
export const args = ["--role", "web"];

export default async function ({ service, visitor, check }) {
  const patient = await visitor();
  await patient.begin(service.account("patient", "Patient/demo-1"), "зелёный чайник на окне");
  await patient.go("/copies");
  await patient.shot("patient-copies-none");
  await patient.go("/record");
  await patient.page.getByLabel("За период").check();
  await patient.page.getByLabel("с", { exact: true }).first().fill("2026-01-01");
  await patient.press("Сделать выписку", { exact: true });
  await patient.page.getByRole("heading", { name: "В очереди" }).waitFor();
  await patient.shot("patient-order-waiting");
  await patient.press("Отменить заказ");
  await patient.page.getByRole("heading", { name: "Отменён" }).waitFor();
  check((await patient.page.getByRole("button", { name: "Скачать" }).count()) === 0, "a cancelled order offers a download");
  check((await patient.page.getByText("1 января 2026").count()) === 1, "the order's period is not told");
  await patient.shot("patient-order-cancelled");

  await patient.go("/record");
  await patient.press("Сделать выписку", { exact: true });
  await patient.page.getByRole("heading", { name: "В очереди" }).waitFor();
  const desk = await visitor();
  await desk.begin(service.account("reception", "front-desk"), "тихая река под мостом");
  await desk.go("/reception/Patient/demo-1");
  await desk.page.getByText("Записать запрет").click();
  await desk.press("Запретить");
  await patient.page.getByText("Пациент запретил доступ").first().waitFor(); // nobody clicks: the open page hears of it
}
