"""What do people agree to, word for word?"""
