"""What prices and promotions do to sales and profit."""
