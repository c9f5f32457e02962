"""What the person who issues types: number, day, who signs."""

from typing import Any

from django import forms

from danvan.forms import CountField, DayField
from reports.editions.edition_paper import symbol_of
from reports.editions.issue_rules import Order
from reports.issuers.letterheads import letterhead_of
from reports.issuers.signing import LABELS, Signing
from reports.models import Issuer


class IssueForm(forms.Form):
    """Number and day come filled in; the service holds them against the rules."""

    number = CountField(label="Số", error_messages={"required": "Hãy ghi số văn bản."})
    dated = DayField(label="Ngày ban hành", error_messages={"required": "Hãy ghi ngày ban hành."})
    signing = forms.ChoiceField(label="Thể thức ký", choices=[(str(key), words) for key, words in LABELS.items()])
    signer = forms.CharField(
        label="Họ tên người ký", max_length=120, error_messages={"required": "Hãy ghi họ tên người ký."}
    )
    post = forms.CharField(label="Chức vụ, khi ký thừa lệnh hay thừa ủy quyền", max_length=200, required=False)
    joint_signer = forms.CharField(label="Họ tên người ký của cơ quan cùng ban hành", max_length=120, required=False)

    def __init__(self, *args: Any, issuer: Issuer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "number"
        ].help_text = (
            f"In trên giấy: {symbol_of(letterhead_of(issuer, number='…'))}. Số tiếp theo còn trống đã điền sẵn."
        )
        if issuer.joint_with:
            self.fields["joint_signer"].label = f"Họ tên người ký của {issuer.joint_with}"
        else:
            del self.fields["joint_signer"]

    def order(self, site: str) -> Order:
        """What was typed, once it reads well."""
        values = self.cleaned_data
        return Order(
            number=values["number"], dated=values["dated"], signer=values["signer"].strip(),
            signing=Signing(values["signing"]), post=values["post"].strip(),
            joint_signer=values.get("joint_signer", "").strip(), site=site,
        )  # fmt: skip


class ReissueForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Lý do", max_length=300, error_messages={"required": "Hãy ghi lý do ban hành lại."})
