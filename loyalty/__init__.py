"""What are the rules?"""
