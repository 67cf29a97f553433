# Plain mode: what it has of the screen's comforts, and the keys' page.

plain-help-undo = /undo takes your last change back.
plain-help-edit = /edit changes a long text line by line.
plain-help-preview = /preview says what each reader will get.
plain-help-enough = /enough sends what you have, from the end of a section on.
plain-ask-back = Type two of the words from your note. This is asked once. /words says all eight again. /skip if you will finish in one sitting.
plain-prompt-word = Type word { $place }, then Enter:
plain-not-that-word = That is not word { $place }. Look at your note, or type /words
plain-enough-offer = Another section begins. You may also stop here: /enough sends what you have.
plain-enough-not-yet = You can send what you have once every question of the sections before is answered
plain-stopped = { $count ->
    [one] You send what you have. 1 question is left out. /enough goes on with it.
   *[other] You send what you have. { $count } questions are left out. /enough goes on with them.
}
plain-may-stop = { $count ->
    [one] /enough leaves 1 question out and lets you send what you have.
   *[other] /enough leaves { $count } questions out and lets you send what you have.
}
plain-half = You have typed this, and it is no answer yet: { $typed }
plain-edit-hint = Your text is still here. Type /edit to change it.
plain-edit-not-here = Only a long text is changed line by line. Type your answer again
plain-prompt-edit = Type a line’s number and its new words, a number alone to take the line away, or one more line. A full stop alone ends:

display-mouse = The mouse: click and wheel. Hold Shift to mark text
display-letters = Letters as keys: j and k move, ? helps
