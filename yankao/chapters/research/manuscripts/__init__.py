"""機關稿件: one case is one section that one agency writes for one edition."""
