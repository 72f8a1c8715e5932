### The menu of commands: what stands beside each in Telegram (no HTML, at most 256 characters).

command-start = Start
command-card = My card
command-invite = Invite a friend
command-coupons = My coupons
command-feedback = Write to us
command-settings = Settings: messages, language, time
command-privacy = My data: see, export, erase
command-help = What I can do

command-sale = A sale: card or phone, amount, receipt
command-return = A return: card or phone, amount, receipt
command-refusal = Did not buy: card or phone, note
command-client = Find a customer: card, phone or name
command-task = Tasks: set one or see them
command-cases = Open cases

command-stats = How the business is doing
command-segments = Who the customers are
command-campaign = Send a message to many
command-calendar = What will be sent and when
command-touchpoints = Touchpoints: switch on or off, results
command-import = Load customers or purchases
command-export = Export the data
command-backup = Make a backup
command-audit = Check yourself: promised against done
