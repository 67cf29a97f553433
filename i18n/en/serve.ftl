# What is said over `tallybox serve` besides the survey itself.
serve-closing = This computer is being restarted. What you answered is kept: connect again in some minutes and come back with your eight words.
serve-fault = A fault ended this session. What you answered is kept: connect again and come back with your eight words.
serve-not-now = The survey cannot be answered here at this moment. Tell whoever gave you this address, and try again later.
reached-open-ssh = You came over SSH: this computer's log may hold the address you came from and the time, never what you answer.
reached-serve = You came over SSH: this computer writes down neither the address you came from nor the time.
