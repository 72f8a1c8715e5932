### What the bot says to staff, in the manager chat and at the till.

## The page of a customer.

client-nameless = No name
client-name = 👤 <b>{ $name }</b>
client-phone = 📱 { $phone }
client-no-phone = 📱 no phone
client-card = 💳 <code>{ $number }</code>
client-no-card = 💳 no card yet
client-birthday = 🎂 Birthday { $days ->
    [0] today
    [1] tomorrow
    [one] in { $days } day
   *[other] in { $days } days
}: { $day }
client-unreachable = 🔕 Does not read the bot: a message will not arrive, only a call
client-tier = ⭐ { $tier }, discount now <b>{ $percent }</b>
client-card-expired = ⚠️ The card was valid until { $day }, it gives no discount. A purchase will renew it
client-spent = In a year: { $spent }
client-next-tier = { $missing } to go to “{ $tier }”
client-coupons = 🎟 <b>Coupons</b>
client-no-coupons = 🎟 No coupons
client-coupon = • { $gain } — { $offer }, until { $until } (<code>{ $code }</code>)
client-coupon-later = • { $gain } — { $offer }, from { $since } until { $until } (<code>{ $code }</code>)
client-more = …and { $count } more
client-stage = { $stage ->
    [new] 🌱 One purchase
    [repeat] 🌿 Has bought more than once
    [regular] 🌳 A regular
    [advocate] 💚 Buys and recommends us to friends
    [sleeping] 😴 Has not been here for a while
    [lost] 🍂 We seem to have lost them
   *[lead] 👋 No purchases yet
}
client-silence = Last purchase: { $days ->
    [0] today
    [one] { $days } day ago
   *[other] { $days } days ago
}
client-purchases = 🛍 <b>Purchases</b>
client-no-purchases = 🛍 No purchases
client-purchase = • { $day }: { $paid }{ $saved ->
    [yes] { " " }(discount { $discount })
   *[no] { "" }
}{ $undone ->
    [yes] { " " }— taken back
   *[no] { "" }
}
client-since = With us since { $day }
client-source = Came from: { $source }
client-invited-by = Invited by: { $name }
client-tags = 🏷 { $tags }
client-notes = 📝 <b>Notes</b>
client-note = • { $note }
client-button-sale = Sale
client-button-coupon = Sale with a coupon
client-button-refusal = Did not buy
client-button-note = Note
client-button-notes = All notes
client-button-page = Customer’s page
client-button-open = Open at the till
client-usage =
    Whom to find? Write a card number, a phone or a name:
    <code>/client +7 916 123-45-67</code>
client-not-found = There is no such customer: “{ $who }”. Check the number. A card takes two minutes: { $link }
client-unclear = I cannot tell who “{ $who }” is. I need the 13 digits of a card, a whole phone number or a name.
client-several = Several were found. Which one?
client-several-more = Not all are shown: write more of the name, or the phone.
client-choice = { $name } · { $phone }
client-gone = This customer is no longer on file: the data were erased at their own request.
client-card-unknown = We have no such card. It may have been replaced: ask them to open the card in the bot again.
client-notes-none = No notes yet.

## The till.

till-cancel = Cancel
till-cancelled = Cancelled: nothing was recorded.
till-stale = This question is out of date. Open the customer’s page and press the button again.
till-staff-only = This button is for staff only.
till-say-who = I cannot tell who that is: I need a card number (13 digits) or a whole phone number. /client searches by name.
till-amount-not_a_number = “{ $said }” is not an amount. Write a number, for example <code>1 500.50</code>.
till-amount-not_positive = The amount has to be above zero. Please write it again.
till-amount-too_large = That amount is too large, it looks like a slip. Please write it again.
till-amount-too_fine = There is nothing smaller than a cent. Write the amount again, for example <code>1 500.50</code>.
till-amount-missing = And the amount? Write it after the number.
till-amount-words = The amount has to be written as text: a number, for example <code>1 500.50</code>.
till-receipt-strange = After the amount there may only be a receipt number, in one word. I do not understand “{ $said }”.

## Sales.

sale-usage =
    To whom, how much, the receipt number (if there is one):
    <code>/sale +7 916 123-45-67 1 500 receipt 42</code>
sale-ask = { $name }: what amount? Write the price before the discount, for example <code>1 500</code>.
sale-ask-coupon = { $name }, coupon “{ $offer }” ({ $gain }): what amount? Write the price before the discount.
till-ask-reply = Reply to this message.
sale-price = To pay <b>{ $pay }</b>: { $full } − { $off } ({ $why })
sale-price-full = To pay <b>{ $pay }</b>, no discount
sale-because-coupon = coupon “{ $offer }”
sale-because-capped = { $why }; that is the highest discount
sale-recorded = ✅ { $name }
sale-recorded-sum = ✅ { $name }
    To pay { $paid }{ $saved ->
        [yes] , discount { $discount }
       *[no] { "" }
    }
sale-receipt = Receipt { $receipt }
sale-coupon-kept = Coupon “{ $offer }” was not used up: the card’s discount is no less.
sale-coupon-used = Coupon “{ $offer }” was used.
sale-card-expired = The card has expired, its discount no longer counts.
sale-card-renewed = The card is renewed: from the next purchase on, its discount counts again.
sale-card-renewed-until = The card is renewed until { $day }: from the next purchase on, its discount counts again.
sale-tier-changed = 🎉 New tier: { $tier }, discount { $percent }
sale-invitation-rewarded = 🎁 The invitation counts: both have been sent a coupon.
sale-repeated = ☝️ This sale was already recorded on { $at }; I do not record it twice.
sale-repeated-used = This question has been answered. For a new sale press “Sale”.
sale-repeated-sum = { $name }: paid { $paid }{ $saved ->
    [yes] , discount { $discount }
   *[no] { "" }
}
sale-repeated-undone = ☝️ This sale was recorded and taken back; I do not record it again.
sale-repeated-other = Receipt { $receipt } belongs to another customer: { $name }.
sale-below-margin = That discount cannot be given. { $pay } would be paid, and less than { $floor } is not possible: the goods cost about { $cost }, { $loss ->
    [yes] a loss of { $left }
   *[no] only { $left } would be left
}. { $coupon ->
    [yes] It can be sold without the coupon, which is kept.
   *[no] It can be sold without the discount.
}
sale-coupon-too-early = The coupon is valid from { $day }. It can be sold without it; the coupon is kept.
sale-coupon-expired = The coupon was valid until { $day }. It can be sold without it.
sale-coupon-already-used = The coupon was already used on { $day }. It can be sold without it.
sale-coupon-not-theirs = This is another customer’s coupon. It can be sold without it.
sale-coupon-unknown = There is no such coupon. It can be sold without it.
sale-button-without-coupon = Without the coupon: { $amount }
sale-button-without-discount = Without the discount: { $amount }
sale-button-undo = Take back (10 minutes)
sale-two-ways = How much? This can be read in two ways.
sale-way-amount = { $amount }
sale-way-receipt = { $amount }, receipt { $receipt }
sale-undone = ↩️ The sale was taken back: { $name }, { $paid }
sale-undone-coupon = The coupon is valid again, with the new code { $code }.
sale-undone-tier = The tier is { $tier } again.
sale-undone-before = This sale was taken back already.
sale-undo-too-late = More than 10 minutes have passed. Please record a return: /return
sale-undo-nothing = There is nothing to take back: no such sale.

## Coupons at the till.

till-coupon-none = No valid coupons.
till-coupon-choose = { $name }: which coupon?
till-coupon-choice = { $gain } — { $offer }
till-coupon-gone = This coupon is no longer valid. Open the page again.

## Returns.

return-usage =
    Who, how much, the receipt number (if there is one):
    <code>/return +7 916 123-45-67 500 receipt 42</code>
return-two-ways = This can be read in two ways. Write the amount without spaces, and the receipt with its word: <code>receipt { $receipt }</code>
return-recorded = ↩️ Return recorded: { $name }, { $amount }
return-repeated = ☝️ This return was already recorded; I do not record it twice.
return-more-than-bought = { $amount } cannot be returned: { $name }, bought for { $bought } altogether.
return-tier-changed = The tier is now { $tier }, discount { $percent }

## Refusals.

refusal-usage =
    Who did not buy, and why (if they said):
    <code>/refusal +7 916 123-45-67 too expensive</code>
refusal-ask = { $name }: why did they not buy? Write a few words, or record it without.
refusal-button-wordless = Record without words
refusal-recorded = Noted: { $name }, no purchase this time. Where it is fitting, the bot itself will gently ask why.
refusal-recorded-unreachable = Noted: { $name }, no purchase this time.
refusal-repeated = ☝️ This was already recorded.
refusal-words-only = The note has to be written as text. Or record it without words.

## Notes.

note-ask = { $name }: what should we remember? Write it in one message; the customer will not see it.
note-written = 📝 Remembered: { $name }
note-repeated = ☝️ This note was already written down.
note-words-only = The note has to be written as text.

## Notices in the manager chat, and cases.

notice-new-customer = 🆕 <b>New customer: { $name }</b>
notice-source = Came from: { $source }
notice-source-unknown = Came from: no mark
notice-invited-by = Invited by: { $name }
case-title = { $kind ->
    [low_score] 🔴 <b>Low score</b>
    [refusal] 🚪 <b>Why they did not buy</b>
   *[question] 💬 <b>Message</b>
} · № { $id }
case-customer = { $name } · { $phone }
case-customer-phoneless = { $name }
case-more = 💬 <b>{ $name }</b> · № { $id }
case-score = Score { $score } of { $best }
case-reason = Reason: { $reason }
case-answered = { $question } — { $answer }
case-heard = Noted at the till: { $note }
case-line = { $author ->
    [staff] 👤
   *[customer] —
} { $text }
case-lines-earlier = …
case-nobodys = Nobody’s yet: take it.
case-owner = Owner: <b>{ $owner }</b>
case-closed = ✅ Closed
case-reply-hint = To answer the customer, reply to this message.
case-button-take = Take
case-button-answer = Answer
case-button-close = Close
case-button-show = № { $id } · { $name }
case-taken = Taken: it is yours now.
case-yours-already = It is yours already.
case-taken-by = { $owner } has taken it already.
case-is-closed = It is closed already.
case-unknown = There is no such case.
case-ask-answer = { $staff }, reply to this message and I will pass it on to the customer ({ $name }, № { $id }).
case-ask-answer-private = Write the answer and I will pass it on to the customer ({ $name }, № { $id }).
case-answer-sent = Passed on to the customer.
case-answer-sent-others = Passed on to the customer. The case belongs to { $owner }.
case-answer-repeated = This answer was passed on already.
case-answer-unreachable = It could not be passed on: { $name } is not in the bot. The phone is on the customer’s page.
case-answer-blocked = The customer has stopped the bot and will not see the answer. The phone is on the customer’s page.
case-answer-uncopied = Telegram does not let this be passed on. Write it in words or send a photo.
case-answer-later = All right, it can be answered later.
case-anonymous = You write as the group, so I cannot tell who you are: nothing was passed on. Switch anonymity off and answer again.
case-closed-now = Closed. The customer has been told.
case-closed-quietly = Closed.
case-closed-before = Closed already.
cases-none = All settled: there are no open cases.
cases-list = <b>Open cases</b>, the longest waiting first:
cases-line = № { $id } · { $kind ->
    [low_score] low score
    [refusal] why they did not buy
   *[question] message
} · { $name } · since { $at } · { $owned ->
    [yes] owner { $owner }
   *[no] nobody’s
}
cases-more = Not all are shown. Close these, and the next will appear.

## What was sent instead of words.

sent-photo = [photo]
sent-video = [video]
sent-voice = [voice message]
sent-audio = [audio]
sent-document = [file]
sent-sticker = [sticker]
sent-location = [location]
sent-contact = [contact]
sent-other = [a message without text]

manager-chat-back =
    ✅ The bot is back.{ $count ->
        [0] { "" }
        [one] { " " }{ $count } notice that waited comes now.
       *[other] { " " }{ $count } notices that waited come now.
    }
added-to-group = The number of this group is <code>{ $id }</code>. Put it into the setting MANAGER_CHAT_ID and restart the bot: this will be the manager chat.

## The first word to those who work here

staff-welcome =
    Hello! You are on the team of “{ $shop }”.

    Point your phone's camera at the QR code of a card: the customer's page opens with sale, coupon, note.
    Or in words: /sale, /return, /refusal, /client. Open cases: /cases
owner-welcome =
    Hello! You own “{ $shop }”.

    /stats — how it is going
    /touchpoints — what the bot writes by itself, switch it on and off
    /import — bring in customers and purchases from a file
    /export — take everything out

    At the till: point the camera at the QR code of a card, or /sale, /return, /refusal, /client. Cases: /cases
button-as-customer = My own card
