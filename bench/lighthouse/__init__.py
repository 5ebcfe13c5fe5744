"""Google's Lighthouse over four pages, as a citizen's phone and an official's desk load them."""
