"""What a site may say of its look: colours, logo, stylesheet, fonts, menu."""
