// Reception gives a patient access; the patient comes in and must choose a
// password; reception replaces it, forbids, lifts, and closes.
export default async function ({ service, visitor, check }) {
  const desk = await visitor();
  await desk.go("/");
  await desk.shot("start");
  await desk.go("/login");
  await desk.shot("login");
  await desk.login("R-0000-0000", "nobody's password");
  check(desk.path() === "/login", "a wrong login leads on");
  await desk.shot("login-wrong");

  const staff = service.account("reception", "front-desk");
  await desk.loginByKeys(staff.login, staff.password);
  check(desk.path() === "/password", "a first password does not lead to choosing another");
  await desk.go("/reception");
  check(desk.path() === "/password", "a first password opens the cabinet");
  await desk.shot("password-first");
  await desk.page.getByLabel("Новый пароль", { exact: true }).fill("qwertyuiop");
  await desk.page.getByLabel("Новый пароль ещё раз").fill("qwertyuiop");
  await desk.press("Сохранить пароль");
  await desk.page.getByRole("alert").waitFor();
  await desk.shot("password-common");
  await desk.page.getByLabel("Новый пароль", { exact: true }).fill("тихая река под мостом");
  await desk.page.getByLabel("Новый пароль ещё раз").fill("тихая река под мостом");
  await desk.press("Сохранить пароль");
  check(desk.path() === "/reception", "after choosing a password the cabinet does not open");
  const cookies = await desk.context.cookies();
  check(cookies.length === 1 && cookies[0].name === "__Host-session" && cookies[0].secure && cookies[0].httpOnly, "the cookie is " + JSON.stringify(cookies));
  await desk.shot("reception-search");

  await desk.page.getByLabel("Номер карты").fill("а-104/26");
  await desk.press("Найти");
  await desk.shot("reception-found");
  check(!desk.page.url().includes("104"), "what was looked for is in the address");
  await desk.page.getByRole("link", { name: "Иванова Мария" }).click();
  check(desk.path() === "/reception/Patient/demo-1", "the person's page does not open");
  const slip = await desk.download("Выдать доступ");
  const first = { login: /[PD]-\w{4}-\w{4}/.exec(slip)?.[0], password: /Первый пароль\s+(\S+)/.exec(slip)?.[1] };
  check(first.login && first.password?.length === 12, "the slip lacks login or first password:\n" + slip);
  await desk.page.reload();
  await desk.shot("reception-person");

  const patient = await visitor();
  await patient.begin(first, "зелёный чайник на окне");
  check(patient.path() !== "/password" && patient.path() !== "/login", "the patient's first login ends at " + patient.path());
  await patient.go("/me");
  await patient.shot("me");
  const thief = await visitor();
  await thief.login(first.login, first.password);
  check(thief.path() === "/login", "a first password opens twice");

  await desk.page.getByText("Заменить пароль").click();
  await desk.page.getByRole("checkbox").check();
  await desk.shot("reception-replace");
  const second = /Первый пароль\s+(\S+)/.exec(await desk.download("Заменить и скачать листок"))?.[1];
  check(second && second !== first.password, "the second slip has no new password");
  await patient.go("/me");
  check(patient.path() === "/login", "the patient's session outlives the reset");

  await desk.page.reload();
  await desk.page.getByText("Записать запрет").click();
  await desk.shot("reception-block");
  await desk.press("Запретить");
  await desk.page.getByText("все кабинеты, свой тоже").first().waitFor();
  await desk.page.getByText("Снять запрет").first().click();
  await desk.shot("reception-blocked");
  await desk.press("Снять запрет");
  await desk.page.getByText("Пациент ничего не запретил").waitFor();

  await desk.page.getByText("Закрыть доступ насовсем").first().click();
  await desk.press("Закрыть доступ насовсем");
  check((await desk.page.getByText("закрыт").count()) > 0, "the account is not shown as closed");

  await desk.go("/me/codes");
  await desk.shot("codes");
  await desk.go("/me?lang=en");
  await desk.shot("me-english");
  await desk.press("Log out");
  check(desk.path() === "/login", "logging out does not lead to the door");
  await desk.go("/reception");
  check(desk.path() === "/login", "the cabinet opens after logging out");
  check(!service.log().includes("Иванова"), "the log has a name");
}
