"""What writes content: a new site, a new item, an import; never builds one."""
