"""How dates, times and numbers are written, in GOV.UK style."""
