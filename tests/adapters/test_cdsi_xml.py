"""Supporting data come from outside: what is no plain XML is refused with its place."""

import pytest

from gongwei.adapters.cdsi.supporting_data import NoSupportingData, read_schedule
from gongwei.adapters.cdsi.vocabulary import UnreadElement
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


def folder_with(tmp_path, antigen):
    (tmp_path / "ScheduleSupportingData.xml").write_text("<scheduleSupportingData/>")
    (tmp_path / "AntigenSupportingData- A.xml").write_text(f"<antigenSupportingData>{antigen}</antigenSupportingData>")
    return tmp_path


def test_an_element_that_is_not_read_is_refused_by_name(tmp_path):
    with pytest.raises(UnreadElement, match="lunarPhase"):
        read_schedule(folder_with(tmp_path, "<series><lunarPhase>full</lunarPhase></series>"))


def test_a_word_that_decides_and_is_not_known_is_refused(tmp_path):
    with pytest.raises(UnreadElement, match="conditionLogic 'xor'"):
        read_schedule(folder_with(tmp_path, "<series><conditionLogic>XOR</conditionLogic></series>"))
