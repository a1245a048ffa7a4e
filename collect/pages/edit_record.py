"""One record on screen: its items to change, and what can be added to it or taken out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.scope import Actor, actor_of
from collect import scope
from collect.models import Return, Submission
from collect.pages.common import Crumb, crumbs, no_store
from collect.pages.edit import refused
from collect.pages.forms.edit import RecordForm
from collect.selectors.editing import Record, Sheet
from collect.services import drafts, reads
from schemas.layout import Node

OTHER_FILE = "You have changes of an earlier file. Look at them first: check them or throw them away."
REPLACED = (
    "Another file became the return while you had this page open. What you typed is kept below as changes of the file "
    "that you saw."
)


class Desk:
    """What every page about a record works with: the return, the file that the person looks at, and its sheet."""

    def __init__(self, request: HttpRequest, return_id: UUID):
        self.actor: Actor = actor_of(request)
        self.return_: Return = scope.get_return(self.actor, return_id)
        self.blocked, self.status = refused(self.actor, self.return_)
        self.base = self._base(request)
        self.draft = scope.draft_of(self.actor, self.return_)
        self.sheet = Sheet.of(self.base, self.draft)

    def _base(self, request: HttpRequest) -> Submission:
        """The file that a form was made from; else the return's current one. Raises Http404."""
        number = request.POST.get("file", "")
        if number.isascii() and number.isdigit() and len(number) < 9:
            wanted = self.return_.submissions.filter(number=int(number)).first()
        else:
            wanted = self.return_.current_submission
        if wanted is None or wanted.state not in wanted.READ:
            raise Http404("There is no such file.")
        wanted.for_return = self.return_
        return wanted

    def record(self, key: str) -> Record:
        """One record of the sheet. Raises Http404."""
        try:
            found = self.sheet.record(key)
        except LookupError:
            raise Http404("There is no such record.") from None
        outermost = (self.sheet.way_to(found) or [found])[0]
        if outermost.is_whole_return:
            reads.note(self.actor, self.base, reads.Kind.LIST)
        elif not outermost.is_new:
            reads.note(self.actor, self.base, reads.Kind.PUPIL, outermost.node.tag, outermost.row)
        return found

    @property
    def is_current(self) -> bool:
        """Whether the file is still the one that the return is made of."""
        return self.base.pk == self.return_.current_submission_id

    @property
    def has_other_changes(self) -> bool:
        """Whether the person has changes of another file."""
        return self.draft is not None and self.draft.based_on_id != self.base.pk

    def show(self, request: HttpRequest, template: str, record: Record, title: str, **more: Any) -> HttpResponse:
        """A page about ``record``."""
        way = self.sheet.way_to(record)
        whole = record.is_whole_return
        steps: list[Crumb] = [{"text": "Change values on screen", "href": reverse("edit", args=[self.return_.pk])}]
        steps += [{"text": outer.title, "href": self.href(outer)} for outer in way]
        top = way[0] if way else record
        context = {
            "for_return": self.return_,
            "submission": self.base,
            "blocked": self.blocked or ([OTHER_FILE] if self.has_other_changes else []),
            "has_other_changes": self.has_other_changes,
            "record": record,
            "title": title,
            "around": [outer.title for outer in way],
            "top": None if whole else top,
            "changed": len(self.sheet.changes),
            "crumbs": crumbs(self.actor, self.return_, *steps, {"text": title}),
            **more,
        }
        return render(request, f"collect/{template}.html", context, status=self.status)

    def href(self, record: Record) -> str:
        """The page of a record."""
        return reverse("edit_record", args=[self.return_.pk, record.key])

    def saved(self, request: HttpRequest, back: Record) -> HttpResponse:
        """On to all changes, or back to go on changing."""
        if not self.is_current:
            messages.warning(request, REPLACED)
        elif request.POST.get("then") == "more":
            messages.success(request, "Saved. Nothing is checked yet: go on, then check your changes.")
            return redirect(self.href(back))
        return redirect("edit", self.return_.pk)

    def other_file(self, request: HttpRequest) -> HttpResponse:
        """A draft of another file was begun at the same moment: to that one."""
        messages.warning(request, OTHER_FILE)
        return redirect("edit", self.return_.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
def edit_record(request: HttpRequest, return_id: UUID, key: str) -> HttpResponse:
    """The items of a record as a form, and the records inside it."""
    desk = Desk(request, return_id)
    record = desk.record(key)
    form = form_of(desk, record, request)
    stopped = desk.blocked or desk.has_other_changes or desk.sheet.is_gone(record)
    if is_sent(request) and not stopped and form.is_valid():
        try:
            drafts.put(desk.actor, desk.return_, desk.base, record.node, key, form.values, record.held)
        except drafts.OtherFile:
            desk = Desk(request, return_id)
        else:
            way = desk.sheet.way_to(record)
            return desk.saved(request, way[0] if way else record)
    return desk.show(
        request,
        "edit_record",
        record,
        record.title,
        form=form,
        is_gone=desk.sheet.is_gone(record),
        kinds=[
            (kind, [(inner, inner.title, desk.sheet.in_brief(inner)) for inner in kind.records or []])
            for kind in desk.sheet.kinds_inside(record)
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
def edit_add(request: HttpRequest, return_id: UUID, key: str, kind: int) -> HttpResponse:
    """A new record inside another one."""
    desk = Desk(request, return_id)
    outer = desk.record(key)
    try:
        node: Node = desk.sheet.kind(outer, kind)
    except LookupError:
        raise Http404("There is no such kind of record.") from None
    empty = Record("", node, key, {}, {}, None)
    form = form_of(desk, empty, request)
    stopped = desk.blocked or desk.has_other_changes or desk.sheet.is_gone(outer)
    if is_sent(request) and not stopped and form.is_valid():
        if not any(form.values.values()):
            form.add_error(None, "Fill in at least one field, or go back.")
        else:
            try:
                new = drafts.add(desk.actor, desk.return_, desk.base, node, key, form.values)
            except drafts.OtherFile:
                return desk.other_file(request)
            way = desk.sheet.way_to(outer)
            whole = outer.is_whole_return
            back = Desk(request, return_id).sheet.record(new) if whole else (way[0] if way else outer)
            return desk.saved(request, back)
    title = f"Add: {node.label[0].lower()}{node.label[1:]}"
    return desk.show(request, "edit_record", empty, title, form=form, is_gone=desk.sheet.is_gone(outer), kinds=[])


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
def edit_remove(request: HttpRequest, return_id: UUID, key: str) -> HttpResponse:
    """Are you sure that this record is to go?"""
    desk = Desk(request, return_id)
    record = desk.record(key)
    if record.is_whole_return:
        raise Http404("A return cannot be removed.")
    if is_sent(request) and not desk.blocked and not desk.has_other_changes:
        way = desk.sheet.way_to(record)
        try:
            drafts.remove(desk.actor, desk.return_, desk.base, desk.sheet.tables, record.node, key)
        except drafts.OtherFile:
            return desk.other_file(request)
        if way:
            return desk.saved(request, way[0])
        return redirect("edit", desk.return_.pk)
    inside = [(kind.label, len(kind.records)) for kind in desk.sheet.kinds_inside(record) if kind.records]
    shown = [
        desk.sheet.words.shown(item.tag, ", ".join(record.values.get(record.path_of(item), ())), record.node.tag)
        for item in record.node.items()
    ]
    title = f"Remove {record.node.label[0].lower()}{record.node.label[1:]}"
    given = [one for one in shown if one.is_given]
    return desk.show(request, "edit_remove", record, title, name=record.title, shown=given, inside=inside)


def is_sent(request: HttpRequest) -> bool:
    """Whether one of these forms was sent: a field that is not there must not count as one left empty."""
    return request.method == "POST" and "file" in request.POST


def form_of(desk: Desk, record: Record, request: HttpRequest) -> RecordForm:
    """The form of a record's items, with what was typed if something was."""
    items = desk.sheet.items(record.node, record.values)
    return RecordForm(record, items, desk.sheet.words, request.POST if is_sent(request) else None)
