"""content/ -> items: files found, decoded, validated and converted; knows nothing of pages."""
