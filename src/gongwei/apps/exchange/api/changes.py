"""What changed since a position: ids alone, so that another system asks for what it may see of them."""

from typing import Annotated, Any

from ninja import Field, Router

from gongwei.apps.accounts import outbox
from gongwei.apps.accounts.middleware import today
from gongwei.apps.accounts.policy import Request
from gongwei.apps.exchange.api.doors import may
from gongwei.apps.exchange.api.errors import REFUSALS, Refusal, Refused
from gongwei.apps.exchange.api.schemas import Changes

router = Router(tags=["变化"])
After = Annotated[str, Field(max_length=48, description="上一次应答的 next，原样送回；不写则从保留的第一条开始")]
Many = Annotated[int, Field(ge=1, le=1000)]


@router.get("/changes", auth=may(reads=3), response={200: Changes, REFUSALS: Refused})
def changes(request: Request, after: After | None = None, size: Many = 500) -> dict[str, Any]:
    """岗位范围内居民记录的变化，按提交的先后；保留 30 天。只有编号，内容请另外读取。

    至少一次：断线后用同一个 after 重读，version 相同即同一次变化。四级以上敏感信息的变化不提供。
    """
    on = today()
    try:
        position = outbox.position_of(after) if after is not None else outbox.start(on=on)
        found, following = outbox.read(position, most=size, on=on)
    except outbox.NoPosition as wrong:
        raise Refusal(422, "no_position", str(wrong), fields={"after": str(wrong)}) from None
    except outbox.PositionGone as gone:
        raise Refusal(410, "position_gone", str(gone)) from None
    return {"items": found, "next": str(following), "more": len(found) == size}
