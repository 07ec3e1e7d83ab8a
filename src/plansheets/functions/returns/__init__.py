"""What money brings back."""
