"""Running it for real: backup, and a restore that has been rehearsed."""

import warnings

# The embedded server's package wonders where its lock file should lie; the default is right.
warnings.filterwarnings("ignore", message=".*XDG_RUNTIME_DIR.*")
