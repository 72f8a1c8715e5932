### The menu of commands: what stands beside each in Telegram (no HTML, at most 256 characters).

command-start = Начать
command-card = Моя карта
command-invite = Пригласить друга
command-coupons = Мои купоны
command-feedback = Написать нам
command-settings = Настройки: сообщения и язык
command-privacy = Мои данные: посмотреть, выгрузить, удалить
command-help = Что я умею

command-sale = Продажа: карта или телефон, сумма, чек
command-return = Возврат: карта или телефон, сумма, чек
command-refusal = Не купили: карта или телефон, заметка
command-client = Найти клиента: карта, телефон или имя
command-cases = Открытые обращения

command-stats = Как идут дела
command-touchpoints = Касания: показать, включить, выключить
command-import = Загрузить клиентов или покупки
command-export = Выгрузить данные
