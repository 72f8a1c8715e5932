"""What does each table hold? (storage/schema.py names them all.)"""
