"""What bibliography formats have in common: tables of types and fields, escapes, and the form works take in them."""
