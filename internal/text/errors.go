package text

// errorWords are what errors say: the key alone is the title (what happened), with
// ".do" the advice (what to do next). internal/web/errors.go has the statuses.
var errorWords = map[string]Phrase{
	"request.bad":    {"Запрос не удалось прочитать", "The request could not be read"},
	"request.bad.do": {"Проверьте, что запрос составлен по описанию API.", "Check the request against the API's description."},

	"request.invalid":    {"В запросе есть ошибка", "Something in the request is wrong"},
	"request.invalid.do": {"Исправьте названные поля и отправьте запрос ещё раз.", "Correct the fields named here and send the request again."},

	"request.large":    {"Запрос слишком большой", "The request is too large"},
	"request.large.do": {"Сократите запрос и отправьте его ещё раз.", "Make the request smaller and send it again."},

	"request.media":    {"Такой вид данных здесь не принимается", "This kind of content is not accepted here"},
	"request.media.do": {"Отправьте JSON с заголовком Content-Type: application/json.", "Send JSON with the header Content-Type: application/json."},

	"request.foreign":    {"Запрос пришёл с чужого сайта", "The request came from another site"},
	"request.foreign.do": {"Откройте ссылку ещё раз прямо в браузере и нажмите кнопку на нашей странице.", "Open the link again directly in the browser and press the button on our own page."},

	"method":    {"Так к этому адресу обратиться нельзя", "This address does not answer to that method"},
	"method.do": {"Проверьте метод запроса по описанию API.", "Check the method against the API's description."},

	"token":    {"Нужен действующий ключ доступа", "A valid access token is needed"},
	"token.do": {"Получите новый ключ и передайте его в заголовке Authorization: Bearer.", "Get a new token and send it in the header Authorization: Bearer."},

	"token.scope":    {"Этот ключ только читает", "This token only reads"},
	"token.scope.do": {"Сделайте ключ, который может заказывать и изменять.", "Make a token that may order and change."},
	"tokens.many":    {"Ключей уже двадцать", "There are twenty tokens already"},
	"tokens.many.do": {"Отзовите ненужный и повторите.", "End one that is not needed and try again."},

	"login.wrong":     {"Вход не выполнен", "You are not logged in"},
	"login.wrong.do":  {"Логин, пароль или код не подошли. Проверьте их и попробуйте ещё раз; после нескольких неудач подряд вход на время закрывается. Забытый пароль заменят в регистратуре.", "Login, password or code do not fit. Check them and try again; after several failures in a row the door is closed for a while. A forgotten password is replaced at the reception desk."},
	"login.needed":    {"Нужно войти", "Please log in"},
	"login.needed.do": {"Сеанс закончился или ещё не начат. Войдите и повторите действие.", "The session is over or has not begun. Log in and do it again."},
	"login.first":     {"Сначала задайте свой пароль", "Choose your own password first"},
	"login.first.do":  {"Первый пароль нужен только для этого. Откройте страницу «Пароль».", "A first password is for nothing else. Open the page “Password”."},
	"password.bad":    {"Пароль не подходит", "The password is not taken"},
	"password.bad.do": {"Нужно не меньше 10 знаков; часто встречающиеся пароли не принимаются.", "It needs at least 10 characters; passwords that many people use are not taken."},

	"access.has":    {"Доступ уже есть", "There is an account already"},
	"access.has.do": {"Вернитесь на страницу человека: если логин или пароль потерян, замените пароль, новый листок напомнит и логин.", "Go back to the person's page: where login or password is lost, replace the password; the new slip has the login too."},

	"visitor":    {"Этой учётной записи это не разрешено", "This account may not do this"},
	"visitor.do": {"Войдите под другой учётной записью или обратитесь к администратору клиники.", "Use another account, or ask the clinic's administrator."},

	"none":    {"Здесь ничего нет", "There is nothing here"},
	"none.do": {"Проверьте адрес. Возможно, документ доступен только другой учётной записи.", "Check the address. The document may be open to another account only."},

	"order.refused":    {"В выдаче копии отказано", "The copy was refused"},
	"order.refused.do": {"Правило клиники не позволяет выдать эту копию. По вопросам обратитесь в регистратуру.", "A rule of the clinic does not allow this copy. Ask the reception desk."},

	"order.not-ready":    {"Копия ещё не готова", "The copy is not ready"},
	"order.not-ready.do": {"Подождите, пока копия будет готова (ready); если заказ завершился без копии, сделайте новый.", "Wait for the status “ready”; if the order ended without a copy, place a new one."},

	"package.replaced":    {"Пакет отозван", "The package was withdrawn"},
	"package.replaced.do": {"Кто-то из застрахованных отозвал согласие или закрыл доступ. Пакет без этих лиц уже готовится; получите его под следующим номером.", "Somebody insured withdrew their consent or blocked access. A package without them is being made; fetch it under the next number."},
	"package.checking":    {"Согласия проверяются", "Consents are being checked"},
	"package.checking.do": {"В пакете много людей. Повторите через минуту.", "There are many people in the package. Try again in a minute."},
	"package.digest":      {"Это другой файл", "This is another file"},
	"package.digest.do":   {"Контрольная сумма не та, что у пакета. Скачайте пакет ещё раз и сравните.", "Its digest is not the package's. Fetch the package again and compare."},
	"contract.state":      {"Состояние договора этого не допускает", "The state of the contract does not allow this"},
	"contract.state.do":   {"Он приостановлен, заменён, ещё не введён в действие, или это с ним уже сделано. Посмотрите, что с ним сейчас, или обратитесь в клинику.", "It is suspended, replaced, not yet activated, or that was done already. Look how it stands now, or ask the clinic."},

	"patient.blocked":    {"Пациент запретил доступ", "The patient has forbidden access"},
	"patient.blocked.do": {"Пока запрет действует, документ не выдаётся. Снять запрет пациент может в регистратуре.", "The document is not handed out while the prohibition stands. The patient can lift it at the reception desk."},

	"copy.ended":    {"Копия больше не выдаётся", "The copy is not given out any more"},
	"copy.ended.do": {"Она отозвана или срок её хранения закончился. Закажите новую.", "It was revoked, or its time of keeping is over. Order a new one."},

	"copy.held":    {"Уничтожение копии приостановлено", "The copy is under a legal hold"},
	"copy.held.do": {"Сначала снимите приостановку, если для неё больше нет основания.", "End the hold first, if its basis is gone."},

	"contract.person":    {"Нужен второй человек", "A second person is needed"},
	"contract.person.do": {"Версию договора вводит в действие не тот, кто её внёс.", "Whoever entered a contract's version does not activate it."},

	"link.unknown":    {"Такой ссылки нет", "There is no such link"},
	"link.unknown.do": {"Проверьте, что адрес скопирован целиком, или попросите новую ссылку у того, кто её прислал.", "Check that the address was copied whole, or ask whoever sent it for a new link."},

	"link.revoked":    {"Ссылка отозвана", "The link was revoked"},
	"link.revoked.do": {"Попросите новую ссылку у того, кто её прислал.", "Ask whoever sent it for a new link."},

	"link.expired":    {"Срок действия ссылки истёк", "The link has expired"},
	"link.expired.do": {"Попросите новую ссылку у того, кто её прислал.", "Ask whoever sent it for a new link."},

	"link.locked":    {"Ссылка закрыта: слишком много неверных ПИН-кодов", "The link is locked after too many wrong PINs"},
	"link.locked.do": {"Попросите новую ссылку и новый ПИН-код у того, кто их прислал.", "Ask whoever sent it for a new link and a new PIN."},

	"link.used-up":    {"Все скачивания по ссылке использованы", "All downloads of the link are used up"},
	"link.used-up.do": {"Найдите уже скачанный файл или попросите новую ссылку.", "Find the file you downloaded before, or ask for a new link."},

	"link.given-back":    {"Это скачивание прервалось по нашей вине", "This download broke on our side"},
	"link.given-back.do": {"Скачивание вам возвращено: откройте первоначальную ссылку ещё раз.", "The download was given back to you: open the original link again."},

	"link.audience":    {"Ссылка открывается только её получателю", "The link opens to its recipient alone"},
	"link.audience.do": {"Войдите под учётной записью получателя и откройте ссылку ещё раз.", "Log in as the recipient and open the link again."},

	"link.pin":    {"ПИН-код не подошёл", "The PIN is not right"},
	"link.pin.do": {"Введите шесть цифр, которые вам сообщили отдельно от ссылки.", "Enter the six digits you were told apart from the link."},

	"source.faulty":    {"Медицинскую карту не удалось прочитать целиком", "The medical record could not be read whole"},
	"source.faulty.do": {"Копия по неполным данным не выдаётся. Повторите позже; если не поможет, сообщите администратору номер обращения.", "No copy is made of an incomplete record. Try again later; if that does not help, tell the administrator the number of this request."},

	"source.away":    {"Медицинская система клиники сейчас не отвечает", "The clinic's medical system does not answer now"},
	"source.away.do": {"Повторите через несколько минут; ничего делать заново не нужно.", "Try again in a few minutes; nothing needs to be done anew."},

	"busy":    {"Сервис сейчас занят", "The service is busy"},
	"busy.do": {"Повторите через минуту.", "Try again in a minute."},

	"crowd":    {"Слишком много запросов", "Too many requests"},
	"crowd.do": {"С вашего адреса пришло много запросов подряд. Повторите через минуту.", "Many requests came from your address one after the other. Try again in a minute."},

	"fault":    {"На нашей стороне произошла ошибка", "Something went wrong on our side"},
	"fault.do": {"Повторите позже. Если не поможет, сообщите администратору номер обращения.", "Try again later. If that does not help, tell the administrator the number of this request."},
}

// fields say what to do about a field of a page's form that is wrong, by its name;
// without one the general advice of request.invalid stands.
var fields = map[string]Phrase{
	"field.contract":      {"Такого договора нет. Напишите его номер так, как он записан у клиники.", "There is no such contract. Write its number as the clinic has it."},
	"field.ttl":           {"Такой срок ссылки здесь не разрешён. Вернитесь и выберите меньший.", "A link may not have that life here. Go back and choose a shorter one."},
	"field.max_downloads": {"Столько скачиваний по одной ссылке здесь не разрешено. Вернитесь и выберите меньше.", "A link may not have that many downloads here. Go back and choose fewer."},
	"field.seen":          {"Вернитесь и отметьте, что документ предъявлен и это тот самый человек.", "Go back and tick that the document was shown and that this is the person."},
	"field.document":      {"Вернитесь и выберите, какой документ предъявлен.", "Go back and choose which document was shown."},
	"field.scope":         {"Не выбрано, что войдёт. Вернитесь и выберите всю карту или укажите хотя бы один день периода.", "It was not chosen what goes in. Go back and choose the whole record, or give at least one day of the period."},
	"field.from":          {"Первый день периода записан неверно: нужен день, например 2026-10-01.", "The period's first day is not written as it should be: want a day such as 2026-10-01."},
	"field.to":            {"Последний день периода записан неверно: нужен день не раньше первого, например 2026-10-31.", "The period's last day is not written as it should be: want a day not before the first, such as 2026-10-31."},
}

// rules are the words of policy's refusals, by the rule's name; without one the
// general advice of order.refused stands.
var rules = map[string]Phrase{
	"rule.ask-incomplete":            {"В заказе не назван пациент или вид копии. Укажите одного пациента и вид: signed или anonymized.", "The order names no patient or no kind of copy. Name one patient and a kind: signed or anonymized."},
	"rule.operator-off":              {"Выдача копий из командной строки отключена в настройках (cli.export).", "Copies at the machine's shell are switched off (cli.export)."},
	"rule.patient-other":             {"Пациент получает копии только своей карты.", "A patient gets copies of their own record only."},
	"rule.patient-unsigned":          {"Копия для пациента всегда подписана: закажите подписанную (signed).", "A patient's copy is always signed: order a signed one."},
	"rule.patient-blocked":           {"Пациент запретил выдачу копий в регистратуре; снять запрет может он сам.", "The patient has forbidden copies at the reception desk; only the patient can lift this."},
	"rule.doctor-blocked":            {"Пациент запретил врачам доступ к своим данным через регистратуру.", "The patient has forbidden doctors' access at the reception desk."},
	"rule.doctor-no-referral":        {"Нет действующего направления этого врача для пациента. Оформите направление или проверьте его срок.", "No referral of this doctor for the patient is live today. Write a referral, or check its period."},
	"rule.doctor-denied":             {"Пациент запретил врачам доступ к своим данным.", "The patient has forbidden doctors' access."},
	"rule.doctor-signed":             {"Врачам выдаются обезличенные заключения: закажите обезличенную копию (anonymized).", "Doctors get anonymized reports: order an anonymized one."},
	"rule.insurer-package-only":      {"Страховщик получает пакеты по договору, а не отдельные копии.", "Insurers get packages under a contract, not single copies."},
	"rule.package-other-insurer":     {"Это договор другого страховщика, или сейчас он не действует.", "The contract is another insurer's, or is not in force now."},
	"rule.package-contract":          {"Договор сейчас не действует: он приостановлен или ни одна его версия не введена в действие. Обратитесь в клинику.", "The contract is not in force: it is suspended, or no version of it was activated. Ask the clinic."},
	"rule.package-asker":             {"Пакет делается только для страховщика, с которым заключён договор.", "A package is made for the insurer of the contract alone."},
	"rule.package-period":            {"Период пакета — целые дни, и последний из них не раньше первого.", "A package is about whole days, the last not before the first."},
	"rule.package-short":             {"Пакет без имён делается за четыре недели или больше: по короткому периоду было бы видно, насколько сдвинуты даты.", "A package without names is about four weeks or more: a shorter period would tell by how much its dates were moved."},
	"rule.package-early":             {"Этот период ещё не начался. Запросите пакет, когда он начнётся.", "The period has not begun. Ask for the package once it has."},
	"rule.package-unsigned":          {"Документ пакета всегда подписан.", "A document in a package is always signed."},
	"rule.package-nothing":           {"За этот период заключений нет.", "There are no reports of this period."},
	"rule.package-blocked":           {"Пациент запретил доступ; в этой клинике запрет действует и на пакеты.", "The patient has blocked access; in this clinic blocks bind packages too."},
	"rule.package-no-consent":        {"Нет действующего письменного согласия пациента на передачу этому страховщику.", "No written consent of the patient to this insurer is in force."},
	"rule.package-not-insured":       {"В день услуги человек не был застрахован по договору.", "The person was not insured under the contract on the day of the service."},
	"rule.package-out-of-scope":      {"Услуги этого периода договором не покрыты.", "The contract does not cover the services of this period."},
	"rule.package-not-final":         {"Заключения этого периода ещё не окончательные.", "The reports of this period are not final yet."},
	"rule.reception-nothing-medical": {"Регистратура не получает медицинских документов.", "Reception sees nothing medical."},
	"rule.officer-nothing-medical":   {"Ответственный за персональные данные не получает медицинских документов.", "The privacy officer sees nothing medical."},
}
