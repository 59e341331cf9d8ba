"""Everyday idioms that mean no harm: a match that overlaps one of these is dropped."""

HARMLESS: tuple[str, ...] = (
    r"\b(?:{kill}(?:ing|s|ed)?) (?:two|2|three) birds\b",
    r"\b{kill}(?:ing|ed)? (?:myself|himself|herself|themselves) (?:laughing|trying to (?:find"
    r"|park|get)|with laughter)\b",
    r"\b(?:it|that|this|would|wont|wouldnt|not|doesnt|gonna) (?:it |not |even )?(?:going to "
    r"|gonna )?{kill} (?:you|them|him|her|us|me) to\b",
    r"\b(?:die|died|dying|dies|dead) (?:laughing|of (?:laughter|laughing|boredom|embarrassment"
    r"|heat|heatstroke|thirst|hunger|curiosity|excitement)|from (?:laughing|laughter|boredom"
    r"|embarrassment|the heat))\b",
    r"\bto die for\b(?! my\b)",
    r"\b(?:dying|die) to (?:know|see|try|hear|learn|get|go|meet|find)\b",
    r"\bdrop dead gorgeous\b",
    r"\b(?:teams?|rivals?|school|score|record|time) (?:has |have )?beat(?:s|ing|en)? {victim}"
    r"(?: at home)?\b",
    r"\bshoot(?:ing|s)? {target} (?:an? |some )?{gap2}(?:e ?mails?|texts?|messages?|notes?"
    r"|questions?|lines?|calls?|ideas?|look|dm)\b",
    r"\bshoot(?:ing|s)? (?:a |the |our |some )?(?:{place} )?(?:videos?|films?|photos?"
    r"|pictures?|footage|hoops|baskets|musical|play|commercial|documentary|yearbook)\b",
    r"\bshoot(?:ing|s)? (?:the |a |our )?{place} (?:videos?|films?|photos?|pictures?|footage"
    r"|musical|play|commercial|documentary|yearbook|portraits?)\b",
    r"\b(?:shoot|shooting|shot) (?:myself|himself|herself|themselves|yourself) in (?:the|my"
    r"|his|her|their) (?:own )?f(?:oo|ee)t\b",
    r"\b(?:beat|beats|beating) (?:me|us|them|him|her|you) (?:at|in|to|by)\b(?! (?:home|night"
    r"|the (?:house|face|head|stomach|back|car)|my|his))",
    r"\b(?:suicid\w{1,5}|overdose|self harm|child abuse|sexual (?:abuse|assault|harassment)"
    r"|domestic violence|dating violence|family violence|abuse|rape|human trafficking|sex "
    r"trafficking) (?:and \w{1,14} )?(?:prevention|awareness|hotlines?|lifelines?|crisis line"
    r"|education|training|trainings|curriculum|statistics|screening|resources|policy|policies"
    r"|squad|reversal)\b",
    r"\b(?:prevent|prevents|preventing|prevention of|reduce|reducing|stop|stopping|awareness "
    r"of|training on|education on|lessons on|lessons about|policy on|policies on) (?:youth "
    r"|teen |student |child )?(?:suicides?|overdoses?|child abuse|sexual (?:abuse|assault"
    r"|harassment)|domestic violence|dating violence|human trafficking|self harm|bomb "
    r"threats?)\b",
    r"\b(?:prevencion|prevenir|evitar|conciencia|concientizacion|programas? contra|platicas? "
    r"sobre|talleres? sobre|linea de|educacion sobre|capacitacion sobre) (?:de |del |el |la "
    r"|sobre |contra |los |las )*(?:suicidios?|abuso (?:sexual|infantil)|acoso sexual"
    r"|violencia (?:domestica|familiar|intrafamiliar)|maltrato infantil|sobredosis"
    r"|autolesion\w{0,3}|trata de personas)\b",
    r"\bescuadron suicida\b",
    r"\b(?:plans?|bills?|polic(?:y|ies)|programs?|projects?|proposals?|levy|levies|ideas?"
    r"|schedules?|budgets?|contracts?"
    r"|initiatives?|measures?|curriculum|apps?) (?:really |just )?(?:should|deserves?|needs?"
    r"|ought) (?:to )?(?:be )?(?:just )?"
    r"(?:killed|shot|die|hung|executed)\b",
    r"\b(?:programas?|proyectos?|planes|plan|ideas?|propuestas?|politicas?) (?:no )?"
    r"(?:merecen?|deberian?) morir\b",
    r"\b(?:bath|cherry|photo|glitter|stink|seed|calorie) bombs?\b",
    r"\bglue guns?\b|\bnerf guns?\b|\bwater guns?\b|\bpalette kni(?:fe|ves)\b|\bbutter kni(?:fe|ves)\b",
    r"\bmor(?:ir|irme|irse|irnos) de (?:risa|hambre|sueno|frio|calor|ganas|miedo|pena"
    r"|verguenza|aburrimiento|amor|curiosidad|sed|la risa|coraje)\b",
    r"\bmatar(?:me|se|nos|te)? (?:de (?:risa|hambre|aburrimiento)|trabajando|estudiando|el "
    r"tiempo|dos pajaros|el hambre|a (?:trabajar|estudiar))\b",
    r"\bmatar (?:dos|2) pajaros\b",
    r"\bse (?:me|le|les|nos) peg(?:o|a|an|aron)\b",
    r"\bbombas? de (?:agua|aire|calor|gasolina|jabon|chocolate|bano)\b",
)
