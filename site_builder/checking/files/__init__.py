"""What stands in attachments, pictures and static files and keeps them from being published."""
