"""Line tables of a form (items, sources, recipients …): blank lines are no lines, one empty line waits at the end.

What is posted is taken whole: the door replaces an object's lines with those that were sent, so that a line left blank
is a line dropped and a line left alone stays.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

MOST_LINES = 400


class LineForm(forms.Form):
    """One line. A line is there when one of its `telling` fields is filled (none named = any field)."""

    telling: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def typed(self, name: str) -> str:
        """What was typed in a field, as it was typed; what the field starts with when nothing was sent."""
        found = self.data.get(self.add_prefix(name)) if self.is_bound else self[name].value()
        return "" if found is None else str(found).strip()

    def has_changed(self) -> bool:
        return any(self.typed(name) for name in self.telling or self.fields)


class LineFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """Lines of one relation. Sent lines are never compared with the stored ones (see the module)."""

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        if data is not None:
            kwargs["initial"] = None
        super().__init__(data, files, **kwargs)

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    @property
    def filled(self) -> list[Any]:
        """The lines that hold something."""
        return [form for form in self.forms if form.has_changed()]


def lines(
    form: type[LineForm], base: type[LineFormSet] = LineFormSet, *, most: int = MOST_LINES, extra: int = 1
) -> Any:
    """The formset class of a line form."""
    return forms.formset_factory(
        form, formset=base, extra=extra, max_num=most, absolute_max=most + 1, validate_max=True
    )


def one_more(data: QueryDict, relation: str) -> QueryDict:
    """What was sent, with one empty line more in a relation: "Thêm dòng" without JavaScript."""
    key = f"{relation}-TOTAL_FORMS"
    count = number(data.get(key))
    found = emptied(data, relation, count)  # what a dropped line left behind is not the new one's
    found[key] = str(min(count + 1, MOST_LINES))
    return found


def appended(data: QueryDict, relation: str, rows: Sequence[Mapping[str, str]]) -> QueryDict:
    """What was sent, with filled lines after the last one of a relation."""
    found = data.copy()
    key = f"{relation}-TOTAL_FORMS"
    count = number(found.get(key))
    for row in rows:
        for name, value in row.items():
            found[f"{relation}-{count}-{name}"] = value
        count += 1
    found[key] = str(count)
    return found


def emptied(data: QueryDict, relation: str, index: int) -> QueryDict:
    """What was sent, with one line of a relation blank: "Bỏ" without JavaScript."""
    found = data.copy()
    for name in [n for n in found if n.startswith(f"{relation}-{index}-")]:
        MultiValueDict.pop(found, name)
    return found


def number(text: Any) -> int:
    """A small whole number that a form sent; 0 for anything else."""
    text = str(text or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
