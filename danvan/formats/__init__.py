"""Project formats per language (FORMAT_MODULE_PATH); they win over Django's own."""
