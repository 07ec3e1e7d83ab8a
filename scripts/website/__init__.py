"""The static site: user pages, reference, gallery, and every template to download."""
