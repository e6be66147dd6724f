// An insurer sees contracts, makes a token, uses it, ends it.
export default async function ({ service, visitor, check }) {
  const insurer = await visitor();
  await insurer.begin(service.account("insurer", "Organization/org-insurer"), "белая лодка у причала");
  check(insurer.path() === "/contracts", "the insurer begins at " + insurer.path());
  check((await insurer.page.getByText("Д-2026/01").count()) > 0, "the contract is not shown");
  await insurer.shot("insurer-contracts");
  await insurer.go("/tokens");
  await insurer.shot("insurer-tokens-none");
  await insurer.press("Сделать ключ");
  await insurer.shot("insurer-token-fresh");
  const token = await insurer.page.getByLabel("Скопируйте его сейчас").inputValue();
  const call = (method, path) =>
    insurer.context.request.fetch(service.origin + path, { method, headers: { Authorization: "Bearer " + token, Accept: "application/json" }, ignoreHTTPSErrors: true });
  check((await call("GET", "/api/v1/contracts")).status() === 200, "the token does not open the API");
  check((await call("POST", "/api/v1/extracts")).status() === 403, "a token that only reads orders");
  await insurer.go("/tokens");
  check((await insurer.page.getByText(token).count()) === 0, "the token is told again");
  await insurer.press(/Отозвать ключ/);
  check((await call("GET", "/api/v1/contracts")).status() === 401, "an ended token opens the API");
}
