# How the screen looks, and the way from the screen to lines of text and back.

display-title = How the screen looks
display-about = Choose what you can read best. It holds until you leave and is kept nowhere. Nothing here is said by colour alone.
display-standard = Standard: the colours of this terminal
display-contrast = High contrast
display-colour-safe = Safe for colour blindness
display-monochrome = One colour
display-own = { $name }: the colours of this place
display-large = More space between the lines
display-plain = Plain text: one line after another, good with a screen reader. /screen comes back
key-display = display
key-plain = go on in plain text
start-display = Change how this screen looks, or use plain text
plain-help-screen = /screen goes back to the full screen, at the same question.
plain-no-screen = There is no full screen to go back to: this was begun in plain text.
plain-from-screen = Plain text from here on, with every answer you gave. /screen goes back to the full screen.
lead-key-display = change the colours
plain-to-start = Press Enter to go back to the first screen.
