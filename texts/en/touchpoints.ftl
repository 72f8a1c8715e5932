### Touchpoints: what stands around the owner's own words. Those are in the programme file.

touch-coupon =
    🎟 Your coupon: <code>{ $code }</code>
    { $discount } off, valid until { $until } inclusive.
touch-coupon-later =
    🎟 Your coupon: <code>{ $code }</code>
    { $discount } off, valid from { $since } to { $until } inclusive.

# Buttons.

touch-copy = 📋 Copy the code
touch-resume = ▶️ Go on
touch-stop = 🔕 No more of this
touch-undo = ↩️ Keep writing to me

# After "no more of this".

touch-stopped =
    All right, no more of it. You will get no greetings, news or offers from us.

    Your card and coupons stay yours, and we answer your questions as ever. If you change your mind, you can have it all back here or in /settings.
touch-stopped-short = We will not send these any more
touch-undone = Thank you for staying with us! We will write seldom and to the point.
touch-undone-short = In touch again
touch-stranger-short = This button is not for you
