"""Reports: summary → document → renderers; figures first, form second."""
