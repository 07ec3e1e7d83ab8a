"""How steady, how concentrated, how unusual numbers are."""
