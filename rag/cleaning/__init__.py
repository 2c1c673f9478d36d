"""Source text to the text that is indexed and read: repaired, simplified, without what is not content."""
