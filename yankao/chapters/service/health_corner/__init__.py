"""保健服務: blood pressure, small wounds, advice, first aid."""
