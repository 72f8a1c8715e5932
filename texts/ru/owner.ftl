### What the bot says to the owner.

## On the picture of /stats (no HTML).

picture-chart-stages = Клиенты по ступеням
picture-chart-sales = Продажи { $period ->
    [day] по дням
    [month] по месяцам
   *[week] по неделям
}, { $unit ->
    [million] млн{ " " }
    [thousand] тыс.{ " " }
   *[one] { "" }
}{ $sign }
picture-chart-no-sales = Продаж пока нет

## Loading files: /import and `kasanie import`. The problems (no HTML) stand in `<file>.rejected.csv`, too.

import-ask =
    Пришлите файл с клиентами или покупками: CSV или XLSX, до { $limit } МБ.

    В первой строке — названия колонок:
    клиенты: <code>phone,name,birthday,email,gender,language,tags,consent</code>
    покупки: <code>date,phone,amount,receipt,items</code> (вместо <code>phone</code> можно <code>card</code>)

    Обязательны только телефон, а у покупок ещё дата и сумма. Русские названия — «Телефон», «Дата», «Сумма» — тоже годятся. Тот же файл можно прислать ещё раз: ничего не задвоится.
import-not-a-file = Это не файл. Пришлите CSV или XLSX документом, или отправьте /import ещё раз, когда он будет под рукой.
import-too-big =
    Файл больше { $limit } МБ, а больше Telegram боту не отдаёт. Разделите его на части или загрузите на сервере:
    <code>kasanie import customers файл.csv</code>
import-lost = Telegram не отдал файл. Пришлите его, пожалуйста, ещё раз.
import-started = Читаю файл «{ $name }»…
import-progress = Загружаю «{ $name }»: { $share }…
import-done =
    { $kind ->
        [customers] <b>Клиенты загружены</b>
       *[purchases] <b>Покупки загружены</b>
    } из файла «{ $name }»

    Строк в файле: { $read }
    Добавлено: { $added }
    Уже были: { $known }
    Не приняты: { $refused }
import-filled = Из тех, кто уже был, дополнены: { $count }
import-kept = В { $count ->
        [one] { $count } строке
       *[other] { $count } строках
    } данные другие, чем у нас. Осталось то, что было: человек мог сам рассказать об этом боту.
import-strange = Не понял и пропустил колонки: { $columns }
import-refused-rows =
    { $count ->
        [one] Эта строка не принята:
       *[other] Первые из тех, что не приняты:
    }
import-refused-row = строка { $number }: { $reason }
import-refused-file = Все — в файле с причинами. Исправьте в нём и пришлите обратно.
import-refused-written = Все — в файле { $path }, с причинами. Исправьте в нём и загрузите его.

import-problem-open-quote = кавычка открыта и не закрыта
import-problem-too-many-cells = в строке больше колонок, чем в заголовке: возьмите значение с запятой в кавычки
import-problem-unreadable = нечитаемые символы: «{ $value }». Сохраните файл в UTF-8
import-problem-no-phone = нет телефона
import-problem-bad-phone = «{ $value }» — не телефон
import-problem-bad-name = «{ $value }» — не имя: нужна хотя бы одна буква и не больше 64 знаков
import-problem-bad-email = «{ $value }» — не адрес почты
import-problem-bad-birthday = «{ $value }» — не дата рождения: напишите 15.03.1990 или 15.03
import-problem-bad-gender = «{ $value }» — неизвестный пол: напишите female, male или ничего
import-problem-bad-language = «{ $value }» — на этом языке магазин не говорит: напишите ru, en или ничего
import-problem-bad-consent = согласие «{ $value }» непонятно: напишите processing, marketing, оба или ничего
import-problem-no-customer = нет ни телефона, ни карты
import-problem-bad-customer = «{ $value }» — не телефон и не карта
import-problem-two-customers = телефон и карта — разных людей: { $value }
import-problem-unknown-customer = неизвестный клиент: { $value }. Сначала загрузите клиентов
import-problem-no-date = нет даты
import-problem-bad-date = «{ $value }» — не дата: напишите 2026-10-05 или 05.10.2026 14:30
import-problem-future-date = «{ $value }» ещё не наступило
import-problem-no-amount = нет суммы
import-problem-bad-amount = «{ $value }» — не сумма
import-problem-ambiguous-amount = «{ $value }» — тысячи или дробь? Напишите 1500 или 1.50
import-problem-negative-amount = сумма меньше нуля: { $value }. Если это возврат, запишите его командой /return
import-problem-receipt-taken = чек { $value } уже записан с другой суммой или на другого человека

import-refused-empty = В файле «{ $name }» ничего нет: ни заголовка, ни строк.
import-refused-encoding = Не получается прочитать файл «{ $name }»: неизвестно, в какой он кодировке. Сохраните его как «CSV UTF-8» или как XLSX.
import-refused-not-a-table = Файл «{ $name }» не открывается как таблица: он повреждён, закрыт паролем или это что-то другое. Нужен CSV или XLSX.
import-refused-no-header =
    В первой строке файла «{ $name }» нет названий колонок. Там стоит: { $header }

    Добавьте первой строкой, например, <code>phone,name</code> для клиентов или <code>date,phone,amount</code> для покупок.
import-refused-missing =
    В файле «{ $name }» не хватает колонок: <b>{ $names }</b>. В нём есть: { $header }

    Добавьте их в первую строку и пришлите файл снова. Пока ничего не загружено.
import-refused-twice = В файле «{ $name }» дважды: <b>{ $names }</b>. Оставьте одну такую колонку и пришлите файл снова. Пока ничего не загружено.
import-refused-other-kind = Похоже, в файле «{ $name }» { $names ->
        [customers] клиенты, а не покупки
       *[purchases] покупки, а не клиенты
    }. Пока ничего не загружено.

## Told by itself

programme-wrong =
    Файл программы изменился, но в нём ошибка. Действует прежняя программа.
    <pre>{ $problems }</pre>
moment-birthday = Перед днём рождения: { $name }

## /stats

stats-shop = 📊 <b>{ $shop }</b>: { $title }
stats-title = итоги
stats-title-days = итоги за { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[other] { $days } дней
}
stats-all = за всё время
stats-days = { $first } — { $last }
stats-unknown-period =
    Такого периода я не знаю. Можно так:
    <code>/stats 7d</code> — за семь дней (30d, 90d, 365d — тоже)
    <code>/stats 2026-10</code> — за октябрь
    <code>/stats 2026</code> — за год
    <code>/stats all</code> — за всё время

stats-sales = <b>Продажи: { $net }</b>
stats-purchases = покупок: { $count }
stats-average = средний чек: { $average }
stats-returned = возвраты уже вычтены: { $returned }
stats-change = { $up ->
    [yes] ↗ на { $percent } больше, чем за такой же срок до этого
   *[no] ↘ на { $percent } меньше, чем за такой же срок до этого
}
stats-buyers = <b>Покупателей: { $count }</b>
stats-new-and-again =
    впервые: { $new }
    не впервые: { $again }
stats-customers = <b>Клиентов сейчас: { $count }</b>
stats-stage-name = { $stage ->
    [new] новые
    [repeat] повторные
    [regular] постоянные
    [advocate] советуют нас
    [sleeping] давно не были
    [lost] потеряны
   *[lead] ещё не покупали
}
stats-stage = { $label }: { $count }
stats-scores = <b>Что о нас думают</b>
stats-csat = оценка покупки: { $average } из 5 ({ $count ->
    [one] { $count } ответ
    [few] { $count } ответа
   *[other] { $count } ответов
})
stats-nps = готовность советовать, NPS: { $nps } ({ $count ->
    [one] { $count } ответ
    [few] { $count } ответа
   *[other] { $count } ответов
})
stats-refusals = <b>Ушли без покупки: { $count }</b>
stats-question = <i>{ $question }</i>
stats-reason = { $label }: { $share } ({ $count })
stats-friends =
    <b>Друзья по приглашению</b>
    пришли: { $invited } · купили: { $bought } · отклонены: { $refused }
stats-touches = <b>Касания</b>
stats-no-touches = Касаний за это время не было. Все правила: /touchpoints
stats-touch = <b>{ $title }</b> — { $when }
stats-touch-gone = <b>{ $title }</b> — больше нет в программе
stats-touch-planned = запланировано { $count }
stats-touch-sent = отправлено { $count }
stats-touch-answered = ответили { $count }
stats-touch-bought = купили за 14 дней { $count }
stats-touch-waiting = ещё ждут своего часа: { $count }
stats-touch-withheld = придержано { $count }: { $why }
stats-touch-lost = не дошло { $count }: { $why }
stats-touch-control = купили { $mine } получивших и { $theirs } из контрольной группы ({ $count })
stats-withheld = { $reason ->
    [no_consent] нет согласия
    [no_telegram] нет в Telegram
    [blocked] заблокировали бота
    [control] контрольная группа
    [stale] опоздало
    [cap] слишком часто
    [quiet] тихие часы
    [switched_off] касание выключено
    [erased] попросили их забыть
   *[other] { $name }
} { $count }
stats-lost = { $reason ->
    [unreachable] недоступны
    [failed] ошибка
   *[unknown] неизвестно, дошло ли
} { $count }

# Buttons and the picture (no HTML).

stats-button = { $days ->
    [0] всё время
    [365] год
    [one] { $days } день
    [few] { $days } дня
   *[other] { $days } дней
}
stats-button-chosen = • { $label } •
stats-button-chart = 📈 График за это время
stats-no-chart = График нарисовать не получилось, все цифры — в сообщении выше.
stats-chart-title = { $shop }, { $title }

## A touchpoint in words (no HTML).

rule-span = { $unit ->
    [minutes] { $count ->
        [one] { $count } минуту
        [few] { $count } минуты
       *[other] { $count } минут
    }
    [hours] { $count ->
        [one] { $count } час
        [few] { $count } часа
       *[other] { $count } часов
    }
   *[days] { $count ->
        [one] { $count } день
        [few] { $count } дня
       *[other] { $count } дней
    }
}
rule-delay = через { $span }
rule-at-once = сразу
rule-purchase = { $delay } после покупки
rule-refusal = { $delay } после того, как не купили
rule-enrolment = { $delay } после анкеты
rule-unfinished = { $delay }, если анкета не закончена
rule-repeated = { $rule }, затем каждые { $span }, пока есть что спросить
rule-silence = если не приходили { $unit ->
    [minutes] { $count } мин
    [hours] { $count } ч
   *[days] { $count ->
        [one] { $count } день
        [few] { $count } дня
       *[other] { $count } дней
    }
}
rule-follows = через { $delay } после «{ $rule }», если так и не пришли
rule-birthday = день рождения
rule-anniversary = годовщина первой покупки
rule-on-day = { $occasion }
rule-on-day-at = { $occasion }, в { $clock }
rule-before-day = { $occasion }: за { $span } до, в { $clock }
rule-after-day = { $occasion }: через { $span } после, в { $clock }
rule-everybody = всем
rule-segment = сегменту «{ $segment }»
rule-but-control = { $who }, кроме { $percent } контрольной группы
rule-at-most = не чаще { $count ->
    [one] { $count } раза
   *[other] { $count } раз
} за { $span }
rule-category = { $category ->
    [service] забота о покупке
    [useful] польза
    [news] новости
    [about_us] о нас
   *[offer] предложение
}
rule-always = каждый раз
rule-survey = опрос «{ $survey }»
rule-offer = купон «{ $offer }»

## /touchpoints

touchpoints-none = В программе нет ни одного касания. Добавьте их в <code>programme.toml</code>, раздел <code>[[touchpoints]]</code>.
touchpoints-title = <b>Касания</b>: { $count }, включено { $on }. Нажмите на любое, чтобы увидеть его глазами клиента или выключить.
touchpoints-line = { $sign } <b>{ $title }</b> — { $said }
touchpoints-page =
    { $sign } <b>{ $title }</b> — { $on ->
        [yes] работает
       *[no] выключено, никому не уходит
    }

    Когда: { $when }
    Кому: { $who }
    Как часто: { $often }
    Что: { $what }
    В программе: <code>{ $id }</code>
touchpoints-preview = 👁 <b>Так увидит клиент</b> («{ $title }»). Это только показ: никому не отправлено, купон не выдан.
touchpoints-preview-empty = Показать «{ $title }» не на чем: по сегодняшним правилам письмо вышло бы пустым.

# Buttons and what a press is answered with (no HTML).

touchpoints-button-preview = 👁 Показать мне
touchpoints-button-off = ⏸ Выключить
touchpoints-button-on = ▶️ Включить
touchpoints-button-list = ← Все касания
touchpoints-switched = { $on ->
    [yes] Включено
   *[no] Выключено. То, что уже запланировано, тоже не уйдёт.
}
touchpoints-gone = Этого касания больше нет в программе
touchpoints-preview-inert = Это показ: у клиента кнопка сработает, здесь — нет

## /export

export-done =
    Все данные на { $day }: клиенты, покупки, возвраты, отказы, купоны, согласия и ответы. Файлы CSV открываются в Excel и загружаются обратно.

    Внутри личные данные ваших клиентов: не пересылайте архив, а ненужный — удалите.
export-too-big =
    Архив получился больше { $limit } МБ, столько Telegram от бота не принимает. Выгрузите на сервере:
    <code>kasanie export папка</code>
disk-full = ⚠️ На диске с базой закончилось место (или он стал доступен только для чтения). Бот отвечает на всё, где ничего не нужно записывать, остальных просит зайти позже. Освободите место: бот заметит это сам.

## Messages of which nobody knows whether they arrived

doubts =
    ⚠️ Связь с Telegram или работа бота прервалась на полуслове: { $total ->
        [one] { $total } сообщение могло не дойти
        [few] { $total } сообщения могли не дойти
       *[other] { $total } сообщений могли не дойти
    }.{ $again ->
        [0] { "" }
       *[other] { " " }Служебные — карты, купоны, ответы, уведомления — отправлены ещё раз ({ $again }): кто-то мог получить их дважды.
    }{ $unknown ->
        [0] { "" }
       *[other] { " " }Рассылку не повторяем ({ $unknown }), чтобы никто не получил одно и то же дважды.
    }

## The manager chat

manager-chat-lost =
    ⚠️ <b>Бот не может писать в чат менеджеров</b>

    Его удалили из группы, запретили ему писать, или номер группы в настройке MANAGER_CHAT_ID неверен. Вопросы, жалобы и новости о клиентах туда не приходят.

    Верните бота в группу: всё, что накопится за два дня, придёт само. Если группа другая, исправьте номер и перезапустите бота. Незакрытые обращения покажет /cases.

## The daily line: what was out of order since yesterday

daily-trouble =
    ⚠️ <b>За сутки не всё прошло гладко</b>

    { $lines }
daily-parked =
    { $count ->
        [one] { $count } сообщение или нажатие бот не смог обработать и отложил.
        [few] { $count } сообщения или нажатия бот не смог обработать и отложил.
       *[other] { $count } сообщений или нажатий бот не смог обработать и отложил.
    } Люди получили извинение. Посмотреть и повторить — на сервере: <code>kasanie inbox</code>
daily-failed =
    { $count ->
        [one] { $count } сообщение Telegram не принял.
        [few] { $count } сообщения Telegram не принял.
       *[other] { $count } сообщений Telegram не принял.
    } Причины записаны в журнале сервера; чаще всего дело в тексте касания — проверьте его в /touchpoints.
daily-unknown =
    Неизвестна судьба { $count ->
        [one] { $count } сообщения
       *[other] { $count } сообщений
    }: связь прервалась на полуслове. Рассылку бот не повторяет, чтобы никто не получил её дважды; делать ничего не нужно.
daily-late =
    { $count ->
        [one] { $count } сообщение — карту, купон, ответ или уведомление — за два дня отправить не удалось, и бот его уже не отправит.
        [few] { $count } сообщения — карты, купоны, ответы или уведомления — за два дня отправить не удалось, и бот их уже не отправит.
       *[other] { $count } сообщений — карты, купоны, ответы или уведомления — за два дня отправить не удалось, и бот их уже не отправит.
    } Так бывает, когда Telegram, чат менеджеров или сам бот долго недоступны. Незакрытые обращения покажет /cases.
daily-telegram-away =
    Telegram не отвечал { $minutes ->
        [one] { $minutes } минуту.
        [few] { $minutes } минуты.
       *[other] { $minutes } минут.
    } Всё, что пришло за это время, обработано; делать ничего не нужно.
daily-database-away =
    База данных не работала { $minutes ->
        [one] { $minutes } минуту.
        [few] { $minutes } минуты.
       *[other] { $minutes } минут.
    } Проверьте, есть ли место на диске, а если база на PostgreSQL — что было с её сервером.
daily-job-failed =
    { $job ->
        [plan] Подбор, кому и что написать,
        [drain] Отправка сообщений
        [backup] Ночная копия базы
        [forget] Уборка старых записей
       *[other] Работа по расписанию ({ $job })
    } { $count ->
        [one] { $count } раз прервалась на ошибке.
        [few] { $count } раза прерывалась на ошибке.
       *[other] { $count } раз прерывалась на ошибке.
    } Бот пробует снова сам. Если завтра это повторится, покажите журнал сервера тому, кто ставил бота.
daily-no-copy = Ночной копии базы нет. Проверьте, есть ли место на диске, и сделайте копию сами: <code>kasanie backup файл.db</code>
