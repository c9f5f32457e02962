"""From a `Summary` to a `Document`: chapters, tables, appendices and the words around the figures."""
