"""How things look and what they are called: colours, sizes, number formats, words."""
