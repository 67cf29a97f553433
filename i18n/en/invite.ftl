# Invitations: where only who was invited may answer.
invitation-title = Your invitation
invitation-type = Type the digits of your invitation
invitation-how = Spaces and hyphens do not matter. It can be used again until answers are sent with it, and nothing keeps which answers those were.
invitation-digits = { $count } of { $all } digits
invitation-words = I have eight words already: come back with them
invitation-count = An invitation has { $all } digits; you typed { $count }.
invitation-check = These digits do not fit one another: one is wrong, or two have changed places. Compare them with your invitation.
invitation-not-words = These are eight words, not an invitation.
invitation-unknown = This computer does not know this invitation, or answers were sent with it already. Compare the digits; if they are right, ask whoever invited you for another.
invitation-enough = Three invitations were not known here. What you answered is kept; to try another, leave and connect again.
invitation-good = Your invitation is good.
invitation-send = Your invitation is good. Send your answers now.
unsent-invitation = Only invited colleagues can send answers here, and answers were sent with this invitation already, or there was none.
unsent-another = Type another invitation
fill-invitation = Only invited colleagues can send answers here, and answers were sent with your invitation already, or there was none. Your answers are kept: leave, come back with your eight words and type another invitation.
invitation-plain-begin = To begin, type the digits of your invitation. To come back, type your eight words.
invitation-plain-first = To begin, type the digits of your invitation, or press Enter to leave.
invitation-plain-another = Your answers are kept, but they cannot be sent with the invitation they were begun with. Type another invitation, or press Enter to leave.
# What an SSH client asks for; the lines are the client's.
invitation-door = This survey is for invited colleagues. To come back with eight words, leave the first answer empty.
invitation-door-digits = Invitation (digits):
invitation-door-words = Your eight words (they do not show):
