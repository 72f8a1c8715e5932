### The menu of commands: what stands beside each in Telegram (no HTML, at most 256 characters).

command-start = Начать
command-card = Моя карта
command-invite = Пригласить друга
command-coupons = Мои купоны
command-feedback = Написать нам
command-settings = Настройки: сообщения, язык, время
command-privacy = Мои данные: посмотреть, выгрузить, удалить
command-help = Что я умею

command-sale = Продажа: карта или телефон, сумма, чек
command-return = Возврат: карта или телефон, сумма, чек
command-refusal = Не купили: карта или телефон, заметка
command-client = Найти клиента: карта, телефон или имя
command-task = Задачи: поставить или посмотреть
command-cases = Открытые обращения

command-stats = Как идут дела
command-segments = Кто наши клиенты
command-campaign = Разослать сообщение
command-calendar = Что и когда будет отправлено
command-touchpoints = Касания: включить, выключить, итоги
command-import = Загрузить клиентов или покупки
command-export = Выгрузить данные
command-backup = Сделать резервную копию
command-audit = Проверить себя: что обещали и что сделали
