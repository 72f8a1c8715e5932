### Touchpoints: what stands around the owner's own words. Those are in the programme file.

touch-coupon =
    🎟 Ваш купон: <code>{ $code }</code>
    Скидка { $discount }, действует до { $until } включительно.
touch-coupon-later =
    🎟 Ваш купон: <code>{ $code }</code>
    Скидка { $discount }, действует с { $since } по { $until } включительно.

# Buttons.

touch-copy = 📋 Скопировать код
touch-resume = ▶️ Продолжить
touch-stop = 🔕 Больше не присылать такое
touch-undo = ↩️ Вернуть рассылку

# After "no more of this".

touch-stopped =
    Хорошо, больше не будем. Поздравлений, новостей и предложений вы от нас не получите.

    Карта и купоны остаются вашими, и на ваши вопросы мы ответим, как обычно. Передумаете — вернуть всё можно здесь или в /settings.
touch-stopped-short = Больше не пришлём
touch-undone = Спасибо, что остаётесь с нами! Будем писать редко и по делу.
touch-undone-short = Снова на связи
touch-stranger-short = Эта кнопка не для вас
