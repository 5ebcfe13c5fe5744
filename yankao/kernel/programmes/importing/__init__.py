"""Files of past cases, read under a mapping and stored as histories."""
