"""What the form tags of `vn` compute: widget attributes for those who cannot see the page, and the error summary."""

from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect

Error = tuple[str, str, str]


def field_context(
    bound: BoundField, *, hint: str, label: str, read: str, css: str, optional: str, in_cell: bool = False
) -> dict[str, Any]:
    """Context of parts/field.html and parts/cell.html. The widget is rendered here, because only Python can give it
    aria-invalid and aria-describedby."""
    widget = bound.field.widget
    id_ = bound.id_for_label or bound.auto_id or bound.html_name
    hint = str(hint or ("" if in_cell else bound.help_text))
    read = read or widget.attrs.get("data-read", "")
    errors = [str(message) for message in bound.errors]
    choices = [text for error in bound.errors.as_data() for text in getattr(error, "choices", ())]
    grouped = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    described = " ".join(
        f"{id_}-{part}"
        for part, wanted in (("error", errors), ("hint", hint and not grouped), ("read", read))
        if wanted
    )
    attrs: dict[str, Any] = {"aria-invalid": "true"} if errors else {}
    if described:
        attrs["aria-describedby"] = described
    if in_cell:
        attrs["aria-label"] = label or str(bound.label)
    if read:
        attrs["data-read"] = read
        attrs["class"] = f"{widget.attrs.get('class', '')} {'money' if read == 'money' else 'qty'}".strip()
        attrs["autocomplete"] = "off"
    return {
        "field": bound,
        "id": id_,
        "label": label or bound.label,
        "hint": hint,
        "optional": "" if bound.field.required or isinstance(widget, CheckboxInput) else optional,
        "read": read,
        "errors": errors,
        "choices": choices,
        "css": css,
        "grouped": grouped,
        "tick": isinstance(widget, CheckboxInput),
        "is_file": isinstance(widget, FileInput),
        "hidden": bound.is_hidden,
        "widget": bound.as_widget(attrs=attrs),
    }


def errors_of(source: Any) -> list[Error]:
    """(field_id, label, message) of a form, a formset, a list of them, or a ready list; messages are plain text."""
    if source is None:
        return []
    if isinstance(source, BaseFormSet):
        found = [("", "", str(message)) for message in source.non_form_errors()] if source.is_bound else []
        for number, form in enumerate(source.forms, 1):
            found += [(id_, f"Dòng {number}, {label}" if label else "", text) for id_, label, text in errors_of(form)]
        return found
    if isinstance(source, BaseForm):
        return _of_form(source)
    found = []
    for item in source:
        found += [item] if isinstance(item, tuple) else errors_of(item)
    return found


def _of_form(form: BaseForm) -> list[Error]:
    if not form.is_bound:
        return []
    found = []
    for name, messages in form.errors.items():
        for message in messages:
            if name in form.fields and not form[name].is_hidden:
                bound = form[name]
                found.append((bound.id_for_label or bound.auto_id, str(bound.label), str(message)))
            else:
                found.append(("", "", str(message)))
    return found
