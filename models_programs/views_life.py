"""What every page of a model's life shares: it asks before something is added, and keeps what was typed."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views import View

from danvan.crud import Desk
from danvan.forms import put_faults
from danvan.records.data import Invalid, Refused

from . import life
from .life import Life
from .models import ModelYear


class LifeView(View):
    """A page that asks before something is added to a year's life."""

    desk: Desk = None  # type: ignore[assignment]

    def life(self, request: HttpRequest, pk: int) -> Life:
        return Life.of(request.user, self.desk.get(request.user, pk))

    def ask(
        self, request: HttpRequest, found: Life, form: Any, *, status: int = 200, last: Any = None,
        template: str = "records/confirm.html", **more: Any,
    ) -> HttpResponse:  # fmt: skip
        """`last` stays what the form was opened on, until somebody else's step has been shown."""
        hidden = [("key", request.POST.get("key") or uuid.uuid4()), ("last", found.last if last is None else last)]
        return render(
            request, template,
            {"desk": self.desk, "target": found.record, "form": form, "hidden": hidden,
             "cancel_url": found.record.get_absolute_url(), **more},
            status=status,
        )  # fmt: skip

    def store(
        self, request: HttpRequest, found: Life, form: Any, write: Callable[[], Any],
        again: Callable[..., HttpResponse], done: str,
    ) -> HttpResponse:  # fmt: skip
        """Write, or show the form again with the door's refusal at its place."""
        try:
            made = write()
        except Invalid as invalid:
            put_faults(form, invalid)
            return again(form, status=422)
        except life.Moved as moved:
            form.add_error(None, moved.message)
            return again(form, status=409)
        except Refused as refused:
            form.add_error(None, refused.message)
            return again(form, status=422)
        messages.success(request, done)
        target = made if isinstance(made, ModelYear) else found.record
        return HttpResponseRedirect(target.get_absolute_url())
