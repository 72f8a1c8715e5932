"""How fast, against what?"""
