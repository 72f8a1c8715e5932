"""What do the till, the site and the accounts ask for, over HTTP?"""
