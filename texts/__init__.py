"""What does it say?"""
