// A doctor sees patients with a live referral, orders an anonymized report,
// downloads it; a patient's prohibition closes all of it at once.
export default async function ({ service, visitor, check }) {
  const doctor = await visitor();
  await doctor.begin(service.account("doctor", "Practitioner/doc-petrov"), "синий камень в ручье");
  check(doctor.path() === "/patients", "the doctor begins at " + doctor.path());
  await doctor.shot("doctor-patients");
  await doctor.page.getByRole("link", { name: "Иванова" }).click();
  check(doctor.path() === "/patients/demo-1", "the patient's page is " + doctor.path());
  check((await doctor.page.getByText("ммоль").count()) === 0, "a doctor sees results outside of a report");
  await doctor.shot("doctor-patient");
  await doctor.press("Заказать отчёт", { exact: true });
  await doctor.page.getByRole("heading", { name: "Готова" }).waitFor({ timeout: 10000 });
  await doctor.shot("doctor-order-ready");
  const order = doctor.path();
  const words = await doctor.download("Скачать");
  check(!words.includes("Иванова") && words.length > 200, "the report is not anonymized:\n" + words.slice(0, 300));
  await doctor.go("/patients/demo-1");
  await doctor.page.getByRole("checkbox").first().check();
  await doctor.press("Заказать отчёт об отмеченном");
  await doctor.page.getByRole("heading", { name: "Готова" }).waitFor({ timeout: 10000 });

  const desk = await visitor();
  await desk.begin(service.account("reception", "front-desk"), "тихая река под мостом");
  await desk.go("/reception/Patient/demo-1");
  await desk.page.getByText("Записать запрет").click();
  await desk.page.getByLabel("только врачи").check();
  await desk.press("Запретить");
  await doctor.go("/patients/demo-1");
  check((await doctor.page.getByText("Пациент запретил").count()) > 0, "the patient's page opens during a block");
  check((await doctor.page.getByText("Иванова").count()) === 0, "a name is shown during a block");
  await doctor.shot("doctor-blocked");
  await doctor.go("/patients");
  await doctor.shot("doctor-patients-blocked");
  await doctor.go(order);
  check((await doctor.page.getByRole("button", { name: "Скачать" }).count()) === 0, "a download is offered during a block");
  await doctor.shot("doctor-order-blocked");
  await doctor.go("/copies");
  await doctor.shot("doctor-copies");
  await doctor.go("/patients/nobody");
  check((await doctor.page.getByText("Нет действующего направления").count()) > 0, "a patient without a referral is answered otherwise");
  await doctor.shot("doctor-no-referral");
  check(!service.log().includes("Иванова"), "the log has a name");
}
