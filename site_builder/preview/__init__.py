"""Shows a site in the browser while it is being written; never touches its sources or what `build` made."""
