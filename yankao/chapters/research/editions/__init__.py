"""彙編工作報告: one case is one edition of one report."""
