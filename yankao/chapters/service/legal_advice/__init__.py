"""法律諮詢: free advice by volunteer lawyers at eight sites; one case is one booking."""
