"""ROC dates, money, rounding, qualifiers; no tables."""
