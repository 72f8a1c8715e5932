"""Who asks, and what then?"""
