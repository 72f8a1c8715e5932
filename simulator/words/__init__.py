"""Formatted text: what parse modes mean, what Telegram finds by itself, how long it is, how it looks."""
