"""Documents assembled from figures: one model, three renderings, issues that freeze."""
