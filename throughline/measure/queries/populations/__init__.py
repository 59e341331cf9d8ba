"""The community's own figures, and into which of their categories the contributors of a forum fall."""
