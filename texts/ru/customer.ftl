### What the bot says to a customer. Keys stand in texts/ru and texts/en alike, with the same variables.
###
### How Fluent reads a text of several lines, and what of it reaches Telegram:
###   - The text begins on the line after "key =", every line of it is indented by four blanks. These four are cut off,
###     deeper blanks stay. Blank lines between the lines stay; those before the first and after the last are dropped.
###   - Telegram HTML may be written as it is: <b> <i> <u> <s> <code> <a href="…"> <blockquote> <tg-spoiler>. A bare
###     ampersand or angle bracket is &amp; &lt; &gt;. Texts for buttons and callback answers (words.plain) have no HTML.
###   - A line may not begin with one of . * [ }: write { "[" }. A brace is { "{" }. A leading blank is { " " }.
###   - A plural:  { $count ->
###                    [one] { $count } балл
###                    [few] { $count } балла
###                   *[other] { $count } баллов
###                }     (English: [one] and *[other])
###   - A yes/no value:  { $given ->
###                          [yes] да
###                         *[no] нет
###                      }

## On the picture of the card (no HTML).

picture-card-discount = ваша скидка
picture-card-until = до { $day }
picture-card-forever = без срока

## What follows from what staff did (sent by the outbox).

tier-raised = 🎉 У вас новый уровень — <b>{ $tier }</b>. Теперь ваша скидка { $percent }. Спасибо, что выбираете нас!
tier-lowered = Сумма ваших покупок за год изменилась, и уровень карты теперь <b>{ $tier }</b>, скидка { $percent }.
referral-friend =
    🎁 Спасибо за первую покупку! Вы пришли по приглашению, и вот ваш подарок: <b>{ $gain }</b> — { $offer }.
    Код <code>{ $code }</code>, действует до { $until }. Покажите его в следующий раз.
referral-inviter =
    🎁 По вашему приглашению к нам пришли за первой покупкой. Спасибо! Ваш подарок: <b>{ $gain }</b> — { $offer }.
    Код <code>{ $code }</code>, действует до { $until }.
referral-button-copy = Скопировать код { $code }
answer-route = Ответить можно прямо здесь.
answer-signature = <b>{ $staff }, { $shop }:</b>
closed-letter = { $kind ->
    [refusal] Спасибо, что честно сказали, почему не купили: мы это прочли и учтём. Захотите что-то добавить — просто напишите сюда.
    [low_score] Спасибо, что сказали прямо. Мы разобрались и закрываем этот вопрос. Если что-то осталось не так, просто напишите сюда: продолжим.
   *[question] Мы закрываем ваше обращение. Спасибо, что написали! Если что-то осталось неясно, просто напишите сюда: продолжим.
}

## The first steps

choose-language = Здравствуйте! Это бот «{ $shop }». На каком языке вам удобнее?
language-itself = Русский
consent-intro =
    Здравствуйте! Это бот «{ $shop }»: карта со скидкой за пару минут.

    Сначала нужно ваше согласие: без него мы ничего о вас не сохраним. Ниже оно целиком.
consent-declined =
    Хорошо, мы ничего о вас не сохранили. Передумаете — нажмите /start.
    { $reachable ->
        [yes] Связаться с нами можно и так: { $contact }
       *[no] { "" }
    }
consent-given-before = Вы уже согласились раньше. Отозвать согласие можно здесь: /privacy
button-agree = Согласен(на)
button-not-now = Не сейчас
button-marketing-yes = Да, присылайте
button-marketing-no = Нет, спасибо
marketing-yes = Спасибо! Пишем редко и по делу. Отказаться можно в одно нажатие под любым таким сообщением.
marketing-no = Хорошо, предложений не будет. Включить их можно в /settings.
welcome-back =
    { $named ->
        [yes] С возвращением, { $name }!
       *[no] С возвращением!
    } Карта и купоны «{ $shop }» — на кнопках ниже.
enrolment-resumed = С возвращением! Продолжим с того места, где остановились.
enrolment-finished = Готово, вот ваша карта. Кнопки ниже всегда под рукой.
invited-already = Вы уже с нами, поэтому приглашение не сработало. Зато вы сами можете позвать друга: /invite
coupon-claimed = Купон ваш! Он ждёт в /coupons.
card-of-somebody = Это карта клиента «{ $shop }». Покажите её на кассе, там всё посчитают.
keyboard-away = Хорошо.

## The menu

menu-card = 🎫 Моя карта
menu-coupons = 🎁 Купоны
menu-invite = 👥 Пригласить друга
menu-feedback = 💬 Написать нам
menu-settings = ⚙️ Настройки
menu-help = ❓ Помощь

## The card

card-text =
    Ваша карта: <b>{ $tier }</b>, скидка <b>{ $percent } %</b>
    Номер: <code>{ $number }</code>
card-next-tier = До уровня «{ $tier }» осталось { $missing }.
card-valid-until = Действует до { $day }.
card-expired = Карта действовала до { $day }, и скидки по ней сейчас нет. Продлите её одним нажатием, или она продлится сама с ближайшей покупкой.
card-button-renew = 🔄 Продлить карту
card-renewed-short = Готово: карта снова действует.
card-not-expired-short = Карта и так действует: /card
card-how-to-use = Покажите на кассе картинку или назовите номер.
button-copy-number = Скопировать номер
no-card-yet = Карты пока нет. Нажмите /start — это пара минут.
no-card-yet-short = Сначала заведите карту: /start

## Coupons

no-coupons = Сейчас купонов нет. Они приходят к праздникам и за приглашённых друзей: /invite
coupons-title =
    { $count ->
        [one] У вас { $count } купон:
        [few] У вас { $count } купона:
       *[other] У вас { $count } купонов:
    }
coupon-line =
    <b>{ $name }</b>: { $gain }
    <code>{ $code }</code>, до { $until }
coupon-line-later =
    <b>{ $name }</b>: { $gain }
    <code>{ $code }</code>, с { $since } по { $until }
button-copy-coupon = Скопировать { $code }

## Bring a friend

button-invite = Пригласить друга
button-share = Отправить другу
button-copy-link = Скопировать ссылку
invite-none = Сейчас за приглашения не награждаем. Но рекомендации всегда рады!
invite-text = Позовите друга. После его первой покупки подарки обоим: другу купон на { $theirs }, вам на { $mine }.
invite-ready =
    Готовый текст, перешлите его:
    <blockquote>{ $text }</blockquote>
invite-score =
    { $came ->
        [0] По вашей ссылке пока никто не приходил.
       *[other] Пришли по ссылке: { $came }, из них купили: { $earned }.
    }

## Writing to us

feedback-invitation = Напишите прямо здесь, что хотели сказать или спросить. Прочитает человек и ответит тут же.
feedback-sent = Передали. Ответим здесь.
feedback-added = Дописали к вашему обращению.

## Settings

settings-text =
    { $offers ->
        [yes] Предложения и новости: <b>присылаем</b>.
       *[no] Предложения и новости: <b>не присылаем</b>.
    }
    Сервисные сообщения (карта, купоны, ответы на вопросы) приходят всегда.
button-offers-stop = Не присылать предложения
button-offers-start = Присылать предложения
offers-on = Хорошо, будем присылать.
offers-off = Больше не присылаем.
language-chosen = Хорошо, дальше по-русски.

## Privacy

privacy-text =
    <b>Ваши данные</b>
    Мы храним то, что вы ответили в анкете, карту, покупки и переписку с нами, чтобы считать скидку и быть полезными.
privacy-consent-processing =
    { $given ->
        [yes] Обработка данных: согласие дано { $at }
       *[no] Обработка данных: согласие отозвано { $at }
    }
privacy-consent-marketing =
    { $given ->
        [yes] Предложения: согласие дано { $at }
       *[no] Предложения: отказ { $at }
    }
privacy-nothing-kept = Мы пока ничего о вас не храним. Вот на что мы просим согласие, когда заводим карту:
button-document = Документ целиком
button-take-data = Выгрузить мои данные
button-forget = Удалить мои данные
button-forget-sure = Да, удалить навсегда
data-file = Всё, что мы о вас храним. Файл откроется в любом текстовом редакторе.
forget-question = Удалить карту, купоны, анкету и переписку? Вернуть их будет нельзя.
forgotten = Готово: мы больше не знаем, кто вы.
forgotten-start = Захотите карту снова — нажмите /start.
already-forgotten = О вас уже ничего не хранится.

## Questions

question-progress = <i>Вопрос { $number } из { $total }</i>
button-yes = Да
button-no = Нет
button-done = Готово
button-back = ⬅️ Назад
button-skip = Пропустить
button-cancel = Отложить
button-resume = Продолжить
button-share-phone = 📱 Отправить мой номер
phone-kept = Спасибо, номер записан.
phone-recognised = Мы вас узнали! Ваши покупки и карта остаются с вами.
phone-taken = На этот номер уже есть карта. Если номер ваш, отправьте его кнопкой внизу, и мы найдём вашу карту.
survey-left = Отложили. Ответы сохранились — продолжить можно в любой момент.
survey-over = Этот опрос уже закончен. Спасибо!
survey-thanks = Спасибо за ответ!
stale-question = На этот вопрос вы уже ответили.
stale-button = Эта кнопка больше не действует.

## When an answer is none

wrong-too-long = Получилось слишком длинно. Напишите, пожалуйста, короче.
wrong-empty = Кажется, сообщение пустое. Напишите, пожалуйста, словами.
wrong-not-a-name = Не похоже на имя. Напишите, как к вам обращаться, например: Анна.
wrong-not-a-phone = Не похоже на номер телефона. Пример: +7 916 123-45-67.
wrong-not-your-phone = Это чужой контакт. Нажмите кнопку «Отправить мой номер» внизу.
wrong-typed-phone = Нажмите кнопку «Отправить мой номер» внизу: так мы будем уверены, что номер ваш.
wrong-not-a-day = Не получилось понять дату. Пример: 15 марта 1990 или 15.03.1990.
wrong-future-day = Эта дата ещё не наступила. Проверьте год, пожалуйста.
wrong-too-old = Год слишком давний. Проверьте, пожалуйста.
wrong-not-an-email = Не похоже на адрес почты. Пример: anna@mail.ru.
wrong-not-an-option = Выберите, пожалуйста, одну из кнопок.
wrong-not-a-number = Нужно число, например: 3.
wrong-too-small = Число должно быть не меньше { $least }.
wrong-too-big = Число должно быть не больше { $most }.
wrong-not-text = Здесь нужен ответ словами.
wrong-required = Без этого ответа дальше не получится. Ответьте, пожалуйста.
wrong-one-at-least = Выберите хотя бы один вариант.

## Help

help-text =
    Я бот «{ $shop }».

    /card — ваша карта и скидка
    /coupons — купоны
    /invite — пригласить друга
    /feedback — написать нам
    /settings — предложения и язык
    /privacy — ваши данные

    Вопрос или что-то не так? Напишите прямо сюда, ответит человек.{ $reachable ->
        [yes] { " " }Или: { $contact }
       *[no] { "" }
    }
unknown-command = Такой команды нет. Что я умею: /help
no-text-yet = Чтобы мы могли ответить, нажмите /start: без вашего согласия мы не храним даже сообщений.
we-were-away = { $count ->
    [one] Нас не было на связи, простите! Эта команда не выполнена:
   *[other] Нас не было на связи, простите! Эти команды не выполнены:
    }

    { $commands }

    Если ещё нужно, пришлите снова.
nothing-can-be-saved = У нас закончилось место, и записать это сейчас нельзя. Мы уже чиним; пришлите, пожалуйста, ещё раз чуть позже.
nothing-can-be-saved-short = Сейчас записать нельзя. Попробуйте чуть позже.
something-failed = Что-то пошло не так, и мы уже разбираемся. Попробуйте, пожалуйста, ещё раз чуть позже.
something-failed-short = Что-то пошло не так. Попробуйте чуть позже.
kept-for-later = Записать это прямо сейчас не получается, но сообщение у нас. Всё сделаем, как только сможем, повторять не нужно.
kept-for-later-short = Прямо сейчас не получается, но мы запомнили и сделаем.
