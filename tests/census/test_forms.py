"""Django's forms as GOV.UK components."""

import datetime as dt

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import SimpleTestCase


class Everything(forms.Form):
    name = forms.CharField(label="Full name", help_text="As on the register")
    email = forms.EmailField(label="Email address")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    why = forms.CharField(label="Reason", widget=forms.Textarea)
    colour = forms.ChoiceField(label="Colour", choices=[("r", "Red"), ("b", "Blue")], widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        label="Days", choices=[("1", "Monday"), ("2", "Tuesday")], widget=forms.CheckboxSelectMultiple
    )
    agree = forms.BooleanField(label="I agree", help_text="Read it first")
    phase = forms.ChoiceField(label="Phase", choices=[("PS", "Primary"), ("SS", "Secondary")])
    born = forms.DateField(label="Date of birth", widget=forms.SelectDateWidget)
    upload = forms.FileField(label="Return")
    token = forms.CharField(widget=forms.HiddenInput, initial="t")


def group(form: forms.Form, name: str) -> str:
    return form[name].as_field_group()


def same(html: str, expected: str) -> None:
    SimpleTestCase().assertHTMLEqual(html, expected)


def test_text_input_with_hint() -> None:
    same(
        group(Everything(), "name"),
        """<div class="govuk-form-group"><label class="govuk-label" for="id_name">Full name</label>
        <div id="id_name_helptext" class="govuk-hint">As on the register</div>
        <input type="text" name="name" class="govuk-input" id="id_name" aria-describedby="id_name_helptext"></div>""",
    )


def test_text_input_with_hint_and_error() -> None:
    same(
        group(Everything({}), "name"),
        """<div class="govuk-form-group govuk-form-group--error">
        <label class="govuk-label" for="id_name">Full name</label>
        <div id="id_name_helptext" class="govuk-hint">As on the register</div>
        <p id="id_name_error" class="govuk-error-message"><span class="govuk-visually-hidden">Error:</span>
        This field is required.</p>
        <input type="text" name="name" class="govuk-input govuk-input--error" id="id_name" aria-invalid="true"
        aria-describedby="id_name_helptext id_name_error"></div>""",
    )


def test_radios_stand_in_a_fieldset_and_keep_the_choice() -> None:
    same(
        group(Everything({"colour": "b"}), "colour"),
        """<div class="govuk-form-group"><fieldset class="govuk-fieldset">
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Colour</legend>
        <div class="govuk-radios" data-module="govuk-radios" id="id_colour">
        <div class="govuk-radios__item"><input type="radio" name="colour" value="r" class="govuk-radios__input"
        id="id_colour_0"><label class="govuk-label govuk-radios__label" for="id_colour_0">Red</label></div>
        <div class="govuk-radios__item"><input type="radio" name="colour" value="b" class="govuk-radios__input"
        id="id_colour_1" checked><label class="govuk-label govuk-radios__label" for="id_colour_1">Blue</label></div>
        </div></fieldset></div>""",
    )


def test_checkboxes_with_error_are_described_by_it_once() -> None:
    html = group(Everything({}), "days")

    assert '<fieldset class="govuk-fieldset" aria-describedby="id_days_error">' in html
    assert html.count("govuk-checkboxes__item") == 2
    assert "aria-invalid" not in html


def test_single_checkbox_has_its_label_after_it_and_its_hint_inside() -> None:
    html = group(Everything(), "agree")

    assert html.index("<input") < html.index("<label")
    assert 'class="govuk-checkboxes__input"' in html
    assert 'aria-describedby="id_agree_helptext"' in html
    assert 'class="govuk-hint govuk-checkboxes__hint"' in html


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("email", 'type="email"'),
        ("email", 'class="govuk-input govuk-input--error"'),
        ("why", 'class="govuk-textarea govuk-textarea--error"'),
        ("phase", 'class="govuk-select govuk-select--error"'),
        ("upload", 'class="govuk-file-upload govuk-file-upload--error"'),
        ("upload", 'data-module="govuk-file-upload"'),
        ("secret", 'data-module="govuk-password-input"'),
        ("secret", 'aria-controls="id_secret" aria-label="Show password" hidden'),
    ],
)
def test_other_components(name: str, expected: str) -> None:
    assert expected in group(Everything({}), name)


def test_date_is_three_numbers_that_keep_what_was_typed() -> None:
    typed = {"born_day": "31", "born_month": "2", "born_year": "2019"}

    html = group(Everything(typed), "born")

    for part, value in typed.items():
        assert f'id="id_{part}"' in html
        assert f'value="{value}"' in html
    assert html.index("Day") < html.index("Month") < html.index("Year")
    assert 'role="group"' in html
    assert html.count("govuk-input--error") == 3


def test_date_is_read() -> None:
    form = Everything({"born_day": "1", "born_month": "9", "born_year": "2016"})

    form.is_valid()

    assert form.cleaned_data["born"] == dt.date(2016, 9, 1)


def test_browser_does_not_check_before_we_do() -> None:
    html = str(Everything())

    assert " required" not in html
    assert "placeholder" not in html


def test_whole_form_has_hidden_fields_and_its_own_errors() -> None:
    form = Everything({"name": "A", "token": "t"}, {"upload": SimpleUploadedFile("a.xml", b"<a/>")})
    form.add_error(None, "Choose another name")

    html = str(form)

    assert '<input type="hidden" name="token" value="t" id="id_token">' in html
    assert 'id="form-errors"' in html
    assert "Choose another name" in html


def test_error_summary_leads_to_the_first_input_of_each_field() -> None:
    form = Everything({})
    form.add_error(None, "Nothing fits together")

    html = render_to_string("components/error_summary.html", {"form": form})

    for target in ("form-errors", "id_name", "id_colour_0", "id_days_0", "id_agree", "id_born_day", "id_upload"):
        assert f'href="#{target}"' in html, target
        assert f'id="{target}"' in str(form), target


def test_no_error_summary_without_errors() -> None:
    assert render_to_string("components/error_summary.html", {"form": Everything()}).strip() == ""


def test_field_as_the_only_question_of_a_page_carries_the_heading() -> None:
    html = render_to_string("components/field.html", {"field": Everything()["colour"], "heading": True})

    assert '<h1 class="govuk-fieldset__heading">Colour</h1>' in html


def test_own_classes_are_kept() -> None:
    class Short(forms.Form):
        code = forms.CharField(widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}))

    assert 'class="govuk-input govuk-input--width-5"' in str(Short())


def test_text_is_escaped() -> None:
    class Sly(forms.Form):
        name = forms.CharField(label="<b>Name</b>")

    assert "<b>" not in str(Sly({"name": "<b>"}))
