from django import template

from throughline.understand.releases.released_words import speaker_label

register = template.Library()
register.filter("speaker", speaker_label)
