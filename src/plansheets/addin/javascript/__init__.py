"""The functions in JavaScript: one core, for Google Sheets and for add-ins of Excel."""
