"""Who signs in, in which post they act, and what has been done."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext

from gongwei.domain.access import AUDIT, RIGHTS, Exempt, Guard, Role, Sensitivity


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser):
    """A person who signs in. Rights come only from assignments."""

    guard = Exempt(reason="登录前读取：账号，不含健康信息")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    password_at = models.DateTimeField(null=True)  # when they chose it themselves; none: the first one, to be changed

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []  # type: ignore[misc]

    def get_full_name(self) -> str:
        return self.full_name


class PastPassword(models.Model):
    """The digest of a password that a user had before, so that it does not come back."""

    guard = Exempt(reason="修改密码时读取：旧密码的 Argon2id 摘要，不含健康信息")

    user = models.ForeignKey(User, models.CASCADE)
    password = models.CharField(max_length=128)
    until_at = models.DateTimeField()


class OpenSession(AbstractBaseSession):
    """One browser in which somebody is signed in."""

    guard = Exempt(reason="建立数据权限之前读取：会话")

    user_id = models.UUIDField(null=True, db_index=True)

    class Meta(AbstractBaseSession.Meta):
        pass


class Assignment(models.Model):
    """A post (岗位): a role in an area, from one day until another."""

    guard = Exempt(reason="建立数据权限之前读取：岗位，不含健康信息")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    role = models.TextField()  # a domain.access.Role
    area = models.ForeignKey("places.Region", models.PROTECT)
    institution = models.ForeignKey("places.Institution", models.PROTECT, null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    @property
    def title(self) -> str:
        return gettext(RIGHTS[Role(self.role)].title)


class ApiToken(models.Model):
    """A key with which a program acts in one post until a day. The key itself is stored nowhere."""

    guard = Exempt(reason="建立数据权限之前读取：接口令牌的摘要，不含健康信息")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    assignment = models.ForeignKey(Assignment, models.PROTECT)
    title = models.CharField(max_length=60)  # what it is for, in the words of who made it
    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    expires_date = models.DateField()
    revoked_at = models.DateTimeField(null=True)
    last_used_date = models.DateField(null=True)


class AuditEntry(models.Model):
    """One thing that somebody did or was refused. Entries are only ever added.

    A column that is read by the sealing alone, `written_xid`, holds the transaction that wrote the entry.
    """

    guard = Guard(sensitivity=Sensitivity.PUBLIC, manages=AUDIT, sealing="reads")

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    user_id = models.UUIDField(null=True)
    assignment_id = models.UUIDField(null=True)
    action = models.TextField()
    object_type = models.TextField(blank=True)
    object_id = models.TextField(blank=True)
    outcome = models.TextField(default="done")
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["action"], name="audit_action")]


class AuditSeal(models.Model):
    """The hash that binds one audit entry to all before it; only `gw_seal` adds them, see accounts.sealing.

    A column `horizon` holds the transaction below which everything had been committed when the seal was put on.
    """

    guard = Guard(sensitivity=Sensitivity.PUBLIC, manages=AUDIT, sealing="adds")

    number = models.BigIntegerField(primary_key=True)  # 1, 2, 3 … without a gap
    entry = models.OneToOneField(AuditEntry, models.DO_NOTHING, related_name="+", db_constraint=False)
    hash = models.BinaryField()
    sealed_at = models.DateTimeField()


class IdempotencyKey(models.Model):
    """A write from outside that has been taken: the same key answers the same, and writes nothing more."""

    guard = Exempt(reason="按用户和密钥读取；只存请求摘要和应答位置，不含健康信息")

    user = models.ForeignKey(User, models.CASCADE, db_index=False)  # the constraint's index begins with it
    key = models.CharField(max_length=80)
    body_digest = models.CharField(max_length=64)
    row_id = models.UUIDField()  # what the request wrote
    made_at = models.DateTimeField(db_index=True)
    assignment_id = models.UUIDField(null=True)  # the post that sent it; none: of before posts were written down

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_answer_a_key")]
        indexes = [models.Index(fields=["assignment_id"], name="keys_of_post")]


class RefusedWrite(models.Model):
    """The receipt of a write from outside that was refused: who sent it, when, under which key, and why."""

    guard = Guard(sensitivity=Sensitivity.HEALTH)

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    assignment_id = models.UUIDField()
    area_code = models.BigIntegerField()  # of the post
    key = models.CharField(max_length=80, blank=True)  # the Idempotency-Key, if it was one
    route = models.TextField()
    status = models.SmallIntegerField()
    code = models.TextField()  # the reason, as the answer's error code has it

    class Meta:
        indexes = [models.Index(fields=["area_code", "assignment_id"], name="refused_of_post")]


class Change(models.Model):
    """A note that a row about a resident was written, deleted, or left an area: ids alone, see accounts.outbox.

    A column that is read by the outbox alone, `changed_xid`, holds the transaction; the notes lie in its order.
    """

    guard = Guard(sensitivity=Sensitivity.HEALTH, noted=True)

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    row_key = models.TextField()
    resident_id = models.UUIDField()
    area_code = models.BigIntegerField()
    verb = models.TextField()  # written, deleted, left
    at = models.DateTimeField(db_default=Now(), db_index=True)


class Consumer(models.Model):
    """A reader of changes, and up to where it has read."""

    guard = Exempt(reason="按岗位读取：外部系统读到的位置，不含健康信息")

    assignment = models.ForeignKey(Assignment, models.CASCADE)
    name = models.CharField(max_length=60)
    position = models.CharField(max_length=48)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "name"], name="one_position_a_consumer")]
