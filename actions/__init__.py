"""What does the shop do?"""
