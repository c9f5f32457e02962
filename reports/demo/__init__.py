"""The demo (`manage.py demo`): huyện Lâm Hà, the published Pretieng case of 2022, and illustrative years around it.

Everything is written by the people of the demo through the services that users write through, so that its journal,
its steps and its figures are real ones. What was published (the case, the district's figures of 2022, places, names
of models and movements) is entered as published; all else is invented, deterministic, and marked `illustrative`.
"""
