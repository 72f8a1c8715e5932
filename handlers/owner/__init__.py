"""What does the owner ask for, in the private chat?"""

from aiogram import Router

from handlers.owner import export, import_file, stats, touchpoint_preview, touchpoints

router = Router(name="owner")
router.include_routers(
    stats.router,
    touchpoints.router,
    touchpoint_preview.router,
    import_file.router,
    export.router,
)
