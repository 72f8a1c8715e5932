### The menu of commands: what stands beside each in Telegram (no HTML, at most 256 characters).

command-start = Start
command-card = My card
command-invite = Invite a friend
command-coupons = My coupons
command-feedback = Write to us
command-settings = Settings: messages and language
command-privacy = My data: see, export, erase
command-help = What I can do

command-sale = A sale: card or phone, amount, receipt
command-return = A return: card or phone, amount, receipt
command-refusal = Did not buy: card or phone, note
command-client = Find a customer: card, phone or name
command-cases = Open cases

command-stats = How the business is doing
command-touchpoints = Touchpoints: see them, switch on or off
command-import = Load customers or purchases
command-export = Export the data
