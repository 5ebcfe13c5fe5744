"""Pages and endpoints of the figures, for officials."""
