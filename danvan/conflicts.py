"""A form's values in words, for the page that shows two versions of one thing beside each other."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.choices import flatten_choices


def said(bound: forms.BoundField) -> str:
    """A field's value in words, for the page that shows two versions."""
    value, field = bound.value(), bound.field
    if isinstance(field, forms.ModelChoiceField):
        values = value if isinstance(value, list | tuple | QuerySet) else [value]
        keys = [str(getattr(v, "pk", v)) for v in values if v not in (None, "")]
        rows: Any = field.queryset
        return ", ".join(str(o) for o in rows.filter(pk__in=[k for k in keys if k.isdigit()]))
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        flat: Any = flatten_choices(choices)
        labels = {str(key): str(words) for key, words in flat}
        if isinstance(value, list | tuple):
            return ", ".join(labels.get(str(getattr(one, "pk", one)), "") for one in value)
        return labels.get(str(value), str(value)) if value not in (None, "") else ""
    return "" if value is None else str(value)


def formset_said(formset: Any) -> str:
    """The lines that hold something; a formset may say itself what its hidden fields mean (`said`)."""
    if hasattr(formset, "said"):
        return str(formset.said())
    lines = []
    for index, form in enumerate(formset.forms):
        if index >= formset.initial_form_count() and not (formset.is_bound and form.has_changed()):
            continue  # the empty line that waits at the end
        words = [w for b in form.visible_fields() if b.name != "DELETE" and (w := said(b))]
        if words:
            lines.append(" · ".join(words))
    return "; ".join(lines)
