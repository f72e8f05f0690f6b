"""Supporting data come from outside: what is no plain XML is refused with its place."""

import pytest

from gongwei.adapters.cdsi.supporting_data import NoSupportingData, read_schedule
from gongwei.adapters.cdsi.xml import UnreadableXml, parse, text


def test_a_document_type_is_refused(tmp_path):
    file = tmp_path / "bomb.xml"
    file.write_text('<!DOCTYPE a [<!ENTITY b "boo">]><a>&b;</a>')
    with pytest.raises(UnreadableXml, match="document type"):
        parse(file)


def test_a_fault_is_told_with_its_place(tmp_path):
    file = tmp_path / "broken.xml"
    file.write_text("<a>\n<b></a>")
    with pytest.raises(UnreadableXml, match="line 2"):
        parse(file)


def test_text_that_says_not_applicable_is_empty(tmp_path):
    file = tmp_path / "plain.xml"
    file.write_text("<a><b> n/a </b><c> 4 weeks </c></a>")
    assert (text(parse(file), "b"), text(parse(file), "c"), text(parse(file), "d")) == ("", "4 weeks", "")


def test_a_folder_without_supporting_data_is_refused(tmp_path):
    with pytest.raises(NoSupportingData):
        read_schedule(tmp_path)
