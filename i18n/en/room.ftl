# No room: said before the first question, never after the last.

room-title = No room for new answers
room-what = The disk of this machine is nearly full, so no new answers can begin here. Nothing of yours was stored. Please tell the person who looks after this machine, or use another one.
room-words = If you began before and have your eight words, you can still go on and send.
