"""What a relative is to somebody, and what somebody then is to the relative."""

from gongwei.domain.codes import Codelist

KIN = Codelist(
    "亲属关系",
    {
        "spouse": "配偶",
        "parent": "父亲或母亲",
        "child": "子女",
        "sibling": "兄弟姐妹",
        "grandparent": "祖父母或外祖父母",
        "grandchild": "孙辈",
        "guardian": "监护人",
        "ward": "被监护人",
        "other": "其他亲属",
    },
    source="平台自定，规范第三版 2017 家族史所列关系之外另加配偶、祖孙和监护",
    verified=False,
)
MIRRORED = {"parent": "child", "grandparent": "grandchild", "guardian": "ward"}
MIRRORED |= {other: one for one, other in MIRRORED.items()}


def seen_from_there(relation: str) -> str:
    """Give what somebody is to a relative of that relation: a parent's child, a spouse's spouse."""
    return MIRRORED.get(relation, relation)
