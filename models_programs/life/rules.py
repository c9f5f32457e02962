"""Who may take which step of a model's year, and from where: the whole life as data, and the sentence why not.

registered ─▶ running ─▶ self_assessed ─▶ appraised ─▶ recognised | not_recognised ─▶ carried_over | stopped

Exemplary, awards and replications add a decision and move no stage. Who judges a model never had a hand in it: neither
wrote it (ever), nor assessed it for itself, nor belongs to its body; and who appraised it does not record what was
decided on the appraisal. The same binds who delegated the right.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from danvan.accounts.scoping import Grant, access
from danvan.audit.models import Entry
from danvan.records import corrections
from danvan.records.models import Handover, Status
from danvan.records.rights import entered_by

from ..models import LifeStep, ModelYear

Action = LifeStep.Action
Stage = ModelYear.Stage
DISPUTED = "Đang có đề nghị sửa hoặc rút chờ duyệt; duyệt xong mới làm bước tiếp."
WRITES = ("create", "update", "propose")
STANDING = tuple(action for action in Action if action not in (Action.START, Action.TAKE_BACK))


@dataclass(frozen=True, slots=True)
class Rule:
    """One step: its word in addresses, its button, the rights of which one is needed, from which stages, to which."""

    action: str
    slug: str
    button: str
    verbs: tuple[str, ...]
    stages: tuple[str, ...]
    who: str  # said to those who may not
    to: str = ""  # "" = the stage stays
    judges: bool = False
    back: tuple[str, ...] = ("decide",)  # the rights with which it is taken back


def _rules() -> tuple[Rule, ...]:
    writer = "người ghi cho mô hình"
    board = "Ban Dân vận hoặc Chủ tịch MTTQ"
    done = (Stage.RECOGNISED, Stage.CARRIED_OVER)
    decided = ("recognise", "decide")
    return (
        Rule(Action.SELF_ASSESS, "tu-danh-gia", "Tự đánh giá", ("enter",), (Stage.REGISTERED, Stage.RUNNING), writer,
             Stage.SELF_ASSESSED, back=("appraise", "decide")),
        Rule(Action.APPRAISE, "tham-dinh", "Thẩm định", ("appraise",), (Stage.SELF_ASSESSED,), "Ban Dân vận",
             Stage.APPRAISED, judges=True, back=decided),
        Rule(Action.RECOGNISE, "cong-nhan", "Ghi quyết định công nhận", ("recognise",), (Stage.APPRAISED,), board,
             Stage.RECOGNISED, judges=True, back=decided),
        Rule(Action.REFUSE, "khong-cong-nhan", "Không công nhận", ("recognise",), (Stage.APPRAISED,), board,
             Stage.NOT_RECOGNISED, judges=True, back=decided),
        Rule(Action.EXEMPLARY, "tieu-bieu", "Ghi tiêu biểu", ("recognise",), done, board, judges=True, back=decided),
        Rule(Action.AWARD, "khen-thuong", "Ghi khen thưởng", ("recognise",), done, board, judges=True, back=decided),
        Rule(Action.REPLICATE, "nhan-rong", "Ghi nhân rộng", ("enter", "recognise"),
             (Stage.RUNNING, Stage.SELF_ASSESSED, Stage.APPRAISED, *done), f"{writer}, {board}"),
        Rule(Action.CARRY_OVER, "chuyen-tiep", "Chuyển tiếp sang năm sau", ("enter",),
             (Stage.RUNNING, Stage.RECOGNISED, Stage.NOT_RECOGNISED), writer, Stage.CARRIED_OVER),
        Rule(Action.STOP, "ngung", "Ngừng mô hình", ("enter",),
             (Stage.REGISTERED, Stage.RUNNING, Stage.SELF_ASSESSED, Stage.APPRAISED, Stage.RECOGNISED,
              Stage.NOT_RECOGNISED), writer, Stage.STOPPED),
    )  # fmt: skip


RULES: Mapping[str, Rule] = {rule.action: rule for rule in _rules()}
BY_SLUG: Mapping[str, Rule] = {rule.slug: rule for rule in RULES.values()}
MOVES = frozenset(rule.action for rule in RULES.values() if rule.to)


def bodies(record: ModelYear) -> set[int]:
    return {record.organization_id, record.model.organization_id}


def writers(record: ModelYear) -> QuerySet[Any, Any]:
    """(user's id,) of who saved the record or proposed a change."""
    entries = Entry.objects.filter(record_type=record.record_type, record_id=record.pk, action__in=WRITES)
    return entries.order_by().values_list("actor").distinct()


def takers(record: ModelYear) -> QuerySet[Any, Any]:
    """(user's id,) of whom the record was handed to."""
    handed = Handover.objects.filter(record_type=record.record_type, record_id=record.pk)
    return handed.order_by().values_list("taker").distinct()


def lenders(record: ModelYear) -> QuerySet[Any, Any]:
    """(user's id,) of who ever belonged to the model's body and delegated a right to somebody."""
    held = apps.get_model("movements", "Assignment").objects
    lent = held.filter(delegated_by__isnull=False).order_by().values("delegated_by")
    return held.filter(user__in=lent, organization__in=bodies(record)).order_by().values_list("user").distinct()


@dataclass
class Life:
    """A year's life as one user meets it. What costs a query is asked once, and only when a rule needs it."""

    user: Any
    record: ModelYear
    enters: bool | None = None  # set where it is known already
    steps: Sequence[LifeStep] = field(default_factory=list)

    @classmethod
    def of(cls, user: Any, record: ModelYear) -> "Life":
        steps = record.life.select_related("actor", "on_behalf_of").order_by("pk")
        return cls(user, record, steps=list(steps))

    @cached_property
    def undone(self) -> dict[int, LifeStep]:
        """{key of a step taken back: the step that did it}."""
        return {step.undoes_id: step for step in self.steps if step.undoes_id}

    @property
    def standing(self) -> list[LifeStep]:
        return [step for step in self.steps if step.action in STANDING and step.pk not in self.undone]

    @property
    def last(self) -> int:
        """What a form was opened on: the key of the newest step, 0 before there is one."""
        return self.steps[-1].pk if self.steps else 0

    def latest(self, action: str) -> LifeStep | None:
        return next((step for step in reversed(self.standing) if step.action == action), None)

    # ---- who ----

    @cached_property
    def may_enter(self) -> bool:
        if self.enters is None:
            self.enters = entered_by(ModelYear.objects.filter(pk=self.record.pk), self.user).exists()
        return self.enters

    def grants(self, *verbs: str) -> list[Grant]:
        """The user's grants that hold one of the rights here; entering asks for the body as well (`may_enter`)."""
        mine = access(self.user)
        found = {id(grant): grant for verb in verbs for grant in mine.holding(f"model_year.{verb}")}
        reaching = [grant for grant in found.values() if grant.reaches(self.record)]
        if self.may_enter:
            return reaching
        return [g for g in reaching if any(f"model_year.{v}" in g.role.actions for v in verbs if v != "enter")]

    def giver(self, *verbs: str) -> int | None:
        """Whom the user stands in for; None when a role of their own does."""
        able = self.grants(*verbs)
        return able[0].giver if able and all(grant.giver for grant in able) else None

    @cached_property
    def hands(self) -> set[int]:
        """Everybody who ever had a hand in it: wrote it, proposed a change, was handed it, assessed or noted for it."""
        record = self.record
        own = [step for step in self.steps if step.action in (Action.START, Action.SELF_ASSESS)]
        found = {record.created_by_id, record.updated_by_id} | self.written | self.noted
        return found | {step.actor_id for step in own} | {step.on_behalf_of_id for step in own if step.on_behalf_of_id}

    @cached_property
    def written(self) -> set[int]:
        """Who saved it or proposed a change, and to whom it was handed."""
        others = writers(self.record).union(takers(self.record))
        return {who for (who,) in others}

    @cached_property
    def noted(self) -> set[int]:
        """Who wrote its diary and results."""
        notes = self.record.notes.order_by().values_list("actor")
        return {who for (who,) in notes.union(self.record.results.order_by().values_list("actor"))}

    @property
    def bodies(self) -> set[int]:
        return bodies(self.record)

    # ---- why not ----

    def why_not(self, rule: Rule) -> str:
        """Why the user cannot take the step now; "" when they can."""
        return self.not_yet(rule) or self.not_you(rule)

    def not_yet(self, rule: Rule) -> str:
        """Why nobody can."""
        record = self.record
        if record.status != Status.APPROVED:
            return "Đăng ký của năm này chưa được tiếp nhận nên chưa làm được bước này."
        if record.stage not in rule.stages:
            named = ", ".join(f"“{Stage(stage).label}”" for stage in rule.stages)
            return f"“{rule.button}” làm khi mô hình ở {named}; mô hình đang ở “{record.get_stage_display()}”."
        return self.disputed

    @cached_property
    def disputed(self) -> str:
        return DISPUTED if corrections.open_for(self.record) is not None else ""

    def not_you(self, rule: Rule) -> str:
        """Why the user cannot, wherever it stands."""
        able = self.grants(*rule.verbs)
        if not able:
            return f"“{rule.button}” thuộc {rule.who}."
        return self._own(rule, able) if rule.judges else ""

    def _own(self, rule: Rule, able: Sequence[Grant]) -> str:
        if self.user.pk in self.hands:
            return "Bạn đã ghi hoặc tự đánh giá mô hình này nên không thẩm định, công nhận mô hình của mình được."
        if any(self.bodies & grant.organizations for grant in access(self.user).grants):
            return "Bạn thuộc đơn vị của mô hình này nên không thẩm định, công nhận mô hình của đơn vị mình được."
        appraisal = self.latest(Action.APPRAISE) if rule.action != Action.APPRAISE else None
        judged = {appraisal.actor_id, appraisal.on_behalf_of_id} if appraisal else set()
        if self.user.pk in judged:
            return "Bạn đã thẩm định mô hình này; quyết định trên kết quả thẩm định do người khác ghi."
        givers = {grant.giver for grant in able}
        if None not in givers:
            barred = self.hands | judged | self.lenders
            if givers <= barred:
                return "Người ủy quyền cho bạn có phần trong mô hình này nên bạn không làm thay bước này được."
        return ""

    @cached_property
    def lenders(self) -> set[int]:
        """Those of the model's body who delegated a right to somebody."""
        return {who for (who,) in lenders(self.record)}

    def why_not_back(self, step: LifeStep) -> str:
        """Why the user cannot take a step back; "" when they can."""
        rule = RULES.get(step.action)
        if rule is None or step not in self.standing:
            return "Bước này không thu lại được."
        if rule.to and any(later.action in MOVES for later in self.standing if later.pk > step.pk):
            return "Chỉ thu lại được bước sau cùng: hãy thu lại các bước sau nó trước."
        leaning = {str(Action.EXEMPLARY), str(Action.AWARD)}
        if step.action == Action.RECOGNISE and leaning & {other.action for other in self.standing}:
            return "Còn tiêu biểu hoặc khen thưởng dựa trên công nhận này: hãy thu lại những mục đó trước."
        able = self.grants(*rule.back)
        if not able:
            return "Thu lại bước này thuộc người quyết định: " + (
                "Ban Dân vận, Chủ tịch MTTQ." if len(rule.back) > 1 else "Chủ tịch MTTQ."
            )
        if self.user.pk in (step.actor_id, step.on_behalf_of_id) or all(g.giver == step.actor_id for g in able):
            return "Bước này do bạn hoặc người ủy quyền cho bạn ghi; người khác thu lại."
        return self.disputed

    @property
    def next_rules(self) -> list[Rule]:
        """The steps that the stage allows, for whoever holds the right."""
        return [rule for rule in RULES.values() if self.record.stage in rule.stages]
