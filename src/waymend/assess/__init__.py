"""A case in, an assessment out: urgency, concerns, reasons, what is still unknown, the next question, the plan.

Knows nothing of where cases come from, and no medicine: everything it says is in the guide.
"""
