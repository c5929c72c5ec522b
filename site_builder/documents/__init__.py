"""What Word, Excel and PDF files and pictures say, and who made them; judges nothing."""
