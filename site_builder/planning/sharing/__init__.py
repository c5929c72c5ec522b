"""How a site is known elsewhere: its icons, and the pictures by which its pages are shared."""
