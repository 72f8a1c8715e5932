"""What do the words look like? Pictures add to a text; they never carry its meaning alone."""
