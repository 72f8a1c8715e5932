"""A local Telegram: the Bot API over HTTP, people to play, a clock to turn. It imports nothing of the product."""
