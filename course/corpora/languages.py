"""The grammar of the messages: for each language what spam says, what other mail says, and both.

In a sentence, ``{thing}`` stands for any entry of that slot, and ``[a|b]`` for a or b. A sentence
under `spam` or `ham` is said by that class only, but mostly in words that the other uses as well.
All addresses are under example.org, which is reserved for examples.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Language:
    """Sentences of a language: openings, what a message says, closings, and the slots in them."""

    openings: tuple[str, ...]
    shared: tuple[str, ...]
    spam: tuple[str, ...]
    ham: tuple[str, ...]
    closings: tuple[str, ...]
    spam_closings: tuple[str, ...]
    ham_closings: tuple[str, ...]
    slots: Mapping[str, tuple[str, ...]] = field(repr=False)
    space: str = " "


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


LINKS = tuple(
    form.format(word)
    for word in _words(
        "win, claim, parcel, news, club, menu, ticket, photo, form, survey, pay, login, list, map"
    )
    for form in ("example.org/{0}", "{0}.example.org", "www.example.org/{0}{{n}}")
)
SLOTS: dict[str, tuple[str, ...]] = {  # those that every language has
    "n": tuple(str(number) for number in range(2, 96)),
    "hour": tuple(f"{hour}:{minute}" for hour in range(7, 22) for minute in ("00", 15, 30, 45)),
    "code": tuple(f"{a}{n}{b}" for a in "BDFGKQRTX" for n in range(10, 100, 7) for b in "CHMPVZ"),
    "link": LINKS,
}
DECORATIONS = (  # after a text of either class; some take several code points, some two columns
    *("🙂", "🎉", "👍🏽", "🧑‍🍳", "❤️", "☕", "🚲", "✨", "…", "(ﾟ∀ﾟ)"),
    *("ＯＫ", "ＮＥＷＳ", "ｈｅｌｌｏ", "ＷＯＷ", "№ {n}", "½ off", "ﬁne", "→ {link}"),
)

ENGLISH = Language(
    openings=(
        "Hi!",
        "Hello!",
        "Hello again.",
        "Good [morning|afternoon|evening].",
        "Dear [customer|member|reader|friend|neighbour]:",
        "[Quick|Short|Small|Last] [note|reminder|question|update]:",
        "Hey!",
        "[{Office}|About your {thing}|Re {code}]:",
    ),
    shared=(
        "Your {thing} {code} [is|will be] ready {when}.",
        "We [tried to reach|missed|waited for] you {when}, it is about your {thing}.",
        "Have you [seen|read|opened] the {thing} [from|sent by] {office}?",
        "[Here|These] are the [details|photos|dates] you asked for: {link}.",
        "Are you [free|around|at home] {when}?",
        "There [is|was] a [change|problem|question] with your {thing}.",
        "{Office} has [{n} {goods}|a new {thing}] for you.",
        "Thank you for your {thing}, [we have it here|all is well|it came {when}].",
        "The {thing} costs {amount} this [week|month|year].",
        "I [heard|read] about your {thing} and [wanted to ask|have a question|thought of you].",
        "Please [look at|check|confirm] your {thing} {when}.",
        "You are on the list for the {goods}, [place|number|row] {n}.",
        "{Office} will [write|call] {when} about your {thing}.",
        "The {goods} are [cheaper|back|gone] {when}, only {amount}.",
    ),
    spam=(
        "Your {thing} is [on hold|blocked|suspended], [pay|send] {amount} to [release|free] it.",
        "You have [won|been chosen for] [a free|the {adjective}] {thing} worth {amount}.",
        "[Claim|Collect] your {thing} of {amount} {deadline} at {link}.",
        "[Earn|Make] {amount} a [day|week] from home, no [experience|boss|office] needed.",
        "{Office} [could not|did not] deliver your {thing}, pay the fee of {amount} at {link}.",
        "We saw a strange login, [confirm|enter] your [password|code|card] at {link}.",
        "Only {n} {goods} left, [buy|order] yours for {amount} {deadline}.",
        "[Double|Triple] your [savings|deposit|money] in {n} days, [risk free|guaranteed].",
        "This {adjective} tea cures {n} colds {deadline}, [doctors|neighbours] are amazed.",
        "An unpaid {thing} of {amount} is in your name, [settle|clear] it {deadline}.",
        "A loan of {amount}, no [questions|papers|checks], money {when}.",
        "Your [phone|computer|camera] has {n} viruses, [clean|save] it at {link}.",
        "Get the secret list of {adjective} {goods} {office} hides from you.",
        "I am a prince of a far island and must move {amount}, [you keep half|help me].",
        "Final notice: your {thing} [expires|is deleted] {deadline} unless you pay {amount}.",
        "[Members|Readers|Customers] like you got {amount} back, [ask|apply] at {link}.",
        "Be [rich|famous|fluent] {deadline} with our {adjective} [course|method|app].",
        "Your {thing} has doubled to {amount}, unlock it with code {code}.",
    ),
    ham=(
        "I [left|put] your {thing} with {who} at {place}.",
        "{Who} [made|cooked|baked] {food}, come [over|round] {when}.",
        "The {adjective} meeting about the {thing} moved to {hour}, room {n}.",
        "Could you [buy|bring] {n} [eggs|apples|rolls|candles] and some {food}?",
        "{Who} and I are at {place}, [we saved you a seat|the bus is late].",
        "Can I [borrow|return] the {goods} {when}? Mine are broken.",
        "My train [stops|is stuck] at {place}, start the {food} without me.",
        "{Who} passed the exam with {n} points, we are so proud.",
        "You owe me nothing, {who} paid the {amount} for the {goods}.",
        "Practice is at {place} {when}, bring the {goods}.",
        "The {goods} you sold me work well, the {amount} will come {when}.",
        "I read your draft, page {n} is {adjective}, let us talk {when}.",
        "Your {thing} [number|code] at {office} is {code}, pick it up at {place}.",
        "The children won {n} prizes at {place}, the {adjective} {thing} too.",
        "{Office} refunded the {amount}, no need to [pay|call|worry].",
        "Rain {when}, so the walk to {place} is off.",
        "Did {who} [find|forget] the keys? They were near the {goods}.",
        "Happy birthday, I hope the {food} was {adjective}.",
    ),
    closings=(
        "[Reply|Answer|Write back] {deadline}.",
        "[Call|Text] me {when}.",
        "More at {link}.",
        "Thanks, {office}.",
        "Do not [wait|worry|forget].",
        "[Free|Open] for all {when}.",
        "It takes {n} minutes.",
        "Your code is {code}.",
    ),
    spam_closings=(
        "Reply [YES|WIN|STOP] {deadline}.",
        "[Click|Tap] {link} [now|today|at once].",
        "Offer ends {when}.",
        "Act {deadline}, [places|gifts|prizes] are few.",
        "This is [not a joke|no spam|real], {n} people [won|said yes].",
        "Tell [no one|nobody], not even {who}.",
    ),
    ham_closings=(
        "See you {when}.",
        "No need to reply.",
        "Love from {who}.",
        "Thanks for your help with the {goods}.",
        "Say hello to {who}.",
        "Sorry for the late [reply|answer|call].",
    ),
    slots=SLOTS
    | {
        "thing": _words(
            "parcel, voucher, refund, ticket, prize, invoice, gift card, subscription, booking,"
            " order, membership, statement, delivery, account, reward, discount, deposit, receipt,"
            " appointment, reservation, contract, offer, letter, bonus"
        ),
        "goods": _words(
            "headphones, bicycles, garden chairs, running shoes, winter coats, coffee machines,"
            " tents, printers, lamps, notebooks, keyboards, cameras, kettles, rucksacks, jigsaws,"
            " umbrellas, pianos, boots, novels, tickets"
        ),
        "who": _words(
            "my sister, the neighbour, our coach, the caretaker, grandma, the landlord, the choir,"
            " my cousin, the dentist, our teacher, the team, my uncle, the new colleague,"
            " the gardener, your brother"
        ),
        "Who": _words(
            "My sister, The neighbour, Our coach, Grandma, The landlord, The choir, My cousin,"
            " Your teacher, The team, My uncle, The new colleague, Your brother"
        ),
        "office": _words(
            "the parcel desk, the ticket office, the savings bank, the power company, the library,"
            " the travel club, the sports club, the school office, the tax desk, the phone shop,"
            " the prize team, customer service, the clinic, the bookshop"
        ),
        "Office": _words(
            "The parcel desk, The ticket office, The savings bank, The power company, The library,"
            " The travel club, The sports club, The school office, The tax desk, The phone shop,"
            " The prize team, Customer service, The clinic, The bookshop"
        ),
        "place": _words(
            "the station, the bakery, the harbour, the town hall, the market, the museum, the café,"
            " the swimming pool, Brindle Lane {n}, Weißdornstraße {n}, Große Gasse {n},"
            " rue des Érables {n}, Calle Almendro {n}, Ulica Różana {n}, Çınar Sokağı {n},"
            " Ångström Square {n}"
        ),
        "food": _words(
            "soup, lasagne, crêpes, apple cake, noodles, goulash, pierogi, tapas, rice pudding,"
            " salad, jalapeños, smørrebrød, dumplings, curry"
        ),
        "adjective": _words(
            "amazing, lovely, wonderful, secret, simple, golden, new, famous, special, small, best,"
            " strange, exclusive, quiet"
        ),
        "day": _words("Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday"),
        "when": (
            *("on {day}", "tomorrow", "tonight", "at {hour}", "this weekend", "next {day}"),
            *("on {day} at {hour}", "after {hour}", "in {n} minutes", "this {day}"),
        ),
        "deadline": (
            *("by {day}", "before {hour}", "within {n} hours", "today", "this week"),
            *("in {n} days", "by {day} at {hour}", "before {day}"),
        ),
        "amount": ("£{n}", "{n} euros", "{n}0 euros", "${n}00", "{n} points", "€ {n},50", "{n} ₺"),
    },
)

FRENCH = Language(
    openings=("Bonjour !", "Bonsoir !", "Coucou !", "Rappel :", "À propos de votre {thing} :"),
    shared=(
        "Nous avons bien reçu votre {thing} {code}.",
        "Êtes-vous libre {day} à {hour} ?",
        "Il y a une question sur votre {thing}.",
        "Voici les photos demandées : {link}.",
    ),
    spam=(
        "Votre {thing} est en attente, payez {n} euros avant {day}.",
        "Félicitations, vous avez gagné {n}00 euros [à la fête|grâce à votre {thing}].",
        "Gagnez {n}0 euros par jour depuis chez vous, sans [bureau|diplôme|risque].",
        "Dernier rappel : votre {thing} sera supprimé {day}, confirmez ici : {link}.",
    ),
    ham=(
        "J'ai laissé votre {thing} chez [la voisine|le boulanger|ma sœur].",
        "On se retrouve [au marché|à la gare|au théâtre] {day} à {hour}.",
        "Le dîner est prêt à {hour}, il y a [de la soupe|des crêpes|du gâteau].",
        "La réunion de {day} est déplacée à {hour}, salle {n}.",
    ),
    closings=("Répondez avant {day}.", "À bientôt.", "Votre code : {code}.", "Merci d'avance."),
    spam_closings=("Offre valable {n} heures.", "Répondez OUI.", "Cliquez vite : {link}."),
    ham_closings=("Bises à ta mère.", "À {day} !", "Désolé pour le retard."),
    slots=SLOTS
    | {
        "thing": _words("colis, billet, abonnement, cadeau, contrat, remboursement, compte"),
        "day": _words("lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche"),
    },
)

GERMAN = Language(
    openings=("Hallo!", "Guten Tag!", "Grüße!", "Erinnerung:", "Zu Ihrem Paket {code}:"),
    shared=(
        "Das Paket {code} kommt am {day}.",
        "Haben Sie am {day} um {hour} Uhr Zeit?",
        "Es gibt eine Frage zu [Ihrem Konto|Ihrem Paket|Ihrer Bestellung].",
        "Hier sind die gewünschten Fotos: {link}.",
    ),
    spam=(
        "[Ihr Konto|Ihr Paket] ist gesperrt, zahlen Sie {n} Euro bis {day}.",
        "Glückwunsch, Sie haben {n}00 Euro gewonnen, [heiß|groß] wie nie.",
        "Verdienen Sie {n}0 Euro am Tag, ganz ohne [Büro|Risiko|Fleiß].",
        "Letzte Mahnung über {n} Euro, bestätigen Sie unter {link}.",
    ),
    ham=(
        "Ich habe das Paket [bei der Nachbarin|in der Weißdornstraße {n}] abgegeben.",
        "Wir treffen uns am {day} um {hour} Uhr [am Markt|am Bahnhof|zum Fußball].",
        "Um {hour} Uhr gibt es [Suppe|Käsespätzle|Grießbrei|Apfelkuchen].",
        "Die Besprechung am {day} ist jetzt um {hour} Uhr in Raum {n}.",
    ),
    closings=("Bitte antworten bis {day}.", "Bis bald.", "Der Code ist {code}.", "Vielen Dank."),
    spam_closings=("Nur noch {n} Stunden.", "Antworten Sie JA.", "Schnell klicken: {link}."),
    ham_closings=("Schöne Grüße an alle.", "Bis {day}!", "Entschuldige die Verspätung."),
    slots=SLOTS
    | {"day": _words("Montag, Dienstag, Mittwoch, Donnerstag, Freitag, Samstag, Sonntag")},
)

SPANISH = Language(
    openings=("¡Hola!", "¡Buenos días!", "¡Buenas tardes!", "Aviso:", "Sobre su {thing}:"),
    shared=(
        "Hemos recibido su {thing} {code}.",
        "¿Está libre el {day} a las {hour}?",
        "Hay una pregunta sobre su {thing}.",
        "Aquí están las fotos: {link}.",
    ),
    spam=(
        "Su {thing} está en espera, pague {n} euros antes del {day}.",
        "¡Enhorabuena! Ha ganado {n}00 euros [en el sorteo|por su {thing}].",
        "Gane {n}0 euros al día desde casa, sin [jefe|riesgo|experiencia].",
        "Último aviso: confirme su {thing} en {link}.",
    ),
    ham=(
        "Dejé su {thing} con [la vecina|el panadero|mi hermana].",
        "Nos vemos el {day} a las {hour} en [el mercado|la estación|el jardín].",
        "La cena es a las {hour}, hay [sopa|tortilla|piña|pan].",
        "La reunión del {day} pasa a las {hour}, sala {n}.",
    ),
    closings=("Responda antes del {day}.", "Hasta pronto.", "Su código: {code}.", "Gracias."),
    spam_closings=("Oferta válida {n} horas.", "Responda SÍ.", "Pulse ya: {link}."),
    ham_closings=("Un abrazo a todos.", "¡Hasta el {day}!", "Perdona el retraso."),
    slots=SLOTS
    | {
        "thing": _words("paquete, billete, regalo, contrato, reembolso, pedido"),
        "day": _words("lunes, martes, miércoles, jueves, viernes, sábado, domingo"),
    },
)

TURKISH = Language(
    openings=("Merhaba!", "İyi günler!", "Selam!", "Hatırlatma:", "{code} hakkında:"),
    shared=(
        "{code} numaralı {thing} hazır.",
        "{day} günü saat {hour} uygun mu?",
        "{thing} hakkında bir soru var.",
        "İstediğiniz fotoğraflar burada: {link}.",
    ),
    spam=(
        "{thing} beklemede, {day} gününe kadar {n} lira ödeyin.",
        "Tebrikler, {n}00 lira kazandınız, [çok kolay|bu bir şans].",
        "Evden günde {n}0 lira kazanın, [risk yok|patron yok].",
        "Son uyarı: {n} lira borç var, onaylayın: {link}.",
    ),
    ham=(
        "{thing} [komşuda|fırında|ablamda], alabilirsin.",
        "{day} günü saat {hour} [pazarda|istasyonda|müzede] buluşalım.",
        "Yemek saat {hour} hazır, [çorba|börek|pilav] var.",
        "{day} toplantısı saat {hour} oldu, oda {n}.",
    ),
    closings=("{day} gününe kadar yazın.", "Görüşürüz.", "Kod: {code}.", "Teşekkürler."),
    spam_closings=("Yalnız {n} saat geçerli.", "EVET yazın.", "Hemen tıklayın: {link}."),
    ham_closings=("Herkese selam.", "{day} görüşürüz!", "Geç kaldım, özür dilerim."),
    slots=SLOTS
    | {
        "thing": _words("paket, bilet, hediye, sipariş, sözleşme, iade"),
        "day": _words("pazartesi, salı, çarşamba, perşembe, cuma, cumartesi, pazar"),
    },
)

RUSSIAN = Language(
    openings=("Привет!", "Здравствуйте!", "Добрый день!", "Напоминание:", "По поводу {code}:"),
    shared=(
        "Ваш {thing} {code} готов.",
        "Вы свободны в {hour}, это {day}?",
        "Есть вопрос, речь про ваш {thing}.",
        "Вот фотографии, которые вы просили: {link}.",
    ),
    spam=(
        "Ваш {thing} задержан, срочно оплатите {n} рублей.",
        "Поздравляем, вы выиграли {n}00 рублей, [это не шутка|вам повезло].",
        "Зарабатывайте {n}0 рублей в день дома, без [риска|опыта|начальника].",
        "Последнее предупреждение: подтвердите данные на {link}.",
    ),
    ham=(
        "Ваш {thing} лежит у [соседки|бабушки|сестры], можно забрать.",
        "Встречаемся в {hour} [на рынке|на вокзале|у музея], это {day}.",
        "Ужин в {hour}, будет [суп|борщ|пирог|салат].",
        "Собрание перенесли на {hour}, комната {n}.",
    ),
    closings=("Ответьте до {hour}.", "До скорого.", "Ваш код: {code}.", "Спасибо."),
    spam_closings=("Осталось {n} часов.", "Ответьте ДА.", "Нажмите быстрее: {link}."),
    ham_closings=("Всем привет.", "Увидимся, как решили: {day}!", "Извини за опоздание."),
    slots=SLOTS
    | {
        "thing": _words("заказ, билет, подарок, договор, счёт, возврат"),
        "day": _words("понедельник, вторник, среда, четверг, пятница, суббота, воскресенье"),
    },
)

GREEK = Language(
    openings=("Γεια σας!", "Καλημέρα!", "Καλησπέρα!", "Υπενθύμιση:", "Για το {code}:"),
    shared=(
        "Το {thing} {code} είναι έτοιμο.",
        "Έχετε χρόνο {day} στις {hour};",
        "Υπάρχει μια ερώτηση για το {thing} σας.",
        "Εδώ είναι οι φωτογραφίες: {link}.",
    ),
    spam=(
        "Το {thing} σας κρατείται, πληρώστε {n} ευρώ μέχρι {day}.",
        "Συγχαρητήρια, κερδίσατε {n}00 ευρώ, [δεν είναι αστείο|είστε τυχεροί].",
        "Κερδίστε {n}0 ευρώ τη μέρα από το σπίτι, χωρίς [ρίσκο|γραφείο].",
        "Τελευταία ειδοποίηση: επιβεβαιώστε το {thing} στο {link}.",
    ),
    ham=(
        "Άφησα το {thing} [στη γειτόνισσα|στον φούρνο|στην αδελφή μου].",
        "Βρισκόμαστε {day} στις {hour} [στην αγορά|στον σταθμό|στο λιμάνι].",
        "Το δείπνο είναι στις {hour}, έχει [σούπα|πίτα|σαλάτα].",
        "Η συνάντηση άλλαξε, {day} στις {hour}, αίθουσα {n}.",
    ),
    closings=("Απαντήστε μέχρι {day}.", "Τα λέμε σύντομα.", "Ο κωδικός: {code}.", "Ευχαριστώ."),
    spam_closings=("Ισχύει για {n} ώρες.", "Απαντήστε ΝΑΙ.", "Πατήστε τώρα: {link}."),
    ham_closings=("Χαιρετισμούς σε όλους.", "Τα λέμε {day}!", "Συγγνώμη που άργησα."),
    slots=SLOTS
    | {
        "thing": _words("δέμα, εισιτήριο, δώρο, συμβόλαιο, κουπόνι"),
        "day": _words("Δευτέρα, Τρίτη, Τετάρτη, Πέμπτη, Παρασκευή, Σάββατο, Κυριακή"),
    },
)

ARABIC = Language(
    openings=("مرحبا!", "السلام عليكم!", "صباح الخير!", "تذكير:", "بخصوص {code}:"),
    shared=(
        "{thing} رقم {code} جاهزة.",
        "هل لديك وقت يوم {day} الساعة {hour}؟",
        "لدينا سؤال عن {thing}.",
        "هذه هي الصور المطلوبة: {link}.",
    ),
    spam=(
        "{thing} موقوفة، ادفع {n} يورو قبل يوم {day}.",
        "مبروك، لقد ربحت {n}00 يورو، [هذه ليست مزحة|أنت محظوظ].",
        "اربح {n}0 يورو في اليوم من البيت بدون [خبرة|مكتب|مدير].",
        "الإنذار الأخير: أكد بياناتك على {link}.",
    ),
    ham=(
        "تركت {thing} عند [الجارة|الخباز|أختي].",
        "نلتقي يوم {day} الساعة {hour} في [السوق|المحطة|المتحف].",
        "العشاء الساعة {hour}، عندنا [شوربة|سلطة|كعك].",
        "اجتماع يوم {day} صار الساعة {hour} في القاعة {n}.",
    ),
    closings=("الرجاء الرد قبل يوم {day}.", "إلى اللقاء.", "الرمز: {code}.", "شكرا."),
    spam_closings=("العرض لمدة {n} ساعة.", "أرسل نعم.", "اضغط الآن: {link}."),
    ham_closings=("سلامي للجميع.", "أراك يوم {day}!", "آسف على التأخير."),
    slots=SLOTS
    | {
        "thing": _words("التذكرة, الهدية, البطاقة, الفاتورة, الرسالة"),
        "day": _words("الاثنين, الثلاثاء, الأربعاء, الخميس, الجمعة, السبت, الأحد"),
    },
)

CHINESE = Language(
    openings=("您好！", "你好！", "早上好！", "提醒：", "关于{code}："),
    shared=(
        "您的{thing}{code}准备好了。",
        "{day}{hour}您有空吗？",
        "关于您的{thing}有一个问题。",
        "您要的照片在这里：{link}。",
    ),
    spam=(
        "您的{thing}被扣留,请在{day}前付{n}元。",
        "恭喜您中奖{n}00元,[不是玩笑|机会难得]！",
        "在家每天赚{n}0元,[没有风险|不用经验]。",
        "最后通知：请到{link}确认您的{thing}。",
    ),
    ham=(
        "我把您的{thing}放在[邻居|面包店|姐姐]那里了。",
        "{day}{hour}我们在[市场|车站|博物馆]见。",
        "{hour}吃晚饭,有[汤|饺子|面条]。",
        "{day}的会议改到{hour},{n}号房间。",
    ),
    closings=("请在{day}前回复。", "回头见。", "代码是{code}。", "谢谢。"),
    spam_closings=("只剩{n}小时。", "请回复“是”。", "马上点击{link}。"),
    ham_closings=("向大家问好。", "{day}见！", "抱歉晚了。"),
    slots=SLOTS
    | {
        "thing": _words("包裹, 车票, 礼物, 合同, 订单, 账户"),
        "day": _words("星期一, 星期二, 星期三, 星期四, 星期五, 星期六, 星期日"),
    },
    space="",
)

JAPANESE = Language(
    openings=("こんにちは、", "おはようございます。", "こんばんは、", "お知らせ：", "{code}の件："),
    shared=(
        "{thing}{code}の準備ができました。",
        "{day}の{hour}は空いていますか？",
        "{thing}について質問があります。",
        "ご希望の写真はこちらです：{link}",
    ),
    spam=(
        "{thing}が止まっています。{day}までに{n}ユーロ払ってください。",
        "おめでとうございます！{n}００ユーロ当たりました。",
        "家で一日{n}０ユーロ稼げます。[リスクなし|経験なし]。",
        "最後のお知らせ：{link}で{thing}を確認してください。",
    ),
    ham=(
        "{thing}は[お隣|パン屋さん|姉]に預けました。",
        "{day}の{hour}に[市場|駅|美術館]で会いましょう。",
        "夕食は{hour}です。[スープ|カレー|うどん]がありますよ。",
        "{day}の会議は{hour}に変わりました。部屋は{n}です。",
    ),
    closings=("{day}までにお返事ください。", "またね。", "コードは{code}です。", "ありがとう。"),
    spam_closings=("あと{n}時間だけ。", "「はい」と返信。", "今すぐクリック：{link}"),
    ham_closings=("皆さんによろしく。", "{day}にね！", "遅れてごめんなさい。"),
    slots=SLOTS
    | {
        "thing": _words("荷物, チケット, プレゼント, 契約, ご注文, ｸｰﾎﾟﾝ"),
        "day": _words("月曜日, 火曜日, 水曜日, 木曜日, 金曜日, 土曜日, 日曜日"),
    },
    space="",
)

OTHERS = (FRENCH, GERMAN, SPANISH, TURKISH, RUSSIAN, GREEK, ARABIC, CHINESE, JAPANESE)
