// A patient looks at the record, orders an extract, watches it, downloads it,
// shows it by a link, sees who received what; reception forbids and lifts.

export default async function ({ service, visitor, check }) {
  const patient = await visitor();
  await patient.begin(service.account("patient", "Patient/demo-1"), "зелёный чайник на окне");
  check(patient.path() === "/record", "the patient begins at " + patient.path());
  await patient.shot("patient-record");
  await patient.go("/record?lang=en");
  await patient.shot("patient-record-english");
  await patient.go("/record?lang=ru");

  await patient.page.getByLabel("Что показать").selectOption("imaging");
  await patient.press("Показать", { exact: true });
  check(patient.page.url().includes("of=imaging"), "the filter does not filter");
  await patient.page.getByText("Показать КТ органов грудной клетки").first().click();
  await patient.shot("patient-record-open");

  await patient.press("Сделать выписку из отмеченного");
  await patient.page.getByText("Ничего не отмечено").waitFor();
  await patient.shot("patient-nothing-chosen");
  await patient.page.getByRole("checkbox").first().check();
  await patient.press("Сделать выписку из отмеченного");
  check(/^\/orders\/\w+$/.test(patient.path()), "an order of chosen items ends at " + patient.path());
  await patient.page.getByRole("heading", { name: "Готова" }).waitFor({ timeout: 10000 });

  await patient.go("/record");
  await patient.press("Сделать выписку", { exact: true });
  // The page changes by itself: nobody reloads it here.
  await patient.page.getByRole("heading", { name: "Готова" }).waitFor({ timeout: 10000 });
  await patient.shot("patient-order-ready");
  const order = patient.path();
  const words = await patient.download("Скачать");
  check(words.includes("Иванова") && words.includes("Выписка"), "the extract is not the patient's:\n" + words.slice(0, 500));

  await patient.page.getByText("Новая ссылка").click();
  await patient.shot("patient-order-link");
  await patient.page.getByLabel("Сколько раз можно скачать").selectOption("3");
  await patient.press("Сделать ссылку");
  await patient.shot("patient-link-fresh");
  const address = await patient.page.getByLabel("Адрес").inputValue();
  const pin = await patient.page.locator("b.pin").textContent();
  const friend = await visitor();
  await friend.page.goto(address);
  await friend.page.getByLabel("ПИН-код").fill(pin);
  await friend.shot("landing");
  const seen = await friend.download("Скачать");
  check(seen === words, "the friend has another document");

  await patient.go("/copies");
  await patient.shot("patient-copies");
  await patient.go("/disclosures");
  check((await patient.page.getByText("кто-то по вашей ссылке").count()) > 0, "the friend's download is not told");
  await patient.shot("patient-told");

  const desk = await visitor();
  await desk.begin(service.account("reception", "front-desk"), "тихая река под мостом");
  await desk.go("/reception/Patient/demo-1");
  await desk.page.getByText("Записать запрет").click();
  await desk.press("Запретить");
  for (const path of ["/record", "/copies", "/disclosures", order]) {
    await patient.go(path);
    check((await patient.page.getByText("Пациент запретил").count()) > 0, path + " opens during a block");
    check((await patient.page.getByText("Иванова").count()) === 0, path + " shows a name during a block");
  }
  await patient.shot("patient-blocked");
  await friend.page.goto(address);
  check((await friend.page.getByText("Пациент запретил доступ").count()) > 0, "the link opens during a block");
  await friend.shot("landing-blocked");
  await desk.page.getByText("Снять запрет").first().click();
  await desk.press("Снять запрет");
  await patient.go("/record");
  check(patient.path() === "/record" && (await patient.page.getByText("Иванова").count()) > 0, "lifting does not open the cabinet");

  await patient.go(order);
  await patient.press("Отозвать ссылку");
  await friend.page.goto(address);
  check((await friend.page.getByText("Ссылка отозвана").count()) > 0, "an ended link opens");

  await keyboard(patient, check);
  await patient.go("/me");
  await patient.press("Завершить остальные сеансы");
  check(patient.path() === "/me", "this session ended too");
  check(!service.log().includes("Иванова"), "the log has a name");
  await sealed(service, patient, order);
  await scriptless(service, visitor, check);
}

// keyboard orders an extract without a mouse.
async function keyboard(patient, check) {
  await patient.go("/record");
  const { page } = patient;
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate(() => document.activeElement.textContent.trim())) === "Сделать выписку") break;
  }
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Готова" }).waitFor({ timeout: 10000 });
  check(/^\/orders\//.test(patient.path()), "the keyboard leads to " + patient.path());
}

// sealed has the program itself check the downloaded file: it ends with an error
// where the seal is not valid and trusted.
async function sealed(service, patient, order) {
  await patient.go(order);
  service.run("verify", await patient.file("Скачать"));
}

// scriptless goes the same way in a browser that runs no script.
async function scriptless(service, visitor, check) {
  const v = await visitor({ javaScriptEnabled: false });
  await v.begin(service.account("patient", "Patient/demo-2"), "жёлтый трамвай у моста");
  await v.press("Сделать выписку", { exact: true });
  for (let i = 0; i < 50 && (await v.page.getByRole("heading", { name: "Готова" }).count()) === 0; i++) {
    await v.page.getByRole("link", { name: "Обновить" }).click().catch(() => {});
    await v.page.waitForTimeout(100);
  }
  check((await v.page.getByRole("heading", { name: "Готова" }).count()) === 1, "without scripts the order never becomes ready");
}
