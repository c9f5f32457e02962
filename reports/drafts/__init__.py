"""Dự thảo: words that people edit around live figures, versions, comments, check and sign-off."""
