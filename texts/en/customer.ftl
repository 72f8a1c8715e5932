### What the bot says to a customer. How texts of several lines are written: see the head of texts/ru/customer.ftl.

## On the picture of the card (no HTML).

picture-card-discount = your discount
picture-card-until = until { $day }
picture-card-forever = no end date

## The first steps

choose-language = Hello! This is the bot of “{ $shop }”. Which language suits you?
language-itself = English
consent-intro =
    Hello! This is the bot of “{ $shop }”: a discount card in two minutes.

    First we need your consent: without it we keep nothing about you. Here it is in full.
consent-declined =
    All right, we have kept nothing about you. Changed your mind? Press /start.
    { $reachable ->
        [yes] You can also reach us here: { $contact }
       *[no] { "" }
    }
consent-given-before = You agreed before. To take the consent back, use /privacy
button-agree = I agree
button-not-now = Not now
button-marketing-yes = Yes, please
button-marketing-no = No, thank you
marketing-yes = Thank you! We write seldom and to the point. One tap under any such message stops them.
marketing-no = All right, no offers. You can switch them on in /settings.
welcome-back =
    { $named ->
        [yes] Welcome back, { $name }!
       *[no] Welcome back!
    } Your card and coupons of “{ $shop }” are on the buttons below.
enrolment-resumed = Welcome back! Let us go on where you stopped.
enrolment-finished = Done, here is your card. The buttons below are always at hand.
invited-already = You are with us already, so the invitation changes nothing. But you can bring a friend yourself: /invite
coupon-claimed = The coupon is yours! It waits in /coupons.
card-of-somebody = This is a customer's card of “{ $shop }”. Show it at the till, they will do the rest.
keyboard-away = All right.

## The menu

menu-card = 🎫 My card
menu-coupons = 🎁 Coupons
menu-invite = 👥 Bring a friend
menu-feedback = 💬 Write to us
menu-settings = ⚙️ Settings
menu-help = ❓ Help

## The card

card-text =
    Your card: <b>{ $tier }</b>, <b>{ $percent }%</b> off
    Number: <code>{ $number }</code>
card-next-tier = { $missing } to go to “{ $tier }”.
card-valid-until = Valid until { $day }.
card-expired = The card was valid until { $day }, and gives no discount now. Renew it with one tap, or the next purchase will renew it.
card-button-renew = 🔄 Renew the card
card-renewed-short = Done: the card is valid again.
card-not-expired-short = The card is valid as it is: /card
card-how-to-use = Show the picture at the till, or say the number.
button-copy-number = Copy the number
no-card-yet = You have no card yet. Press /start, it takes two minutes.
no-card-yet-short = Get a card first: /start

## Coupons

no-coupons = No coupons just now. They come on special days and for friends you bring: /invite
coupons-title =
    { $count ->
        [one] You have { $count } coupon:
       *[other] You have { $count } coupons:
    }
coupon-line =
    <b>{ $name }</b>: { $gain }
    <code>{ $code }</code>, until { $until }
coupon-line-later =
    <b>{ $name }</b>: { $gain }
    <code>{ $code }</code>, from { $since } to { $until }
button-copy-coupon = Copy { $code }

## Bring a friend

button-invite = Bring a friend
button-share = Send to a friend
button-copy-link = Copy the link
invite-none = We do not reward invitations just now. But every recommendation makes us happy!
invite-text = Bring a friend. After their first purchase you both get a gift: a coupon for { $theirs } for the friend, for { $mine } for you.
invite-ready =
    A ready text, just forward it:
    <blockquote>{ $text }</blockquote>
invite-score =
    { $came ->
        [0] Nobody has come by your link yet.
       *[other] Came by your link: { $came }, bought: { $earned }.
    }

## Writing to us

feedback-invitation = Just write here what you want to say or ask. A human reads it and answers right here.
feedback-sent = Passed on. We will answer here.
feedback-added = Added to your request.

## Settings

settings-text =
    { $offers ->
        [yes] Offers and news: <b>on</b>.
       *[no] Offers and news: <b>off</b>.
    }
    Service messages (card, coupons, answers to your questions) always come.
button-offers-stop = Stop offers
button-offers-start = Send me offers
offers-on = All right, we will send them.
offers-off = We have stopped.
language-chosen = All right, English from now on.

## Privacy

privacy-text =
    <b>Your data</b>
    We keep your answers to the questionnaire, the card, purchases and what you write to us, to work out your discount and to be useful.
privacy-consent-processing =
    { $given ->
        [yes] Processing of data: consent given { $at }
       *[no] Processing of data: consent withdrawn { $at }
    }
privacy-consent-marketing =
    { $given ->
        [yes] Offers: consent given { $at }
       *[no] Offers: declined { $at }
    }
privacy-nothing-kept = We keep nothing about you yet. This is what we ask you to agree to when we make a card:
button-document = The whole document
button-take-data = Get my data
button-forget = Erase my data
button-forget-sure = Yes, erase for ever
data-file = Everything we keep about you. Any text editor opens the file.
forget-question = Erase the card, coupons, answers and messages? They cannot be brought back.
forgotten = Done: we no longer know who you are.
forgotten-start = If you want a card again, press /start.
already-forgotten = Nothing about you is kept any more.

## Questions

question-progress = <i>Question { $number } of { $total }</i>
button-yes = Yes
button-no = No
button-done = Done
button-back = ⬅️ Back
button-skip = Skip
button-cancel = Later
button-resume = Go on
button-share-phone = 📱 Share my number
phone-kept = Thank you, the number is noted.
phone-recognised = We know you! Your purchases and your card stay with you.
phone-taken = There is a card for this number already. If it is yours, share it with the button below, and we will find your card.
survey-left = Put aside. Your answers are kept, you can go on at any time.
survey-over = This survey is finished already. Thank you!
survey-thanks = Thank you for the answer!
stale-question = You have answered this question already.
stale-button = This button does not work any more.

## When an answer is none

wrong-too-long = That is rather long. Could you make it shorter, please?
wrong-empty = The message seems to be empty. Please write it in words.
wrong-not-a-name = That does not look like a name. What should we call you? For example: Anna.
wrong-not-a-phone = That does not look like a phone number. For example: +7 916 123-45-67.
wrong-not-your-phone = That is somebody else's contact. Press “Share my number” below.
wrong-typed-phone = Press “Share my number” below: then we know for sure that the number is yours.
wrong-not-a-day = We could not read the date. For example: 15 March 1990 or 15.03.1990.
wrong-future-day = That day has not come yet. Please check the year.
wrong-too-old = That year is too long ago. Please check it.
wrong-not-an-email = That does not look like an e-mail address. For example: anna@mail.com.
wrong-not-an-option = Please choose one of the buttons.
wrong-not-a-number = A number is needed, for example: 3.
wrong-too-small = The number must be at least { $least }.
wrong-too-big = The number must be at most { $most }.
wrong-not-text = Please answer in words.
wrong-required = We cannot go on without this answer. Please give it.
wrong-one-at-least = Please choose at least one.

## Help

help-text =
    I am the bot of “{ $shop }”.

    /card — your card and discount
    /coupons — coupons
    /invite — bring a friend
    /feedback — write to us
    /settings — offers and language
    /privacy — your data

    A question, or something went wrong? Just write here, a human answers.{ $reachable ->
        [yes] { " " }Or: { $contact }
       *[no] { "" }
    }
unknown-command = There is no such command. What I can do: /help
no-text-yet = So that we can answer, press /start: without your consent we do not even keep messages.
we-were-away = { $count ->
    [one] Sorry, we were away! This command was not carried out:
   *[other] Sorry, we were away! These commands were not carried out:
    }

    { $commands }

    If you still need it, please send it again.
nothing-can-be-saved = We have run out of space and cannot write this down just now. We are mending it; please send it again a little later.
nothing-can-be-saved-short = This cannot be saved just now. Please try a little later.
something-failed = Something went wrong, and we are looking into it. Please try again a little later.
something-failed-short = Something went wrong. Please try a little later.
kept-for-later = This cannot be written down right now, but we have your message. We will see to it as soon as we can; no need to send it again.
kept-for-later-short = Not possible right now, but we have noted it and will see to it.

## What follows from what staff did (sent by the outbox).

tier-raised = 🎉 You have reached a new tier: <b>{ $tier }</b>. Your discount is now { $percent }. Thank you for choosing us!
tier-lowered = The sum of your purchases in a year has changed, and your card’s tier is now <b>{ $tier }</b>, discount { $percent }.
referral-friend =
    🎁 Thank you for your first purchase! You came by an invitation, and here is your gift: <b>{ $gain }</b> — { $offer }.
    Code <code>{ $code }</code>, valid until { $until }. Show it next time.
referral-inviter =
    🎁 Somebody you invited has made a first purchase with us. Thank you! Your gift: <b>{ $gain }</b> — { $offer }.
    Code <code>{ $code }</code>, valid until { $until }.
referral-button-copy = Copy the code { $code }
answer-route = You can reply right here.
answer-signature = <b>{ $staff }, { $shop }:</b>
closed-letter = { $kind ->
    [refusal] Thank you for telling us frankly why you did not buy: we have read it and will bear it in mind. If you would like to add something, just write here.
    [low_score] Thank you for being frank. We have looked into it and are closing this matter. If something is still not right, just write here and we will go on.
   *[question] We are closing your request. Thank you for writing! If anything is still unclear, just write here and we will go on.
}
