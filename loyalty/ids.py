"""What a number stands for."""

from typing import NewType

CustomerId = NewType("CustomerId", int)
PurchaseId = NewType("PurchaseId", int)
RefusalId = NewType("RefusalId", int)
CouponId = NewType("CouponId", int)
ReferralId = NewType("ReferralId", int)
ResponseId = NewType("ResponseId", int)
MessageId = NewType("MessageId", int)  # a row of the outbox, not Telegram's number
CaseId = NewType("CaseId", int)
TelegramId = NewType("TelegramId", int)  # a person
ChatId = NewType("ChatId", int)
