"""Patterns of abuse: sexual, violence, fear and neglect."""

from throughline.methods.urgent_words.patterns.kind import Row

ENGLISH: tuple[Row, ...] = (
    # Sexual.
    ("abuse", "rap r*p", r"\br[a*]p(?:e|ed|es|ing|ist|ists)\b"),
    ("abuse", "molest", r"\bmolest(?:s|ed|ing|er|ers|ation)?\b"),
    (
        "abuse",
        "sexual",
        r"\bsexual(?:ly)? (?:abus|assault|harass|exploit|violat|touch|attack|misconduct" r"|advance)\w{0,6}",
    ),
    (
        "abuse",
        "touch",
        r"\btouch(?:es|ed|ing)? {victim} (?:in|where|under|on|up|inappropriately|sexually|down "
        r"there|there|without|at night|and (?:told|said)|when (?:i|no|nobody|we|she|he|they) )",
    ),
    (
        "abuse",
        "touch grop fondl grab rub",
        r"\b(?:touch(?:es|ed|ing)?|grop(?:e|es|ed|ing)|fondl(?:e|es|ed|ing)|grab(?:s|bed|bing)?"
        r"|rub(?:s|bed|bing)?) (?:on )?(?:my|her|his|their|a (?:girl|boy|student|child)s?) "
        r"(?:private|privates|body|chest|breasts?|boobs?|butt|bottom|crotch|thighs?|legs?"
        r"|genitals?)\b",
    ),
    (
        "abuse",
        "inappropriate",
        r"\btouch(?:es|ed|ing)? (?:[a-z]{1,14} ){0,3}inappropriate(?:ly)?\b|\binappropriate"
        r"(?:ly)? (?:touch(?:es|ed|ing)?|relationship)\b",
    ),
    ("abuse", "private", r"\bprivate parts?\b|\b(?:my|his|her|their) private areas?\b"),
    (
        "abuse",
        "touch",
        r"\b(?:{kin}|{adult}|who) (?:(?!to |not |dont |wont )[a-z]{1,14} ){0,2}touch(?:es|ed"
        r"|ing)? {victim}\b(?! (?:with|deeply|emotionally)\b)",
    ),
    (
        "abuse",
        "room bed",
        r"\b(?:comes?|came|coming|gets?|got|climbs?|climbed|sneaks?|snuck) (?:in|into|in to) (?:my"
        r"|her|his) (?:bed|room at night|bedroom|room when|room while)\b",
    ),
    (
        "abuse",
        "eat alone",
        r"\b(?:dont|doesnt|wont|never|do not|does not) let (?:me|us|him|her|them) eat\b|\b"
        r"(?:leaves?|left|leaving) (?:me|us|him|her|them) (?:home )?alone for (?:days|weeks|the "
        r"weekend)\b",
    ),
    (
        "abuse",
        "nude naked",
        r"\b(?:send|sends|sent|sending|asks?|asked|asking|wants?|wanted|demand\w{0,3}|shares?"
        r"|shared|sharing|took|takes|taking|shows?|showed|post(?:s|ed)?) {gap5}(?:nudes?|naked "
        r"(?:pic\w{0,5}|photos?|videos?|selfies?))\b",
    ),
    (
        "abuse",
        "groom",
        r"\bgroom(?:s|ed|ing) (?:me|us|him|her|them|girls?|boys?|kids?|children|students?|minors?"
        r"|my)\b|\b(?:is|was|been|being|got) groomed by\b",
    ),
    (
        "abuse",
        "forc made makes",
        r"\b(?:forc(?:e|es|ed|ing)|made|makes|making) (?:me|us|him|her|them) (?:to )?(?:have sex"
        r"|touch|kiss|undress|strip|do (?:sexual |bad |dirty |sex |gross )?things|take off|get "
        r"naked)\b|\bforc(?:e|ed|es|ing) (?:himself|herself|themselves) on\b",
    ),
    (
        "abuse",
        "sex",
        r"\b(?:have|has|had|having) sex with (?:a |an |my |his |her |the )?{gap2}(?:student"
        r"|students|minor|child|kid|teacher|coach|daughter|son|me)\b",
    ),
    ("abuse", "traffick", r"\b(?:human|sex|child|being) traffick\w{0,4}|\btrafficked\b"),
    # Violence, fear, neglect.
    (
        "abuse",
        "abus",
        r"\b(?:child|domestic|physical|emotional|verbal|sexual|parental) abuse\b|\b(?:being|been"
        r"|is|was|getting|gets|got|were|am|are) (?:physically |sexually |verbally |emotionally )?"
        r"(?:abused|abusive)\b|\babus(?:e|es|ed|ing|ive) (?:to |toward |towards )?{victim}\b"
        r"|\babused by\b|\babusive (?:home|house|household|relationship|family|{kin})\b",
    ),
    ("abuse", "violence", r"\b(?:domestic|family|dating) violence\b"),
    (
        "abuse",
        "hit beat slap punch kick chok hurt burn whip push throw threw strangl",
        r"\b(?:{kin}|{adult}|who) (?:(?!to |not |dont |wont )[a-z]{1,14} ){0,2}(?:hits?|hitting"
        r"|beats?|beating|slaps?|slapped|punch(?:es|ed)?|kicks?|kicked|chok(?:es?|ed|ing)|hurts?"
        r"|hurting|burn(?:s|ed|t)|whips?|whipped|strangl(?:es?|ed)|throws?|threw|pushe[sd]) "
        r"{victim}\b(?! (?:at|in|to|up with|out|off|with (?:a )?(?:questions?|bills?|fees?|facts?"
        r"|homework)|a|an|that|the)\b)",
    ),
    (
        "abuse",
        "beat",
        r"\bbeat(?:s|ing|en)? {victim} (?:up|with a|with his|with her|so|every|when|black)\b"
        r"|\bbeats? {victim} (?:up )?(?:at home|at night)\b|\b(?:got|get|gets|getting|being|been"
        r"|was) (?:beat|beaten|hit|slapped|punched|whipped|choked) (?:up )?(?:by|at home|with)\b"
        r"(?! (?:a |the )?(?:other team|rival|ball|car|bill|fee|fine|cost|tax))",
    ),
    (
        "abuse",
        "hand laid lay",
        r"\b(?:lays?|laid|put|puts) (?:his|her|their) hands on (?:me|us|him|her|them|my|students?"
        r"|kids?|children|a)\b",
    ),
    (
        "abuse",
        "home",
        r"\b(?:scared|afraid|terrified|frightened|dont want|do not want|fear|fears) (?:of |to )"
        r"(?:go(?:ing)?|return(?:ing)?|be(?:ing)?|go(?:ing)? back) (?:at |to |back )?(?:my "
        r")?home\b(?! (?:in the dark|after dark|late|on foot))",
    ),
    (
        "abuse",
        "scared afraid terrified fear",
        r"\b(?:scared|afraid|terrified|frightened|fear) of (?:my|his|her|their) (?:{kin}|teacher"
        r"|coach|principal)\b",
    ),
    (
        "abuse",
        "home house",
        r"\b(?:dont|do not|doesnt|does not|not|never|isnt|arent) (?:feel |feels |feeling |really "
        r")?safe (?:at|in) (?:my |his |her |their |our )?(?:own )?(?:home|house)\b|\bunsafe (?:at"
        r"|in) (?:my |his |her |their )(?:own )?(?:home|house)\b|\bunsafe at home\b",
    ),
    (
        "abuse",
        "lock",
        r"\block(?:s|ed|ing)? (?:me|us|him|her|them|(?:my|his|her|their) {child}) (?:up|in|inside"
        r"|out of the house|outside)\b",
    ),
    (
        "abuse",
        "feed",
        r"\b(?:dont|doesnt|does not|do not|wont|never|didnt|refuses? to|stopped) feed(?:s|ing)? "
        r"(?:me|us|him|her|them|(?:my|his|her|their|the) {child})\b",
    ),
    (
        "abuse",
        "bruis",
        r"\b(?:bruis(?:e|es|ed|ing)|burn marks?|belt marks?|welts?) (?:all )?(?:on|over|from|up "
        r"and down) (?:my|his|her|their|the)\b|\bcovered (?:in|with) bruises\b",
    ),
    (
        "abuse",
        "tell",
        r"\b(?:told|tells|said|says|warned) (?:me |her |him |them |us )?(?:to )?(?:not to|dont"
        r"|never|never to) (?:ever )?tell (?:any ?one|anybody|no ?one|nobody|my (?:mom|dad|parents"
        r"|teacher))\b(?! (?:about the (?:surprise|party|gift)|the (?:test|answers?|quiz)))",
    ),
    (
        "abuse",
        "secret",
        r"\b(?:keep|kept) (?:it|this|that) (?:a|our|as a|as our) (?:little )?secret\b|\bour "
        r"little secret\b",
    ),
)

SPANISH: tuple[Row, ...] = (
    # Sexual.
    (
        "abuse",
        "viol",
        r"\b(?:me|la|lo|nos|las|los) viol(?:o|aron|aba|aban|a|an|aste)\b(?! (?:los|las|el|su|sus"
        r"|mis|mi|la) (?:derech|regla|privacidad|ley|norm))|\b(?:fui|fue|fueron|siendo|sido"
        r"|fuimos) violad[oa]s?\b|\bviolador(?:es)?\b|\bviolacion(?:es)? (?:sexual(?:es)?|a una?"
        r"|de una? (?:menor|nin[oa]|alumn[oa]|estudiante|muchach[oa]))\b|\b(?:intento de|sufri una"
        r"|sufrio una|hubo una) violacion\b(?! (?:a|de) (?:la|los|las|nuestr|mis|sus|el|su|ley"
        r"|derech|privac|contrat))|\bviol(?:o|aron|ar) a (?:mi|una?|su|la|el)\b",
    ),
    (
        "abuse",
        "abus",
        r"\babus(?:o|os|a|an|ar|aron|aba|aban|ando|e|en) (?:sexual(?:es|mente)?|fisic[oa]|infantil"
        r"|domestico|emocional|de (?:mi(?! (?:confianza|tiempo|paciencia))|ella|ellas|ellos"
        r"|nosotr[oa]s|una?|su|sus|los|las|menores|nin[oa]s?|estudiantes?|alumn[oa]s?) ?"
        r"(?:hij[oa]s?|nin[oa]s?|menor(?:es)?|estudiantes?|alumn[oa]s?|herman[oa]s?"
        r"|much[oa]ch[oa]s?|prim[oa]s?|sobrin[oa]s?|niet[oa]s?|[.,!;]|$|cuando|desde|en casa|en "
        r"la escuela))|\babusad[oa]s? (?:sexualmente|por|fisicamente)|\b(?:fui|fue|fueron|siendo"
        r"|sido) abusad[oa]s?\b|\babus(?:o|aron|aba|an|a) de (?:mi|ella|el)\b(?! (?:confianza"
        r"|tiempo|paciencia|poder|cargo|sistema|uso|autoridad|presupuesto))",
    ),
    (
        "abuse",
        "sexual",
        r"\b(?:acos(?:o|a|an|aba|aron|ar)|agresion(?:es)?|asalto|explotacion|hostigamiento) sexual"
        r"(?:mente|es)?\b|\bacos(?:a|an|aba|aron|o) sexualmente\b",
    ),
    (
        "abuse",
        "toc manose",
        r"\b(?:me|la|lo|nos|le|las|los) toc(?:a|o|an|aba|aban|aron|ando) (?:ahi|alli|donde no|sin "
        r"(?:mi |su )?(?:permiso|consentimiento)|de (?:manera|forma) (?:inapropiada|sexual|rara)"
        r"|inapropiadamente|por debajo|debajo de|las? (?:partes?|piernas?|pechos?|senos?|nalgas?"
        r"|cuerpo)|los? (?:pechos?|senos?|genitales)|el (?:cuerpo|pecho|trasero)|mis (?:partes"
        r"|piernas|pechos|nalgas)|mi (?:cuerpo|pecho|parte))|\btocamientos?\b|\bmanose\w{1,8}"
        r"|\btocar(?:me|la|lo|le|los|las) (?:las? partes?|ahi|el cuerpo|donde no|indebidamente)",
    ),
    (
        "abuse",
        "toc",
        r"\b(?:{pariente}|{adulto}|ella|y) (?:siempre |a veces |tambien |que )?me toc(?:a|o|aba)\b"
        r"(?! (?:[a-z]{2,14}r|el|la|a mi|un|una|en)\b)",
    ),
    (
        "abuse",
        "sol",
        r"\b(?:me|nos) (?:deja|dejan|dejo|dejaron) sol[oa]s? (?:en (?:la )?casa )?(?:por dias"
        r"|toda la noche|por semanas|muchos dias)\b",
    ),
    ("abuse", "partes", r"\bpartes (?:privadas|intimas)\b"),
    (
        "abuse",
        "desnud intim",
        r"\b(?:fotos?|fotografias?|videos?|imagenes) (?:mias? |suyas? |de (?:mi|ella|el) )?"
        r"(?:desnud[oa]s?|intim[oa]s?|sin ropa)\b",
    ),
    (
        "abuse",
        "oblig forz",
        r"\b(?:me|la|lo|nos|las|los|le) (?:oblig(?:a|o|an|aron|aba)|forz(?:o|aron|aba)|fuerza"
        r"|fuerzan) a (?:tener (?:sexo|relaciones)|tocar\w{0,3}|besar\w{0,3}|desnudar\w{0,3}"
        r"|desvestir\w{0,3}|quitar\w{0,3} la ropa|hacer(?:le)? cosas (?:malas|sexuales|feas|sucias"
        r"|que no (?:quiero|queria|quiere)))\b",
    ),
    ("abuse", "trata trafico", r"\b(?:trata|trafico) de (?:personas|blancas|menores|nin[oa]s)\b"),
    # Violence, fear, neglect.
    (
        "abuse",
        "peg golpe maltrat lastim",
        r"\bme (?:esta |estan |estaba )?golpe(?:a|an|o|aron|aba|aban|ando)\b(?! (?:que|el precio"
        r"|la|los) )|\b(?:me|nos|la|lo|los|las) (?:esta |estan |estaba )?maltrat(?:a|an|o|aron|aba"
        r"|aban|ando)\b|\b(?:{pariente}|{adulto}|ella) (?:siempre |tambien |ya )?(?:nos|lo|la|los"
        r"|las|le|les) (?:peg|golpe|lastim)(?:a|an|o|aron|aba)\b|\b(?:me|nos) (?:peg(?:a|an|o|aron"
        r"|aba|aban))\b(?! (?:el|la|duro la|mucho el|muy bien|bien|con ganas|un susto|en el "
        r"bolsillo))|\b(?:me|nos) lastim(?:a|an|aron|aba)\b(?! (?:que|ver|saber|mucho que|el|la"
        r"|los)\b)",
    ),
    (
        "abuse",
        "peg golpe maltrat",
        r"\b(?:le|les) (?:peg(?:a|an|o|aron|aba)|golpe(?:a|o|an)) a\b|\b(?:peg(?:a|an|o|aron|ar"
        r"|arle|aba)|golpe(?:a|an|o|aron|ar|aba)|maltrat(?:a|an|o|aron|ar|aba)) (?:mucho )?a (?:su"
        r"|sus|mi|mis|los|las|un|una|el|otr[oa]s?) (?:propi[oa]s? )?(?:hij[oa]s?|nin[oa]s?"
        r"|estudiantes?|alumn[oa]s?|menor(?:es)?|herman[oa]s?|{pariente}|companer[oa]s?)\b"
        r"|\bmaltrato (?:infantil|fisico|a los nin[oa]s|en casa|de su|de mi)\b|\bme dan? (?:golpes"
        r"|una paliza|palizas)\b|\bme (?:dio|dieron) (?:golpes|una paliza)\b",
    ),
    ("abuse", "violencia", r"\bviolencia (?:domestica|intrafamiliar|familiar|en (?:mi |la |su )casa)\b"),
    (
        "abuse",
        "casa",
        r"\bmiedo (?:de |a )?(?:ir|volver|regresar|irme|llegar|estar) (?:a |en )?(?:mi |la |su "
        r")?casa\b|\bno (?:quiero|quiere) (?:volver|regresar|irme|ir) a (?:mi |la |su )?casa\b"
        r"|\bno (?:me siento|se siente|estoy|esta|nos sentimos) segur[oa]s? en (?:mi |la |su "
        r"|nuestra )?(?:propia )?casa\b",
    ),
    (
        "abuse",
        "miedo",
        r"\b(?:miedo|terror|pavor) (?:de|a|al|a la) (?:mi |su |mis |sus )(?:{pariente}|{adulto})\b",
    ),
    (
        "abuse",
        "encierr encerr",
        r"\b(?:me|nos|lo|la|los|las) (?:encierran?|encerro|encerraron|encerraba) (?:(?:en|con) "
        r"(?:el|la|mi|un|una|su|llave|candado)|bajo|sin)\b",
    ),
    ("abuse", "comer", r"\bno (?:me|nos|le|les|lo|la) dan? (?:nada )?de comer\b(?! (?:pizza|lo mismo|bien))"),
    (
        "abuse",
        "moreton marcas",
        r"\b(?:moretones|marcas de (?:golpes|cinturon)) (?:en|por)\b|\blleg(?:a|o) con moretones\b",
    ),
    (
        "abuse",
        "diga cuente secreto decir",
        r"\b(?:me|le|nos) (?:dijo|dice|pidio|advirtio) que no (?:le )?(?:diga|dijera|contara"
        r"|cuente)(?: nada)? a nadie\b|\bes nuestro secreto\b",
    ),
)
