"""Every read of codes, texts, runs and findings shaped for a page or a method."""
