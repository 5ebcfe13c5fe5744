"""Every page in a real browser, as its officials and citizens meet it."""
