"""What do the staff ask for, in the manager chat and at the till?"""

from aiogram import Router

from handlers.staff import cancel, case_answers, cases, client, coupon, note, refusal, return_, sale, strangers, welcome

router = Router(name="staff")
router.include_routers(
    welcome.router,
    client.router,
    cases.router,
    case_answers.router,  # before the till: a reply to a case is no amount, whatever is being asked
    sale.router,
    coupon.router,
    return_.router,
    refusal.router,
    note.router,
    cancel.router,
    strangers.router,
)
