"""Forms of the user administration."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongwei.apps.places.queries import region
from gongwei.catalog.regions import CITY_CODE, address_book
from gongwei.domain.access import RIGHTS, Role


class UserForm(forms.Form):
    username = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]{2,39}$",
        label=_("用户名"),
        error_messages={"invalid": _("用 3–40 个小写字母、数字、点或横线，以字母或数字开头。")},
    )
    full_name = forms.CharField(label=_("姓名"), max_length=60)


def _day(**more: Any) -> forms.DateField:
    picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})  # what a browser's own picker understands
    return forms.DateField(widget=picker, **more)


class PostForm(forms.Form):
    role = forms.ChoiceField(label=_("角色"), choices=[(role.value, RIGHTS[role].title) for role in Role])
    area_code = forms.CharField(
        label=_("地区"), max_length=80, help_text=_("写名称，如“上城区望江街道始版桥社区”“杭州市”，或 12 位代码。")
    )
    from_date = _day(label=_("开始日期"))
    to_date = _day(label=_("结束日期（可不填）"), required=False)

    def clean_area_code(self) -> int:
        """Read an area by its code or by its names from the district down."""
        written = self.cleaned_data["area_code"].strip()
        if written == "杭州市":
            return CITY_CODE
        if written.isdecimal():
            code, reason = int(written), str(_("没有这个地区代码，请写名称，或在“行政区划”页面查对。"))
            found = code if code < 10**12 and region(code) is not None else None
        else:
            match = address_book().match(written)
            found, reason = match.code, match.reason
        if found is None:
            raise forms.ValidationError(reason)
        return found
