"""Forms of decisions and actions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councils.organisations.models import Organisation
from meetings.agenda.models import AgendaItem
from meetings.record.choices import DecisionKind
from meetings.record.models import Decision
from rec_portal.accounts.models import User
from rec_portal.foundation.forms import DateField, LineField, LinesField, PortalForm, VersionedForm


class ItemChoice(forms.ChoiceField):
    """One of an agenda's items, or none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("Agenda item"), required=False, **options)
        self.items: dict[str, AgendaItem] = {}

    def offer(self, items: Sequence[AgendaItem]) -> None:
        self.items = {item.public_id: item for item in items}
        self.choices = [("", _("None in particular")), *((key, str(item)) for key, item in self.items.items())]

    def clean(self, value: Any) -> Any:
        return self.items.get(super().clean(value))


class DecisionForm(PortalForm):
    """What a meeting decided; the number is given by the portal."""

    kind = forms.ChoiceField(label=_("Kind"), choices=DecisionKind.choices, initial=DecisionKind.DECISION)
    text_en = LinesField(label=_("Text in English"), max_length=4000, required=False)
    text_ru = LinesField(label=_("Text in Russian"), max_length=4000, required=False)
    agenda_item = ItemChoice()

    def __init__(self, *args: Any, items: Sequence[AgendaItem], bodies: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agenda_item"].offer(items)  # type: ignore[attr-defined]
        if len(bodies) > 1:
            self.bodies = {body.slug: body for body in bodies}
            self.fields["body"] = forms.ChoiceField(
                label=_("Group that decided"), choices=[(body.slug, body.short_name) for body in bodies]
            )

    def values(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        if "body" in values:
            values["body"] = self.bodies[values["body"]]
        return values


class WordingForm(VersionedForm):
    text_en = LinesField(label=_("Text in English"), max_length=4000, required=False)
    text_ru = LinesField(label=_("Text in Russian"), max_length=4000, required=False)


class WhyForm(VersionedForm):
    """A step that needs a reason."""

    reason = LinesField(label=_("Reason"), max_length=1000, rows=3)


class SupersedeForm(VersionedForm):
    later = forms.ChoiceField(label=_("Replaced by"))

    def __init__(self, *args: Any, later: Sequence[Decision], **options: Any) -> None:
        super().__init__(*args, **options)
        self.choices = {decision.public_id: decision for decision in later}
        self.fields["later"].choices = [(key, decision.number) for key, decision in self.choices.items()]  # type: ignore[attr-defined]


class ActionFields(forms.Form):
    """What is to be done, by whom, until when. People and organisations are those of the meeting's bodies."""

    text = LinesField(label=_("What is to be done"), max_length=1000, rows=3)
    owner = forms.ChoiceField(label=_("Person who answers for it"), required=False)
    organisation = forms.ChoiceField(
        label=_("Organisation"),
        required=False,
        help_text=_("Where no person is named, everybody who sits for it is reminded."),
    )
    due = DateField(label=_("Due"), required=False)

    def offer(self, people: Sequence[User], organisations: Sequence[Organisation]) -> None:
        self.people = {person.public_id: person for person in people}
        self.organisations = {organisation.slug: organisation for organisation in organisations}
        nobody = ("", _("Not decided yet"))
        names = [(key, person.name) for key, person in self.people.items()]
        seats = [(key, str(organisation)) for key, organisation in self.organisations.items()]
        self.fields["owner"].choices = [nobody, *names]  # type: ignore[attr-defined]
        self.fields["organisation"].choices = [nobody, *seats]  # type: ignore[attr-defined]
        self.fields["due"].widget.attrs["data-echo-date"] = ""

    def values(self) -> dict[str, Any]:
        return {
            "text": self.cleaned_data["text"],
            "owner": self.people.get(self.cleaned_data["owner"]),
            "organisation": self.organisations.get(self.cleaned_data["organisation"]),
            "due": self.cleaned_data["due"],
        }


class NewActionForm(ActionFields, PortalForm):
    agenda_item = ItemChoice()

    def __init__(
        self, *args: Any, items: Sequence[AgendaItem], people: Any, organisations: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["agenda_item"].offer(items)  # type: ignore[attr-defined]
        self.offer(people, organisations)

    def values(self) -> dict[str, Any]:
        return {**super().values(), "agenda_item": self.cleaned_data["agenda_item"]}


class EditActionForm(ActionFields, VersionedForm):
    def __init__(self, *args: Any, people: Any, organisations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(people, organisations)


class ProgressForm(VersionedForm):
    """Per cent and one line; `finish` marks the action as done at once."""

    progress = forms.IntegerField(label=_("Done, in per cent"), min_value=0, max_value=100)
    progress_note = LineField(label=_("In one line"), max_length=200, required=False)
