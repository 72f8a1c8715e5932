### What the bot says when something is not possible. Each says what to do next.
