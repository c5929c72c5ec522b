"""What pages are made with of what a site says of its look."""
