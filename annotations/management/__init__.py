"""Commands for those who operate the desk."""
