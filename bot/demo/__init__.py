"""How is it tried without a token?"""
