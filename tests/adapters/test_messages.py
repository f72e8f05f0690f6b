"""Messages leave for real servers on this machine, and every answer of theirs has its meaning."""

from email import message_from_bytes, policy

import pytest
from tests.adapters.messengers import gateway, post_office

from gongwei.adapters.messages.mail import Server
from gongwei.adapters.messages.sms import Gateway
from gongwei.domain.messages import NotAccepted, NotSetUp, Unreachable

MESSAGE = {"text": "您好，请来随访。", "number": "0c7f"}


def test_a_gateway_gets_the_words_that_its_provider_asks_for() -> None:
    with gateway() as taken:
        way = Gateway(
            address=f"http://127.0.0.1:{taken.port}/send", key="k", to_field="mobile", text_field="content",
            more=(("sign", "公卫"),),
        )  # fmt: skip
        way.send(to="19900001234", **MESSAGE)
    ((headers, body),) = taken.messages
    assert body == {"sign": "公卫", "mobile": "19900001234", "content": MESSAGE["text"], "id": "0c7f"}
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer k", "0c7f")


@pytest.mark.parametrize(("answer", "fault"), [(400, NotAccepted), (429, Unreachable), (503, Unreachable)])
def test_a_gateway_that_does_not_take_a_message_says_whether_to_try_again(answer, fault) -> None:
    with gateway(answer) as taken, pytest.raises(fault, match=f"HTTP {answer}"):
        Gateway(address=f"http://127.0.0.1:{taken.port}/").send(to="19900001234", **MESSAGE)


def test_mail_arrives_as_it_was_written() -> None:
    with post_office() as taken:
        Server(host="127.0.0.1", port=taken.port, sender="centre@example.org").send(to="a@example.org", **MESSAGE)
    letter = message_from_bytes(taken.messages[0], policy=policy.default)
    assert (letter["To"], letter["Subject"], letter["Message-ID"]) == (
        "a@example.org",
        "随访提醒",
        "<0c7f@example.org>",
    )
    assert letter.get_content().strip() == MESSAGE["text"]


@pytest.mark.parametrize(("answer", "fault"), [(550, NotAccepted), (450, Unreachable)])
def test_a_receiver_that_is_refused_for_good_is_not_tried_again(answer, fault) -> None:
    with post_office(answer) as taken, pytest.raises(fault, match=f"SMTP {answer}"):
        Server(host="127.0.0.1", port=taken.port, sender="c@example.org").send(to="a@example.org", **MESSAGE)


def test_a_server_that_is_away_is_tried_later() -> None:
    with gateway() as taken:
        pass
    with pytest.raises(Unreachable):
        Gateway(address=f"http://127.0.0.1:{taken.port}/").send(to="19900001234", **MESSAGE)
    with pytest.raises(Unreachable):
        Server(host="127.0.0.1", port=taken.port, sender="c@example.org").send(to="a@example.org", **MESSAGE)


@pytest.mark.parametrize("way", [Gateway(address=""), Server(host="")])
def test_nothing_is_sent_where_no_gateway_is_set_up(way) -> None:
    with pytest.raises(NotSetUp):
        way.send(to="19900001234", **MESSAGE)
