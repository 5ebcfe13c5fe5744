"""伍 為民服務: the joint service centre and 1999."""
