"""What does a customer want?"""

from aiogram import Router

from handlers.customer import (
    card,
    choices,
    coupons,
    feedback,
    guide,
    invite,
    privacy,
    settings,
    start,
    survey,
    unsubscribe,
)

router = Router(name="customer")
router.include_routers(
    start.router,
    card.router,
    coupons.router,
    invite.router,
    settings.router,
    privacy.router,
    guide.router,
    feedback.router,
    survey.router,
    choices.router,
    unsubscribe.router,
)
