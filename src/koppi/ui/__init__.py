"""The look (ulkoasu): page frame, icons, form fields, error pages and list export."""
