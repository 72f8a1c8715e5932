"""Is the programme file right, and how is it mended?"""
