"""A target behind SFTP alone, for accounts that may run no commands; runs nothing over there."""
