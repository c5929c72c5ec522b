"""Values of fields as pages show them."""
