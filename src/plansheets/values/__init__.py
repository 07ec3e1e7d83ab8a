"""How a value is read, wherever it comes from: numbers, days, texts and blanks, by one core."""
