"""Forms of the programme side: selects that stay usable, codes proposed from names, places of the user's reach."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils.text import slugify

from danvan.forms import DoorForm, form_field
from danvan.lib import text
from danvan.lines import LineForm, lines
from danvan.records.services import organizations_q

from .forms_choices import kept, name_choices, place_choices, reach
from .models import Area, AreaSuccession, CommunityWork, Organization


class OfferedForm(DoorForm):
    """A door's form whose selects are filled together: one query for all places, one for all names."""

    hints: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.hints:
            if name in self.fields:
                self.fields[name].help_text = self.hints[name]
        offer(self, self.user)

    def now(self, name: str) -> Q:
        """The choice that stands in the record, offered whatever the user's reach: an edit must not lose it."""
        value = getattr(self.instance, f"{name}_id", None)
        return Q(pk=value) if value else Q(pk__in=())


def offer(form: Any, user: Any) -> None:
    """Give a form's model selects their options, read when they are drawn. Rows of one formset share them."""
    for plain in form.fields.values():
        if isinstance(plain, forms.TypedChoiceField):
            options: list[Any] = list(plain.choices)  # type: ignore[arg-type]
            if options and options[0][0] == "":
                plain.choices = [("", "– chọn –" if plain.required else "– không –"), *options[1:]]
        elif isinstance(plain.widget, forms.Textarea):
            plain.widget.attrs["rows"] = 3
    owner = getattr(form, "options_key", type(form))
    selects: dict[str, Any] = {n: f for n, f in form.fields.items() if isinstance(f, forms.ModelChoiceField)}
    named = {n: f.queryset for n, f in selects.items() if f.queryset.model is not Area}
    asked = {**named, **(form.lends() if hasattr(form, "lends") else {})}
    for name, field in selects.items():
        if name in named:
            source = _names_source(owner, name, asked, user)
        else:
            source = _places_source(owner, name, field.queryset, user)
        first = [] if isinstance(field, forms.ModelMultipleChoiceField) else first_option(field)
        field.choices = lambda source=source, first=first: [*first, *source()]


def _places_source(owner: type, name: str, queryset: QuerySet[Any], user: Any) -> Callable[[], Any]:
    def read() -> Any:
        return kept(user, (owner, name), lambda: place_choices(queryset.select_related("parent").order_by()))

    return read


def _names_source(owner: Any, name: str, named: dict[str, QuerySet[Any]], user: Any) -> Callable[[], Any]:
    def read() -> Any:
        found = kept(user, owner, lambda: name_choices(named))
        return found[name] if name in found else name_choices({name: named[name]})[name]

    return read


def first_option(field: Any) -> list[tuple[str, str]]:
    return [("", field.empty_label or "– chọn –")]


class RecordForm(OfferedForm):
    """A record's form: places at commune level and above, and organisations, only of the user's reach."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "year" in self.fields:
            self.fields["year"].required = True
            self.fields["year"].error_messages["required"] = "Hãy ghi năm."

    def choices_for(self, name: str, queryset: Any) -> Any:
        action = f"{self._meta.model.scope.kind}.enter"
        if name == "area":
            return queryset.filter(reach(self.user, action) & ~Q(level="hamlet") | self.now(name))
        if name == "organization":
            return queryset.filter(organizations_q(self.user, action) | self.now(name)) if organizations_q(
                self.user, action
            ) else queryset  # fmt: skip
        return queryset


class CatalogForm(OfferedForm):
    """A catalogue's form. An empty code is proposed from the name: folded, unique."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "code" in self.fields:
            self.fields["code"].required = False
            self.fields["code"].help_text = "Chữ không dấu, số và gạch nối. Để trống thì cổng đặt theo tên."

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        return code or self.instance.code or unique_code(type(self.instance), self.data.get("name", ""))


def unique_code(model: type[Model], name: str) -> str:
    """A code from a name: "Đợt Pretieng 2022" → "dot-pretieng-2022"; "-2", "-3" … when taken; "" without a name."""
    stem = slugify(text.fold(name))[:55].strip("-")
    if not stem:
        return ""
    taken = set(model._default_manager.filter(code__startswith=stem).values_list("code", flat=True))
    number, code = 1, stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


class LineOfModel(LineForm):
    """One row of a line table over a child model; the door judges it with its owner. `DELETE` drops the row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = self.choices_for(name, field.queryset)
                field.empty_label = "– chọn –" if field.required else "– không –"
        offer(self, self.user)

    def choices_for(self, name: str, queryset: Any) -> Any:
        return queryset


def line_formset(model: type[Model], fields: tuple[str, ...], base: type[LineOfModel] = LineOfModel) -> Any:
    """A line table over `fields` of a child model, with one empty row and a tick to drop a row."""
    made: dict[str, Any] = forms.fields_for_model(model, fields=fields, formfield_callback=form_field)
    drop = forms.BooleanField(label="Bỏ", required=False)
    kind = type(f"{model.__name__}Line", (base,), {**made, "DELETE": drop, "telling": fields})
    return lines(kind)


class WorkForm(RecordForm):
    hints = {
        "labour_days": "Số ngày công người dân tự góp, không cộng vào hỗ trợ.",
        "given_vnd": "Tiền dân góp, không cộng vào hỗ trợ.",
        "land_m2": "Diện tích người dân hiến.",
    }

    def choices_for(self, name: str, queryset: Any) -> Any:
        if name == "hamlets":
            return queryset.filter(reach(self.user, "community_work.enter"), level="hamlet")
        return super().choices_for(name, queryset)

    class Meta:
        model = CommunityWork
        fields = CommunityWork.data_fields


class AreaForm(CatalogForm):
    """A place is not renamed: a new name or parent is a new place with a succession (design.md §3)."""

    hints = {
        "name": "Chỉ tên riêng, không kèm “xã”, “thôn”.",
        "parent": "Nơi trực tiếp quản lý địa bàn này.",
        "valid_to": "Ngày cuối còn hiệu lực, ví dụ 30/06/2025. Để trống khi đang có.",
    }

    def choices_for(self, name: str, queryset: Any) -> Any:
        queryset = queryset.exclude(level="hamlet")
        return queryset.exclude(path__startswith=self.instance.path) if self.instance.pk else queryset

    class Meta:
        model = Area
        fields = Area.data_fields


class AreaSuccessionForm(CatalogForm):
    hints = {
        "share": "1 là chuyển nguyên vẹn; 0,4 là bốn phần mười số hộ chuyển sang nơi mới.",
        "legal_basis": "Ví dụ: Nghị quyết 1671/NQ-UBTVQH15 ngày 16/6/2025.",
    }

    def clean(self) -> dict[str, Any]:
        """The shares that leave a place cannot come to more than the place."""
        found = super().clean() or self.cleaned_data
        old, share = found.get("old"), found.get("share")
        if old and share is not None:
            others = AreaSuccession.objects.filter(old=old).exclude(pk=self.instance.pk).values_list("share", flat=True)
            if sum(others) + share > 1:
                self.add_error("share", f"Các phần chuyển đi của {old} cộng lại không thể quá 1.")
        return found

    class Meta:
        model = AreaSuccession
        fields = AreaSuccession.data_fields


class OrganizationForm(CatalogForm):
    hints = {
        "short_name": "Tên dùng trong bảng và biểu đồ, ví dụ “Hội Nông dân”.",
        "area": "Nơi tổ chức làm việc, đúng cấp của tổ chức.",
    }

    def choices_for(self, name: str, queryset: Any) -> Any:
        if name == "area":
            return queryset.exclude(level="hamlet")
        return queryset.exclude(pk=self.instance.pk) if self.instance.pk else queryset

    class Meta:
        model = Organization
        fields = Organization.data_fields
