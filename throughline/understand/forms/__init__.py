"""What a person may type to code texts, write findings and release them."""
