"""A site as an inspector would find it: what is red, by which threshold, and what turns red next."""
