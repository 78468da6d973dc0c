"""Draws every form with the portal's own components, so that label, hint and error look and read alike everywhere."""

from django.forms.renderers import TemplatesSetting


class PortalRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
