"""What a team keeps, as tables for spreadsheets and for programs."""
