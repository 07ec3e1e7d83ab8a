"""Many filled workbooks of one blueprint become one table each of what they hold."""
