from throughline.accounts import declarations


class GuideConfig(declarations.StoryApp):
    name = "throughline.guide"
    label = "guide"
