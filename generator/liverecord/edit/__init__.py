"""The forms as pages on this computer: shown, checked, previewed, sent."""
