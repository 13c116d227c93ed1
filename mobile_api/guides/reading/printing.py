"""Printable forms (空白表格, 样表), made from the fields of the guide and so never stale."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mobile_api.guides.catalogue.elements import BlankForm
from mobile_api.guides.catalogue.schemas import ServiceGuide
from mobile_api.guides.errors import BlankFormNotFound
from mobile_api.guides.reading.form_links import FormKind

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
)


def printable_form(guide: ServiceGuide, form_key: str, kind: FormKind) -> str:
    """The form as an HTML page for printing; a sample shows the examples of its fields.

    Raises BlankFormNotFound.
    """
    form = blank_form(guide, form_key)
    fields = {field.key: field for field in guide.form_fields}
    return _TEMPLATES.get_template("blank_form.html").render(
        guide=guide,
        form=form,
        fields=[fields[key] for key in form.fields],
        is_sample=kind == "sample",
    )


def blank_form(guide: ServiceGuide, form_key: str) -> BlankForm:
    """Raises BlankFormNotFound."""
    for form in guide.blank_forms:
        if form.key == form_key:
            return form
    raise BlankFormNotFound()
