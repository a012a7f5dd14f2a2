"""From the first look to one's own data: the guide above the first record, and the page of next steps."""
