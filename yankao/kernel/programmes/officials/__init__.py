"""Officials' accounts: who is entered, changed, gone, and gets a link with which to sign in."""
