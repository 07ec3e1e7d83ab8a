"""What parts may hold, by ECMA-376 / ISO 29500: compact tables, one file a part."""
