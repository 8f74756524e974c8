"""What people see and press: read input, call an action, show the result."""
