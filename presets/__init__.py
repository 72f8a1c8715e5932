"""What does a programme begin with?"""
