"""What a web server is told of a site: whole configurations, and the file of a release that they can include."""
