### What the bot says to the owner.

## On the picture of /stats (no HTML).

picture-chart-stages = Customers by stage
picture-chart-sales = Sales by { $period ->
    [day] day
    [month] month
   *[week] week
}, { $sign }{ $unit ->
    [million] { " " }million
    [thousand] { " " }thousand
   *[one] { "" }
}
picture-chart-no-sales = No sales yet

## Loading files: /import and `kasanie import`. The problems (no HTML) stand in `<file>.rejected.csv`, too.

import-ask =
    Send a file of customers or purchases: CSV or XLSX, up to { $limit } MB.

    The first row names the columns:
    customers: <code>phone,name,birthday,email,gender,language,tags,consent</code>
    purchases: <code>date,phone,amount,receipt,items</code> (or <code>card</code> instead of <code>phone</code>)

    Only the phone is required, and for purchases the date and the amount. You may send the same file again: nothing will be doubled.
import-not-a-file = This is not a file. Send CSV or XLSX as a document, or /import again when you have it at hand.
import-too-big =
    The file is larger than { $limit } MB, and Telegram gives a bot no more. Cut it into parts, or load it on the server:
    <code>kasanie import customers file.csv</code>
import-lost = Telegram did not hand over the file. Please send it once more.
import-started = Reading “{ $name }”…
import-progress = Loading “{ $name }”: { $share }…
import-done =
    { $kind ->
        [customers] <b>Customers loaded</b>
       *[purchases] <b>Purchases loaded</b>
    } from “{ $name }”

    Rows in the file: { $read }
    Added: { $added }
    Known already: { $known }
    Rejected: { $refused }
import-filled = Of those known already, completed: { $count }
import-kept = In { $count ->
        [one] { $count } row
       *[other] { $count } rows
    } the file says otherwise than we do. What we had stands: people may have told the bot themselves.
import-strange = Columns that I did not understand and passed over: { $columns }
import-refused-rows =
    { $count ->
        [one] This row was rejected:
       *[other] The first of the rejected rows:
    }
import-refused-row = row { $number }: { $reason }
import-refused-file = All of them are in the file, with reasons. Mend them there and send it back.
import-refused-written = All of them are in { $path }, with reasons. Mend them there and load that file.

import-problem-open-quote = a quotation mark is opened and never closed
import-problem-too-many-cells = more columns than in the header: put a value with a comma into quotation marks
import-problem-unreadable = unreadable characters: “{ $value }”. Save the file as UTF-8
import-problem-no-phone = no phone
import-problem-bad-phone = “{ $value }” is not a phone
import-problem-bad-name = “{ $value }” is not a name: it needs a letter, and at most 64 characters
import-problem-bad-email = “{ $value }” is not an e-mail address
import-problem-bad-birthday = “{ $value }” is not a birthday: write 1990-03-15 or 15.03
import-problem-bad-gender = “{ $value }” is not known as a gender: write female, male or nothing
import-problem-bad-language = “{ $value }” is not a language of this shop: write ru, en or nothing
import-problem-bad-consent = the consent “{ $value }” is not understood: write processing, marketing, both or nothing
import-problem-no-customer = neither a phone nor a card
import-problem-bad-customer = “{ $value }” is neither a phone nor a card
import-problem-two-customers = the phone and the card are of different people: { $value }
import-problem-unknown-customer = unknown customer: { $value }. Load the customers first
import-problem-no-date = no date
import-problem-bad-date = “{ $value }” is not a date: write 2026-10-05 or 2026-10-05 14:30
import-problem-future-date = “{ $value }” is still to come
import-problem-no-amount = no amount
import-problem-bad-amount = “{ $value }” is not an amount
import-problem-ambiguous-amount = “{ $value }”: thousands or a fraction? Write 1500 or 1.50
import-problem-negative-amount = the amount is below zero: { $value }. If it is a return, record it with /return
import-problem-receipt-taken = receipt { $value } stands already with another amount or another customer

import-refused-empty = There is nothing in “{ $name }”: neither a header nor rows.
import-refused-encoding = “{ $name }” cannot be read: its encoding is unknown. Save it as “CSV UTF-8” or as XLSX.
import-refused-not-a-table = “{ $name }” does not open as a table: it is damaged, locked with a password, or something else. CSV or XLSX is needed.
import-refused-no-header =
    The first row of “{ $name }” has no names of columns. It says: { $header }

    Add a first row like <code>phone,name</code> for customers or <code>date,phone,amount</code> for purchases.
import-refused-missing =
    “{ $name }” lacks columns: <b>{ $names }</b>. It has: { $header }

    Add them to the first row and send the file again. Nothing has been loaded so far.
import-refused-twice = “{ $name }” has <b>{ $names }</b> twice. Leave one such column and send the file again. Nothing has been loaded so far.
import-refused-other-kind = It looks as if “{ $name }” held { $names ->
        [customers] customers, not purchases
       *[purchases] purchases, not customers
    }. Nothing has been loaded so far.

## Told by itself

programme-wrong =
    The programme file was changed, but it has a mistake. The programme before it stays in force.
    <pre>{ $problems }</pre>
moment-birthday = Before the birthday: { $name }

## /stats

stats-shop = 📊 <b>{ $shop }</b>: { $title }
stats-title = results
stats-title-days = results of { $days ->
    [one] { $days } day
   *[other] { $days } days
}
stats-all = since the beginning
stats-days = { $first } – { $last }
stats-unknown-period =
    I do not know that period. You can write:
    <code>/stats 7d</code> for seven days (30d, 90d, 365d, too)
    <code>/stats 2026-10</code> for October
    <code>/stats 2026</code> for a year
    <code>/stats all</code> since the beginning

stats-sales = <b>Sales: { $net }</b>
stats-purchases = purchases: { $count }
stats-average = average: { $average }
stats-returned = returns, taken off already: { $returned }
stats-change = { $up ->
    [yes] ↗ { $percent } more than in as long a time before
   *[no] ↘ { $percent } less than in as long a time before
}
stats-buyers = <b>Buyers: { $count }</b>
stats-new-and-again =
    for the first time: { $new }
    not for the first time: { $again }
stats-customers = <b>Customers now: { $count }</b>
stats-stage-name = { $stage ->
    [new] new
    [repeat] came back
    [regular] regulars
    [advocate] recommend us
    [sleeping] not seen lately
    [lost] lost
   *[lead] no purchase yet
}
stats-stage = { $label }: { $count }
stats-scores = <b>What they think of us</b>
stats-csat = score of the purchase: { $average } of 5 ({ $count ->
    [one] { $count } answer
   *[other] { $count } answers
})
stats-nps = readiness to recommend, NPS: { $nps } ({ $count ->
    [one] { $count } answer
   *[other] { $count } answers
})
stats-refusals = <b>Left without buying: { $count }</b>
stats-question = <i>{ $question }</i>
stats-reason = { $label }: { $share } ({ $count })
stats-friends =
    <b>Friends by invitation</b>
    came: { $invited } · bought: { $bought } · turned down: { $refused }
stats-touches = <b>Touchpoints</b>
stats-no-touches = There were no touchpoints in that time. All rules: /touchpoints
stats-touch = <b>{ $title }</b>: { $when }
stats-touch-gone = <b>{ $title }</b>: no longer in the programme
stats-touch-planned = planned { $count }
stats-touch-sent = sent { $count }
stats-touch-answered = answered { $count }
stats-touch-bought = bought within 14 days { $count }
stats-touch-waiting = still waiting for their time: { $count }
stats-touch-withheld = withheld { $count }: { $why }
stats-touch-lost = not delivered { $count }: { $why }
stats-touch-control = { $mine } of those who got it bought, and { $theirs } of the control group ({ $count })
stats-withheld = { $reason ->
    [no_consent] no consent
    [no_telegram] not in Telegram
    [blocked] have blocked the bot
    [control] control group
    [stale] too late
    [cap] too often
    [quiet] quiet hours
    [switched_off] switched off
    [erased] asked to be forgotten
   *[other] { $name }
} { $count }
stats-lost = { $reason ->
    [unreachable] unreachable
    [failed] error
   *[unknown] perhaps delivered
} { $count }

# Buttons and the picture (no HTML).

stats-button = { $days ->
    [0] all time
    [365] year
    [one] { $days } day
   *[other] { $days } days
}
stats-button-chosen = • { $label } •
stats-button-chart = 📈 Chart of that time
stats-no-chart = The chart could not be drawn; all figures are in the message above.
stats-chart-title = { $shop }, { $title }

## A touchpoint in words (no HTML).

rule-span = { $unit ->
    [minutes] { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
    [hours] { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
   *[days] { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
}
rule-delay = { $span }
rule-at-once = at once
rule-purchase = { $delay } after a purchase
rule-refusal = { $delay } after they did not buy
rule-enrolment = { $delay } after the enrolment
rule-unfinished = { $delay } after a questionnaire was left unfinished
rule-repeated = { $rule }, then every { $span } while there is something to ask
rule-silence = after { $unit ->
    [minutes] { $count } min
    [hours] { $count } h
   *[days] { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
} without a visit
rule-follows = { $delay } after “{ $rule }”, if they still have not come
rule-birthday = birthday
rule-anniversary = anniversary of the first purchase
rule-on-day = { $occasion }
rule-on-day-at = { $occasion }, at { $clock }
rule-before-day = { $occasion }: { $span } before, at { $clock }
rule-after-day = { $occasion }: { $span } after, at { $clock }
rule-everybody = everybody
rule-segment = segment “{ $segment }”
rule-but-control = { $who }, but for { $percent } held back as the control group
rule-at-most = at most { $count ->
    [one] once
   *[other] { $count } times
} in { $span }
rule-category = { $category ->
    [service] care for a purchase
    [useful] useful
    [news] news
    [about_us] about us
   *[offer] offer
}
rule-always = every time
rule-survey = survey “{ $survey }”
rule-offer = coupon “{ $offer }”

## /touchpoints

touchpoints-none = There are no touchpoints in the programme. Add some to <code>programme.toml</code>, section <code>[[touchpoints]]</code>.
touchpoints-title = <b>Touchpoints</b>: { $count }, switched on { $on }. Press any to see it with a customer’s eyes, or to switch it off.
touchpoints-line = { $sign } <b>{ $title }</b>: { $said }
touchpoints-page =
    { $sign } <b>{ $title }</b>: { $on ->
        [yes] works
       *[no] switched off, nobody gets it
    }

    When: { $when }
    To whom: { $who }
    How often: { $often }
    What: { $what }
    In the programme: <code>{ $id }</code>
touchpoints-preview = 👁 <b>What a customer would see</b> (“{ $title }”). It is only a preview: nothing was sent to anybody, no coupon was issued.
touchpoints-preview-empty = There is nothing to show of “{ $title }”: by today’s rules the letter would be empty.

# Buttons and what a press is answered with (no HTML).

touchpoints-button-preview = 👁 Show me
touchpoints-button-off = ⏸ Switch off
touchpoints-button-on = ▶️ Switch on
touchpoints-button-list = ← All touchpoints
touchpoints-switched = { $on ->
    [yes] Switched on
   *[no] Switched off. What is planned already will not leave, either.
}
touchpoints-gone = This touchpoint is no longer in the programme
touchpoints-preview-inert = This is a preview: the button works for a customer, not here

## /export

export-done =
    All data as of { $day }: customers, purchases, returns, refusals, coupons, consents and answers. The CSV files open in Excel and can be loaded back.

    It holds your customers’ personal data: do not pass the archive on, and delete it when you do not need it.
export-too-big =
    The archive is larger than { $limit } MB, and Telegram takes no more from a bot. Export on the server:
    <code>kasanie export folder</code>
disk-full = ⚠️ The disk with the database is full (or has become read-only). The bot answers whatever needs no writing and asks everybody else to come later. Make room: the bot will notice by itself.

## Messages of which nobody knows whether they arrived

doubts =
    ⚠️ The connection to Telegram or the bot itself broke off halfway: { $total ->
        [one] { $total } message may not have arrived
       *[other] { $total } messages may not have arrived
    }.{ $again ->
        [0] { "" }
       *[other] { " " }Service messages — cards, coupons, replies, notices — were sent again ({ $again }): somebody may have got one twice.
    }{ $unknown ->
        [0] { "" }
       *[other] { " " }Marketing is not repeated ({ $unknown }), so that nobody gets the same thing twice.
    }

## The manager chat

manager-chat-lost =
    ⚠️ <b>The bot cannot write in the manager chat</b>

    It was removed from the group, forbidden to write, or the number in the setting MANAGER_CHAT_ID is wrong. Questions, complaints and news of customers do not come there.

    Take the bot back into the group: whatever waits, for up to two days, comes by itself. If it is another group, mend the number and restart the bot. /cases shows what is unsettled.

## The daily line: what was out of order since yesterday

daily-trouble =
    ⚠️ <b>Not everything went well in the last day</b>

    { $lines }
daily-parked =
    { $count ->
        [one] { $count } message or tap could not be handled and was put aside. The person was told that we are sorry.
       *[other] { $count } messages or taps could not be handled and were put aside. The people were told that we are sorry.
    } To look at them and try again, on the server: <code>kasanie inbox</code>
daily-failed =
    { $count ->
        [one] { $count } message was not accepted by Telegram.
       *[other] { $count } messages were not accepted by Telegram.
    } The reasons are in the server's log; most often it is the text of a touchpoint: look at it in /touchpoints.
daily-unknown =
    Of { $count ->
        [one] { $count } message nobody knows whether it arrived
       *[other] { $count } messages nobody knows whether they arrived
    }: the connection broke halfway. The bot does not repeat a mailing, so that nobody gets it twice; there is nothing to do.
daily-late =
    { $count ->
        [one] { $count } message (a card, a coupon, an answer or a notice) could not be sent for two days, and the bot will not send it any more.
       *[other] { $count } messages (cards, coupons, answers or notices) could not be sent for two days, and the bot will not send them any more.
    } That happens when Telegram, the manager chat or the bot itself is away for long. /cases shows what is unsettled.
daily-telegram-away =
    Telegram did not answer for { $minutes ->
        [one] { $minutes } minute.
       *[other] { $minutes } minutes.
    } Whatever came meanwhile has been handled; there is nothing to do.
daily-database-away =
    The database did not work for { $minutes ->
        [one] { $minutes } minute.
       *[other] { $minutes } minutes.
    } See whether there is room on the disk; with PostgreSQL, what happened to its server.
daily-job-failed =
    { $job ->
        [plan] Finding out whom to write to
        [drain] Sending messages
        [backup] The nightly copy of the database
        [forget] Tidying up old records
       *[other] Work on the timetable ({ $job })
    } was interrupted by an error { $count ->
        [one] once.
       *[other] { $count } times.
    } The bot tries again by itself. If it happens tomorrow, too, show the server's log to whoever set the bot up.
daily-no-copy = There is no copy of the database from last night. See whether there is room on the disk, and make one: <code>kasanie backup file.db</code>
