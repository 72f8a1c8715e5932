### What the bot says to staff, in the manager chat and at the till.

## The page of a customer.

client-nameless = Без имени
client-name = 👤 <b>{ $name }</b>
client-phone = 📱 { $phone }
client-no-phone = 📱 телефона нет
client-card = 💳 <code>{ $number }</code>
client-no-card = 💳 карты пока нет
client-birthday = 🎂 День рождения { $days ->
    [0] сегодня
    [1] завтра
    [one] через { $days } день
    [few] через { $days } дня
   *[other] через { $days } дней
}: { $day }
client-unreachable = 🔕 В боте не читает: написать не получится, только позвонить
client-tier = ⭐ { $tier }, скидка сейчас <b>{ $percent }</b>
client-card-expired = ⚠️ Карта действовала до { $day }, скидки по ней нет. Покупка её продлит
client-spent = За год: { $spent }
client-next-tier = До уровня «{ $tier }» осталось { $missing }
client-coupons = 🎟 <b>Купоны</b>
client-no-coupons = 🎟 Купонов нет
client-coupon = • { $gain } — { $offer }, до { $until } (<code>{ $code }</code>)
client-coupon-later = • { $gain } — { $offer }, с { $since } до { $until } (<code>{ $code }</code>)
client-more = …и ещё { $count }
client-stage = { $stage ->
    [new] 🌱 Одна покупка
    [repeat] 🌿 Покупает не первый раз
    [regular] 🌳 Постоянный клиент
    [advocate] 💚 Покупает и советует нас друзьям
    [sleeping] 😴 Давно не заходит
    [lost] 🍂 Мы его, похоже, потеряли
   *[lead] 👋 Пока без покупок
}
client-silence = Последняя покупка: { $days ->
    [0] сегодня
    [one] { $days } день назад
    [few] { $days } дня назад
   *[other] { $days } дней назад
}
client-purchases = 🛍 <b>Покупки</b>
client-no-purchases = 🛍 Покупок нет
client-purchase = • { $day }: { $paid }{ $saved ->
    [yes] { " " }(скидка { $discount })
   *[no] { "" }
}{ $undone ->
    [yes] { " " }— отменена
   *[no] { "" }
}
client-since = С нами с { $day }
client-source = Откуда: { $source }
client-invited-by = По приглашению: { $name }
client-tags = 🏷 { $tags }
client-notes = 📝 <b>Заметки</b>
client-note = • { $note }
client-button-sale = Продажа
client-button-coupon = Продажа с купоном
client-button-refusal = Не купили
client-button-note = Заметка
client-button-notes = Все заметки
client-button-page = Карточка клиента
client-button-open = Открыть у кассы
client-usage =
    Кого найти? Напишите номер карты, телефон или имя:
    <code>/client +7 916 123-45-67</code>
client-not-found = Такого клиента нет: «{ $who }». Проверьте номер. Карту можно завести за две минуты: { $link }
client-unclear = Не пойму, кто это: «{ $who }». Нужны 13 цифр карты, телефон целиком или имя.
client-several = Нашлось несколько. Кто из них?
client-several-more = Показаны не все: напишите имя точнее или телефон.
client-choice = { $name } · { $phone }
client-gone = Этого клиента больше нет в базе: данные удалены по просьбе человека.
client-card-unknown = Такой карты у нас нет. Возможно, её перевыпустили: попросите открыть карту в боте заново.
client-notes-none = Заметок пока нет.

## The till.

till-cancel = Отмена
till-cancelled = Отменено: ничего не записано.
till-stale = Этот вопрос уже неактуален. Откройте карточку и нажмите кнопку ещё раз.
till-staff-only = Эта кнопка только для сотрудников.
till-say-who = Не пойму, о ком речь: нужен номер карты (13 цифр) или телефон целиком. По имени ищет /client.
till-amount-not_a_number = «{ $said }» — не сумма. Напишите числом, например <code>1 500,50</code>.
till-amount-not_positive = Сумма должна быть больше нуля. Напишите её ещё раз.
till-amount-too_large = Слишком большая сумма, похоже на опечатку. Напишите её ещё раз.
till-amount-too_fine = Мельче копейки не бывает. Напишите сумму ещё раз, например <code>1 500,50</code>.
till-amount-missing = А сумма? Напишите её после номера.
till-amount-words = Сумму нужно написать текстом: числом, например <code>1 500,50</code>.
till-receipt-strange = После суммы может стоять только номер чека, одним словом. Не пойму: «{ $said }».

## Sales.

sale-usage =
    Кому, сколько, номер чека (если есть):
    <code>/sale +7 916 123-45-67 1 500 чек 42</code>
sale-ask = { $name }: на какую сумму? Напишите цену без скидки, например <code>1 500</code>.
sale-ask-coupon = { $name }, купон «{ $offer }» ({ $gain }): на какую сумму? Напишите цену без скидки.
till-ask-reply = Ответьте на это сообщение.
sale-price = К оплате <b>{ $pay }</b>: { $full } − { $off } ({ $why })
sale-price-full = К оплате <b>{ $pay }</b>, без скидки
sale-because-coupon = купон «{ $offer }»
sale-because-capped = { $why }; больше скидки не бывает
sale-recorded = ✅ { $name }
sale-recorded-sum = ✅ { $name }
    К оплате { $paid }{ $saved ->
        [yes] , скидка { $discount }
       *[no] { "" }
    }
sale-receipt = Чек { $receipt }
sale-coupon-kept = Купон «{ $offer }» не потрачен: скидка по карте не меньше.
sale-coupon-used = Купон «{ $offer }» использован.
sale-card-expired = Карта просрочена, скидка по ней не действует.
sale-card-renewed = Карта продлена: со следующей покупки скидка снова действует.
sale-card-renewed-until = Карта продлена до { $day }: со следующей покупки скидка снова действует.
sale-tier-changed = 🎉 Новый уровень: { $tier }, скидка { $percent }
sale-invitation-rewarded = 🎁 Приглашение засчитано: купоны отправлены обоим.
sale-repeated = ☝️ Эта продажа уже записана { $at }, второй раз не записываю.
sale-repeated-used = Этот вопрос уже закрыт. Для новой продажи нажмите «Продажа».
sale-repeated-sum = { $name }: оплачено { $paid }{ $saved ->
    [yes] , скидка { $discount }
   *[no] { "" }
}
sale-repeated-undone = ☝️ Эта продажа была записана и отменена; второй раз не записываю.
sale-repeated-other = Чек { $receipt } записан на другого клиента: { $name }.
sale-below-margin = Такую скидку дать нельзя. К оплате вышло бы { $pay }, а меньше { $floor } нельзя: товар обошёлся примерно в { $cost }, { $loss ->
    [yes] убыток { $left }
   *[no] останется всего { $left }
}. { $coupon ->
    [yes] Можно продать без купона, он сохранится.
   *[no] Можно продать без скидки.
}
sale-coupon-too-early = Купон действует с { $day }. Можно продать без него, он сохранится.
sale-coupon-expired = Купон действовал до { $day }. Можно продать без него.
sale-coupon-already-used = Купон уже использован { $day }. Можно продать без него.
sale-coupon-not-theirs = Это купон другого клиента. Можно продать без него.
sale-coupon-unknown = Такого купона нет. Можно продать без него.
sale-button-without-coupon = Без купона: { $amount }
sale-button-without-discount = Без скидки: { $amount }
sale-button-undo = Отменить (10 минут)
sale-two-ways = Сколько? Это можно прочесть двояко.
sale-way-amount = { $amount }
sale-way-receipt = { $amount }, чек { $receipt }
sale-undone = ↩️ Продажа отменена: { $name }, { $paid }
sale-undone-coupon = Купон снова действует, с новым кодом { $code }.
sale-undone-tier = Уровень снова { $tier }.
sale-undone-before = Эту продажу уже отменили.
sale-undo-too-late = Прошло больше 10 минут. Оформите возврат: /return
sale-undo-nothing = Отменять нечего: такой продажи нет.

## Coupons at the till.

till-coupon-none = Действующих купонов нет.
till-coupon-choose = { $name }: какой купон?
till-coupon-choice = { $gain } — { $offer }
till-coupon-gone = Этот купон уже не действует. Откройте карточку заново.

## Returns.

return-usage =
    Кто, на какую сумму, номер чека (если есть):
    <code>/return +7 916 123-45-67 500 чек 42</code>
return-two-ways = Это можно прочесть двояко. Напишите сумму без пробелов, а чек — со словом «чек»: <code>чек { $receipt }</code>
return-recorded = ↩️ Возврат записан: { $name }, { $amount }
return-repeated = ☝️ Этот возврат уже записан, второй раз не записываю.
return-more-than-bought = Вернуть { $amount } нельзя: { $name }, всего куплено на { $bought }.
return-tier-changed = Теперь уровень { $tier }, скидка { $percent }

## Refusals.

refusal-usage =
    Кто не купил и почему (если сказали):
    <code>/refusal +7 916 123-45-67 дорого</code>
refusal-ask = { $name }: почему не купили? Напишите пару слов или запишите без них.
refusal-button-wordless = Записать без слов
refusal-recorded = Записал: { $name }, в этот раз без покупки. Если спросить уместно, бот сам мягко спросит почему.
refusal-recorded-unreachable = Записал: { $name }, в этот раз без покупки.
refusal-repeated = ☝️ Это уже записано.
refusal-words-only = Заметку нужно написать текстом. Или запишите без слов.

## Notes.

note-ask = { $name }: что запомнить? Напишите одним сообщением, клиент этого не увидит.
note-written = 📝 Запомнил: { $name }
note-repeated = ☝️ Эта заметка уже записана.
note-words-only = Заметку нужно написать текстом.

## Notices in the manager chat, and cases.

notice-new-customer = 🆕 <b>Новый клиент: { $name }</b>
notice-source = Откуда: { $source }
notice-source-unknown = Откуда: без метки
notice-invited-by = По приглашению: { $name }
case-title = { $kind ->
    [low_score] 🔴 <b>Низкая оценка</b>
    [refusal] 🚪 <b>Почему не купили</b>
   *[question] 💬 <b>Обращение</b>
} · № { $id }
case-customer = { $name } · { $phone }
case-customer-phoneless = { $name }
case-more = 💬 <b>{ $name }</b> · № { $id }
case-score = Оценка { $score } из { $best }
case-reason = Причина: { $reason }
case-answered = { $question } — { $answer }
case-heard = Записано у кассы: { $note }
case-line = { $author ->
    [staff] 👤
   *[customer] —
} { $text }
case-lines-earlier = …
case-nobodys = Пока ничьё: возьмите.
case-owner = Ведёт: <b>{ $owner }</b>
case-closed = ✅ Закрыто
case-reply-hint = Чтобы ответить клиенту, ответьте на это сообщение.
case-button-take = Взять
case-button-answer = Ответить
case-button-close = Закрыть
case-button-show = № { $id } · { $name }
case-taken = Взяли: теперь это ваше.
case-yours-already = Это и так ваше.
case-taken-by = Это уже ведёт { $owner }.
case-is-closed = Обращение уже закрыто.
case-unknown = Такого обращения нет.
case-ask-answer = { $staff }, ответьте на это сообщение — передам клиенту ({ $name }, № { $id }).
case-ask-answer-private = Напишите ответ — передам клиенту ({ $name }, № { $id }).
case-answer-sent = Передал клиенту.
case-answer-sent-others = Передал клиенту. Обращение ведёт { $owner }.
case-answer-repeated = Этот ответ уже передан.
case-answer-unreachable = Передать не получилось: { $name } не в боте. Телефон — в карточке клиента.
case-answer-blocked = Клиент остановил бота и ответа не увидит. Телефон — в карточке клиента.
case-answer-uncopied = Такое Telegram переслать не даёт. Напишите словами или пришлите фото.
case-answer-later = Хорошо, ответить можно и потом.
case-anonymous = Вы пишете от имени группы, и я не вижу, кто вы: клиенту ничего не передал. Выключите анонимность и ответьте ещё раз.
case-closed-now = Закрыто. Клиент об этом знает.
case-closed-quietly = Закрыто.
case-closed-before = Уже закрыто.
cases-none = Всё разобрано: открытых обращений нет.
cases-list = <b>Открытые обращения</b>, дольше всех ждущие — первыми:
cases-line = № { $id } · { $kind ->
    [low_score] низкая оценка
    [refusal] почему не купили
   *[question] обращение
} · { $name } · с { $at } · { $owned ->
    [yes] ведёт { $owner }
   *[no] ничьё
}
cases-more = Показаны не все. Закройте эти — появятся следующие.

## What was sent instead of words.

sent-photo = [фото]
sent-video = [видео]
sent-voice = [голосовое]
sent-audio = [аудио]
sent-document = [файл]
sent-sticker = [стикер]
sent-location = [место на карте]
sent-contact = [контакт]
sent-other = [сообщение без текста]

manager-chat-back =
    ✅ Бот снова здесь.{ $count ->
        [0] { "" }
        [one] { " " }Сейчас придёт { $count } уведомление, которое ждало.
        [few] { " " }Сейчас придут { $count } уведомления, которые ждали.
       *[other] { " " }Сейчас придут { $count } уведомлений, которые ждали.
    }
added-to-group = Номер этой группы: <code>{ $id }</code>. Впишите его в настройку MANAGER_CHAT_ID и перезапустите бота: здесь будет чат менеджеров.

## The first word to those who work here

staff-welcome =
    Здравствуйте! Вы в команде «{ $shop }».

    Наведите камеру телефона на QR-код карты — откроется карточка клиента: продажа, купон, заметка.
    Или словами: /sale, /return, /refusal, /client. Открытые обращения: /cases
owner-welcome =
    Здравствуйте! Вы владелец «{ $shop }».

    /stats — как идут дела
    /touchpoints — что бот пишет сам, включить и выключить
    /import — загрузить клиентов и покупки файлом
    /export — выгрузить всё

    На кассе: наведите камеру на QR-код карты или /sale, /return, /refusal, /client. Обращения: /cases
button-as-customer = Моя карта покупателя
