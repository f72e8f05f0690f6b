"""What is posted to the pages of imports."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongwei.apps.exchange.taking.run import KINDS
from gongwei.apps.exchange.taking.which_program import taken_from_files

MEGABYTE = 2**20
MOST = 50 * MEGABYTE
ENDINGS = (".csv", ".txt", ".tsv", ".xlsx", ".xls")


class SendForm(forms.Form):
    """A file, and what it holds."""

    kind = forms.ChoiceField(label=gettext_lazy("内容"), widget=forms.Select(attrs={"class": "select"}))
    program = forms.ChoiceField(
        label=gettext_lazy("服务项目（随访）"),
        required=False,
        help_text=gettext_lazy("不选则按表头判断"),
        widget=forms.Select(attrs={"class": "select"}),
    )
    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("CSV 或 Excel，不超过 50 MB"),
        widget=forms.ClearableFileInput(attrs={"class": "input", "accept": ",".join(ENDINGS)}),
    )

    form_id = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(key, _(kind.title)) for key, kind in KINDS.items()]  # type: ignore[attr-defined]
        self.fields["program"].choices = [  # type: ignore[attr-defined]
            ("", _("自动判断")),
            *((key, _(program.title)) for key, program in taken_from_files().items()),
        ]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(ENDINGS):
            raise forms.ValidationError(_("请选择 CSV 或 Excel（.xlsx、.xls）文件。"))
        if file.size > MOST:
            raise forms.ValidationError(_("文件超过 50 MB，请拆成几个再导入。"))
        return file


class DecideForm(forms.Form):
    """What somebody decided about a waiting row: a resident's id, "new", a village's code, or "drop"."""

    who = forms.CharField(required=False, max_length=36)
    village = forms.IntegerField(required=False, min_value=100_000_000_000, max_value=999_999_999_999)
