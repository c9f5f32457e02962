"""One Document, many forms. A renderer writes the typed values out and decides nothing else."""
