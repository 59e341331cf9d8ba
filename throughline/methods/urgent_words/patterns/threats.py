"""Patterns of threats to people and to places."""

from throughline.methods.urgent_words.patterns.kind import Row

ENGLISH: tuple[Row, ...] = (
    # To people.
    ("threats", "kil k*l", r"{intent}{kill} {target}"),
    (
        "threats",
        "kil k*l",
        r"\b(?:{kin}|{adult}) (?:[a-z]{1,14} ){0,4}(?:will|would|ll|wants? to|wanted to|going to"
        r"|gonna|threatened to|tried to|trying to) {kill} (?:me|us|him|her|them|my|his|their"
        r"|everyone|everybody|someone|somebody|people|you)\b",
    ),
    (
        "threats",
        "kil k*l",
        r"(?:^|[.!?,;:]) ?{kill} (?:him|her|them|em|you|everyone|everybody|all|the|that|this) ?"
        r"(?:all|of|teachers?|principals?|kids?|students?|people|[.!]|$)",
    ),
    (
        "threats",
        "yoursel ursel kys ur sel die hang drown jump",
        r"\b{kill} (?:yo?urself|ur ?self|your self|yourselves)\b|\bkys\b|\b(?:go|should|please"
        r"|just) (?:and )?(?:die|hang yourself|drown yourself|jump off a)\b(?! (?:out|down|hard))",
    ),
    (
        "threats",
        "shoot stab hurt attack beat jump strangl choke murder slaughter punch",
        r"{intent}(?:shoot|stab|hurt|attack|beat up|jump|strangle|choke|murder|slaughter|punch"
        r"|execute|lynch) (?:up )?{target}\b(?! (?:an?|some|with (?:a )?(?:questions?|email"
        r"|text))\b)",
    ),
    ("threats", "beat", r"{intent}beat {target} (?:up|senseless|to death|with|until|so bad|bloody)\b"),
    (
        "threats",
        "shoot stab lynch murder slaughter behead strangl",
        r"\b(?:shoot|stab|lynch|murder|slaughter|behead|strangle) (?:them all|him|everyone"
        r"|everybody|all of (?:them|you)|every one of|you all|yall|(?:the|my|our|your|that|this) "
        r"(?:whole )?(?:superintendent|principals?|board|teachers?|coach|kids?|students?|staff"
        r"|class|{kin}))\b(?! (?:an?|some|up|out|in|on|with|questions?|e ?mails?|meetings?|photos?"
        r"|pictures?|videos?)\b)",
    ),
    (
        "threats",
        "hang",
        r"\bhang (?:them all|him from|her from|them from|the (?:board|superintendent|principal"
        r"|teacher)s?)\b",
    ),
    (
        "threats",
        "killing shooting stabbing hurting murdering",
        r"\b(?:dream\w{0,4}|think\w{0,3}|thought|thoughts|fantasi\w{1,5}|talk\w{0,3}|jok(?:e|es|ed"
        r"|ing)|plan\w{0,4}) (?:of|about|on) (?:killing|shooting|stabbing|hurting|murdering) "
        r"{target}\b",
    ),
    (
        "threats",
        "throat blow blew",
        r"\b(?:slit|slitting|cut|cutting) (?:his|her|your|their|the \w{1,14}s) throats?\b|\bblow"
        r"(?:ing)? (?:everyone|everybody|them|you|him|her|us) (?:all )?(?:up|away)\b",
    ),
    (
        "threats",
        "dead",
        r"\b(?:want|wants|wanted|see|find|wish) (?:him|her|them|you|my \w{1,14}|the \w{1,14}"
        r"|everyone) (?:all )?dead\b",
    ),
    ("threats", "murder", r"\b(?:mass murder|murder spree|murder (?:you|him|her|them|everyone|me))\b"),
    (
        "threats",
        "die",
        r"\b(?:you|they|he|she|yall|everyone|everybody|all of (?:you|them)|you all|u) (?:all )?"
        r"(?:are |re |is |s )?(?:will|going to|gonna|should|deserves? to|need to|must|better"
        r"|gotta) (?:all )?{die}\b(?! (?:out|down|of|from|laughing)\b)|\b(?:youre|theyre|hes"
        r"|shes) (?:all )?(?:going to|gonna) {die}\b",
    ),
    (
        "threats",
        "die dead",
        r"\bhope (?:you|they|he|she|yall|everyone|everybody|{target})(?: all)? (?:{die}|dies|dead"
        r"|drops? dead|gets? (?:shot|killed|hurt))\b",
    ),
    (
        "threats",
        "deserve should",
        r"\b(?:deserves?|should|ought|needs?) (?:to )?(?:all )?(?:be|get) (?:shot|killed|hanged"
        r"|stabbed|murdered|executed|lynched|beaten)\b(?! (?:down|off|at|in the (?:budget|vote)))",
    ),
    ("threats", "watch", r"\bwatch (?:your|ur) (?:back|backs)\b"),
    (
        "threats",
        "list threat",
        r"\b(?:hit|kill|death) list\b|\bdeath threats?\b|\bthreat(?:en|ens|ened|ening|s|) (?:me|us"
        r"|him|her|them|(?:my|his|her|their|the|other|a) {gap2}{child}|to (?:hurt|kill|shoot|stab"
        r"|harm|beat|bomb|bring|burn)|of violence|against|my)\b",
    ),
    # To a place, or with a weapon.
    (
        "threats",
        "shoot",
        r"\bshoot(?:ing|s)? (?:up )?(?:the |this |my |your |our |that |a )?(?:whole |entire |damn "
        r"|high |middle |elementary |stupid )*{place}(?: up)?\b|\bshot up (?:the |this |my |your "
        r"|our |that |a )?(?:whole |high |middle )?{place}\b",
    ),
    (
        "threats",
        "shoot",
        r"\bthere (?:is |s |are )?(?:will |going to |gonna )be (?:a |another )(?:school |mass "
        r")?shooting\b|\btheres (?:going to|gonna) be (?:a |another )(?:school |mass )?shooting\b"
        r"|\b(?:be|become|becoming|do|commit|plan\w{0,4}|start|the next|another) (?:a |an |the )?"
        r"(?:another |next |mass )?(?:(?:school|mass) shoot(?:er|ing)|columbine)\b(?! (?:drill"
        r"|prevention|training|protocol|safety|response|preparedness|happen|in|at|is|was|can|could"
        r"|and|or)\b)",
    ),
    (
        "threats",
        "blow blew bomb burn explode torch fire",
        r"\b(?:blow|blowing|bomb|bombing|burn|burning|torch|torching|explode|destroy with|set "
        r"fire to) (?:up |down )?(?:the |this |my |your |our |that )(?:whole |entire |damn |high "
        r"|middle |elementary |stupid )*{place}\b",
    ),
    (
        "threats",
        "bomb explosive",
        r"\b(?:put|putting|plant|planting|planted|place|placed|leave|left|hid|hide|set off"
        r"|setting off|made|make|making|build|building|built|bring|brought|theres|there is|there "
        r"was|detonate|have|has|got) (?:a |the |an |some )?(?:pipe |homemade )?(?:bombs?"
        r"|explosives?)\b|\bbomb threats?\b|\bpipe bombs?\b",
    ),
    (
        "threats",
        "gun knife weapon rifle pistol firearm glock shotgun machete blade",
        r"\b(?:bring|brings|bringing|brought|carry|carries|carrying|carried|take|taking|took|sneak"
        r"|sneaking|snuck|has|have|had|got|pulled|showed|hid|keeps) (?:a |an |his |her |my |the "
        r"|their |that |this |some )?(?:big |real |loaded |dads |fathers )*(?:gun|kni(?:fe|ves)"
        r"|weapons?|rifle|pistol|firearm|glock|shotgun|machete|blade) (?:to|in|into|at|on|around"
        r"|inside) (?:the |his |her |my |their |this |our |a )?(?:back ?pack|locker|bag|waistband"
        r"|{place}|work|hallway|bathroom|recess|desk)\b",
    ),
    (
        "threats",
        "guns",
        r"\b(?:bring|brings|bringing|brought|carry|carries|carrying|sneak|sneaking|snuck) {gap2}"
        r"(?:guns|rifles|pistols|firearms) (?:to|in|into|at|on) ",
    ),
    (
        "threats",
        "gun knife rifle pistol",
        r"\b(?:bring|brings|bringing|brought) (?:a |an |his |her |my |the |their ){gap2}(?:gun"
        r"|knife|rifle|pistol)s? (?:and|tomorrow|tonight|on|next|with|monday|tuesday|wednesday"
        r"|thursday|friday)\b|\b(?:has|have|got) (?:a |an )(?:gun|knife|rifle|pistol) and (?:says?"
        r"|said|will|wants?|is|hes|shes|he|she)\b",
    ),
    ("threats", "inside in it", r"\bburn (?:it|this|that) {gap2}with {gap2}(?:in it|inside)\b"),
    (
        "threats",
        "gun knife",
        r"\bpull(?:s|ed|ing)? (?:a |out a |his |her )(?:gun|knife)\b|\b(?:gun|knife) (?:to|at"
        r"|against) (?:my|his|her|their) (?:head|throat|neck)\b",
    ),
)

SPANISH: tuple[Row, ...] = (
    # To people.
    (
        "threats",
        "mat",
        r"\b(?:te|lo|la|los|las|le|les|se los?|se las?) (?:voy|vamos|va|van|vas|quiero|quisiera"
        r"|iba|iban|juro que (?:lo|la|los|te)) (?:a )?matar\b",
    ),
    (
        "threats",
        "matar",
        r"\b(?:me van a|nos quieren|me quieren?) matar\b(?! (?:los (?:precios|impuestos)|las "
        r"(?:cuotas|tareas)|de))|(?<!me )(?<!nos )\b(?:voy a|vamos a|quiero|quisiera|van a|va a"
        r"|iba a|ganas de|pienso|planea|planean|quiere|quieren|amenaz\w{1,5} con|juro que voy a"
        r"|deberiamos) matar(?:te|lo|la|los|las|le|les|nos)?(?! (?:el tiempo|dos pajaros|el hambre"
        r"|el gusanillo|la creatividad|la motivacion|el programa|el aburrimiento))(?: a "
        r"(?:tod[oa]s|alguien|mi|mis|los|las|el|la|ese|esa|esos|un|una|su|sus|al)\b|\b(?= ?(?:$"
        r"|[.,!;])))",
    ),
    (
        "threats",
        "matar",
        r"\bmatar(?:te|los|las|lo|la|les) (?:a tod[oa]s|a golpes|si|cuando|manana|por|$|[.!])"
        r"|\bmatar a (?:tod[oa]s|alguien|gente|mis companer[oa]s|l[oa]s (?:maestr|nin|estudiant"
        r"|alumn)\w{1,5}|la maestra|el maestro|al (?:maestro|director)|la directora)",
    ),
    (
        "threats",
        "mato mat",
        r"\b(?:te|los|las|lo|la) mato\b(?! (?:de risa|el|la|un|una|que)\b)|\bmatate\b|\bmatense\b"
        r"|\bl[oa]s vamos a matar\b",
    ),
    (
        "threats",
        "mat",
        r"\b(?:{pariente}|{adulto}|el|ella|alguien|ellos) (?:me |nos )?(?:dijo que |dice que "
        r"|dijeron que |juro que )?(?:me|nos|te|lo|la|los|las) (?:va|iba|van|iban|quiere|quieren"
        r"|quiso|podria) (?:a )?matar\b",
    ),
    (
        "threats",
        "dispar apunal acuchill golpe quem tiro ahorc romper partir paliza balac madr dano lastim atac",
        r"\b(?:te|lo|la|los|las|le|les) (?:voy|vamos|va|van) a (?:disparar|apunalar|acuchillar"
        r"|golpear|pegar un tiro|meter un tiro|quemar|ahorcar|romper la (?:cara|madre)|partir la "
        r"(?:cara|madre)|dar una (?:paliza|golpiza)|balacear|madrear|hacer dano)\b|\b(?:voy a"
        r"|vamos a|va a|van a|quiero) (?:disparar(?:le|les)?|apunalar|acuchillar|golpear|balacear"
        r"|lastimar|hacerle dano|atacar) a\b",
    ),
    (
        "threats",
        "amenaz",
        r"\bamenaz(?:a|as|ar|o|aron|an|ando|aba|aban|ado|ada) (?:(?:con |de )(?:matar\w{0,3}"
        r"|muerte|bomba|una bomba|disparar\w{0,3}|golpear\w{0,3}|pegar\w{0,3}|quemar|hacer\w{0,3} "
        r"dano|traer|violencia|un tiroteo)|a (?:mi|mis|los|las|un|una|su|sus|otr[oa]s) "
        r"(?:hij[oa]s?|nin[oa]s?|estudiantes?|alumn[oa]s?|companer[oa]s?|{pariente}|{adulto}))\b"
        r"|\b(?:me|nos|lo|la|los|las|le) (?:esta |estan |han |ha )?amenaz(?:a|o|an|aron|aba|ando"
        r"|ado)\b(?! con (?:recort|cerr|quit|desped|mult|sub|suspend|demand|cobr|elimin"
        r"|reprob)\w{0,8})|\bamenazas? de (?:muerte|bomba)\b",
    ),
    (
        "threats",
        "mor muer maten",
        r"\b(?:merec(?:e|en|es)|deberian?|deberias|tienes que|vas a|te vas a) (?:tod[oa]s )?morir"
        r"(?:se|te)?\b(?! de\b)|\b(?:tod[oa]s (?:se )?van a|van a|se van a) (?:tod[oa]s morir"
        r"|morir(?:se)? tod[oa]s)\b|\btod[oa]s (?:se )?van a morir\b|\bquiero que (?:se|te) "
        r"muer[ae]n?s?\b|\bque (?:lo|la|los|las|te) maten\b|\bojala (?:te |se )?(?:mueras?|mueran"
        r"|murieran?|maten?)\b",
    ),
    # To a place, or with a weapon.
    (
        "threats",
        "escuela quem explot vol bomb balac tirote estall",
        r"\b(?:quemar|explotar|volar|bombardear|balacear|tirotear|hacer (?:explotar|estallar"
        r"|volar)|incendiar|atacar) (?:a )?(?:la |esta |esa |toda la |mi |el |este |su )"
        r"(?:maldita )?{lugar}\b(?! (?:de (?:calorias|grasa)))",
    ),
    (
        "threats",
        "tiroteo balacera masacre",
        r"\b(?:hacer|hare|haremos|habra|va a haber|voy a hacer|cometer|planea\w{0,3}|provocar"
        r"|empezar) (?:un |una |otro |otra )?(?:tiroteo|balacera|masacre|matanza)\b",
    ),
    (
        "threats",
        "bomba",
        r"\b(?:pon(?:er|dre|go|dran|dremos)|puse|pusieron|puso|hay|habra|tengo|tiene|coloc(?:ar|o"
        r"|aron|are)|traer|traigo|trae|llevar|llevo|dej(?:ar|e|o)|deton(?:ar|are)|explot(?:ar|are)"
        r"|fabric(?:ar|o)|hacer) (?:una |la |las |unas )bombas?\b(?! (?:de (?:agua|aire|calor"
        r"|gasolina|inflar|bano|chocolate)|para))",
    ),
    (
        "threats",
        "pistol arma cuchill navaj rifle escopet",
        r"\b(?:tra(?:er|e|en|igo|jo|jeron|yendo|ere|iga|jera)|llev(?:ar|a|o|an|aba|are|aron)|ten"
        r"(?:go|er|ia)|tienen?|met(?:er|io|ieron)|carg(?:a|ar|o|aba)|escond(?:e|er|io)|sac(?:o|ar"
        r"|aron)|con) (?:una? |la |el |su |mi |las |sus )?{arma} (?:cargada )?(?:a|en|al|dentro"
        r"|de su papa a|hasta) (?:la |el |mi |su |esta |nuestra )?(?:{lugar}|mochila|bolsa"
        r"|casillero|recreo)\b",
    ),
    (
        "threats",
        "pistol arma cuchill navaj",
        r"\bsac(?:o|aron|ar) (?:una? |la |su |el )(?:pistola|cuchillo|navaja|arma)\b|\bme apunt"
        r"(?:o|aron|aba) con\b",
    ),
    (
        "threats",
        "pistol arma cuchill navaj rifle escopet cuello",
        r"\b(?:voy a|vamos a|va a|van a) (?:llevar|traer|usar|sacar|conseguir) (?:una? |el |la "
        r"|mi |su ){arma}\b(?! (?:de (?:agua|aire|juguete|calor|chocolate)|para el))|\bcortar(?:le"
        r"|te|les)? el cuello\b",
    ),
    (
        "threats",
        "lista",
        r"\blista (?:de (?:muerte|a quien matar|gente (?:para|por|que va a) matar)|para matar)\b",
    ),
)
