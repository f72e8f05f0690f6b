"""Forms of the user administration."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gongwei.apps.places.queries import region
from gongwei.domain.access import RIGHTS, Role


class UserForm(forms.Form):
    username = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]{2,39}$",
        label=_("用户名"),
        error_messages={"invalid": _("用 3–40 个小写字母、数字、点或横线，以字母或数字开头。")},
    )
    full_name = forms.CharField(label=_("姓名"), max_length=60)


class PostForm(forms.Form):
    role = forms.ChoiceField(label=_("角色"), choices=[(role.value, RIGHTS[role].title) for role in Role])
    area_code = forms.IntegerField(label=_("地区代码（12 位）"), min_value=10**11, max_value=10**12 - 1)
    from_date = forms.DateField(label=_("开始日期"), widget=forms.DateInput(attrs={"type": "date"}))
    to_date = forms.DateField(
        label=_("结束日期（可不填）"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean_area_code(self) -> int:
        code = self.cleaned_data["area_code"]
        if region(code) is None:
            raise forms.ValidationError(_("没有这个地区代码，请在“行政区划”页面查对。"))
        return code
