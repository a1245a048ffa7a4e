"""Writes that follow from what people do: receiving files, checking them, receipts, explanations, e-mails."""
