"""Words spelled out with gaps ("k i l l  m y s e l f"), as joined runs of single letters."""

from throughline.methods.urgent_words.patterns.kind import Kind, PatternLanguage

SPELLED: tuple[tuple[Kind, PatternLanguage, str], ...] = (
    (
        "self_harm",
        "en",
        r"kil+myself|suicide|suicidal|wanttodie|wannadie|selfharm|endmylife|cutmyself|hurtmyself"
        r"|unalive",
    ),
    ("abuse", "en", r"rape[ds]?|molest(?:ed|s)?"),
    ("threats", "en", r"kil+(?:you|him|her|them|everyone|yourself)|shootup|bomb"),
    ("self_harm", "es", r"suicidio|suicidarme|matarme|quieromorir|meval?amorir|cortarme"),
    ("abuse", "es", r"meviolo|mepega|abusode"),
    ("threats", "es", r"matarte|matarlos|tevoyamatar|losvoyamatar"),
)
